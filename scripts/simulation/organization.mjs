// Publishes a pack to a simulated organization: 2,000 accounts × 4 Regions, request limits enforced by the endpoint, one
// stack in a hundred fails. Exits 0 when publish finishes, names exactly those, completes the second time, keeps below the
// limits and within 300 MiB. `--accounts N` for a quicker look.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createAwsEndpoint } from "../../packages/testing/dist/index.js";

const { values } = parseArgs({ options: { accounts: { type: "string", default: "2000" } } });
const ACCOUNTS = Number(values.accounts);
const REGIONS = ["eu-west-1", "eu-central-1", "us-east-1", "ap-southeast-2"];
const MANAGEMENT = "111122223333";
const MOST_MEMORY_MIB = 300;

/** Requests a second and at once, per account and Region. AWS publishes none of them: these are cautious guesses. */
const LIMITS = {
  "organizations DescribeOrganization": [1, 2],
  "organizations ListAccountsForParent": [5, 15],
  "organizations ListOrganizationalUnitsForParent": [5, 15],
  "cloudformation CreateStackSet": [1, 1],
  "cloudformation UpdateStackSet": [1, 1],
  "cloudformation CreateStackInstances": [1, 1],
  "cloudformation DescribeStackSet": [2, 5],
  "cloudformation DescribeStackSetOperation": [2, 5],
  "cloudformation ListStackInstances": [6, 10],
  "cloudformation ListStackSetOperations": [2, 5],
  "cloudformation ListStackSetOperationResults": [6, 10],
  "cloudformation DescribeStacks": [2, 5],
  "cloudformation CreateStack": [1, 1],
  "config-service DescribeConfigurationRecorderStatus": [2, 5],
  "s3 HeadBucket": [20, 50],
  "s3 HeadObject": [20, 50],
  "s3 GetObject": [20, 50],
  "s3 PutObject": [20, 50],
  "s3 ListObjectsV2": [20, 50],
};

const folder = await mkdtemp(join(tmpdir(), "rulewright-simulation-"));
const endpoint = await createAwsEndpoint({ account: MANAGEMENT, region: REGIONS[0] });
const problems = [];
try {
  const failing = setUp();
  await command(["synth", "conformance-packs/security-baseline.pack.ts", "--out", folder]);
  const first = await publish();
  check(first.code === 2, `the first run ends with exit code ${first.code}, not 2`);
  const named = new Set(
    first.events.filter(({ type }) => type === "failure").map((each) => `${each.account} ${each.region}`),
  );
  check(isSame(named, failing), `${named.size} failures are named, ${failing.size} were staged, or they differ`);
  check(current() === ACCOUNTS * REGIONS.length - failing.size, `${current()} stacks are deployed after the first run`);
  endpoint.state.failures.clear();
  const second = await publish();
  check(second.code === 0, `the second run ends with exit code ${second.code}, not 0`);
  check(current() === ACCOUNTS * REGIONS.length, `${current()} stacks are deployed after the second run`);
  report(failing, first, second);
} finally {
  await endpoint.close();
  await rm(folder, { recursive: true, force: true });
}
for (const problem of problems) console.error(`FAILED: ${problem}.`);
process.exitCode = problems.length > 0 ? 1 : 0;

function setUp() {
  const { state, limits } = endpoint;
  for (const region of REGIONS) state.s3.createBucket({ name: `acme-rules-${region}`, region, policy: "{}" });
  const ids = Array.from({ length: ACCOUNTS }, (_each, index) => `2${String(index).padStart(11, "0")}`);
  state.organization.create({
    managementAccount: MANAGEMENT,
    trustedAccess: ["member.org.stacksets.cloudformation.amazonaws.com"],
    ous: Array.from({ length: 20 }, (_each, index) => ({ name: `unit-${index}` })),
    accounts: ids.map((id, index) => ({ id, ou: `unit-${index % 20}` })),
  });
  for (const [name, [perSecond, burst]] of Object.entries(LIMITS)) limits.set(...name.split(" "), { perSecond, burst });
  const places = ids.flatMap((account) => REGIONS.map((region) => ({ account, region })));
  const failing = places.filter((_place, index) => index % 100 === 37);
  for (const place of failing) state.failures.plan({ of: "stackInstance", ...place, reason: "Internal error" });
  return new Set(failing.map(({ account, region }) => `${account} ${region}`));
}

function current() {
  const place = { account: MANAGEMENT, region: REGIONS[0] };
  const set = endpoint.state.cloudFormation.stackSets.find(place, "rulewright-security-baseline");
  return [...(set?.instances.values() ?? [])].filter(({ status }) => status === "CURRENT").length;
}

async function publish() {
  const options = ["--topology", "stack-set", "--ous", "r-ex01", "--regions", REGIONS.join(","), "--yes", "--json"];
  const pack = join(folder, "security-baseline");
  const ran = await command(["publish", pack, "--bucket-prefix", "acme-rules", ...options]);
  const events = ran.stdout
    .trimEnd()
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  if (ran.stderr !== "") console.error(ran.stderr);
  check(ran.memoryMib <= MOST_MEMORY_MIB, `the process takes ${ran.memoryMib} MiB`);
  return { ...ran, events };
}

/** Runs the command line in a process of its own. */
async function command(argv) {
  const file = join(folder, "memory");
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", "./scripts/simulation/peak-memory.mjs", "packages/cli/bin/rulewright.js", ...argv],
    {
      env: {
        ...process.env,
        AWS_ENDPOINT_URL: endpoint.url,
        AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "secret",
        AWS_REGION: REGIONS[0],
        RULEWRIGHT_POLL_MS: "600",
        PEAK_MEMORY_FILE: file,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  const code = await new Promise((resolve) => child.on("close", resolve));
  const memoryMib = Number(await readFile(file, "utf8"));
  return { code, stdout, stderr, memoryMib, seconds: Math.round((performance.now() - startedAt) / 1000) };
}

function check(isSo, problem) {
  if (!isSo) problems.push(problem);
}

function isSame(some, others) {
  return some.size === others.size && [...some].every((each) => others.has(each));
}

function report(failing, first, second) {
  console.log(`${ACCOUNTS} accounts × ${REGIONS.length} Regions, ${failing.size} stacks staged to fail.`);
  console.log(
    `First run: ${first.seconds} s, peak RSS ${first.memoryMib} MiB; second: ${second.seconds} s, ${second.memoryMib} MiB.`,
  );
  console.log("Operation                                            calls  most/s  limit  refused");
  for (const [name, [perSecond, burst]] of Object.entries(LIMITS)) {
    const { calls, highestPerSecond, throttled } = endpoint.limits.observed(...name.split(" "));
    const cells = [
      String(calls).padStart(7),
      String(highestPerSecond).padStart(7),
      `${perSecond}+${burst}`.padStart(6),
    ];
    console.log(`${name.padEnd(50)} ${cells.join(" ")} ${String(throttled).padStart(8)}`);
    // waiting for a refusal is no harm, but refusals as a way of working are
    check(throttled <= calls * 0.02, `${name}: ${throttled} of ${calls} calls were refused`);
  }
}
