// The main job, end to end, on the sample account: judge it offline, build the pack, answer one real event with the
// built function against an AWS endpoint inside this process. Exits 0 when the work was done, whatever it found.
import { execFileSync } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { changeEvent, createAwsEndpoint } from "../packages/testing/dist/index.js";

const SAMPLE = "examples/sample-account";
const PACK = "dist/security-baseline";
const RULE = "ec2-security-group-admin-ports-closed";

heading(`1. Judge a recorded account: rulewright check ${SAMPLE}`);
rulewright(["check", SAMPLE], [0, 1, 2]);

heading("2. Build a pack: rulewright synth conformance-packs/security-baseline.pack.ts");
rulewright(["synth", "conformance-packs/security-baseline.pack.ts"], [0]);

heading("3. Answer an event of AWS Config with the built function");
await answerEvent();

heading("Where to look next");
console.log(`  ${PACK}/conformance-pack.yaml   rules and remediations, ready for AWS Config
  ${PACK}/functions/              the Lambda code behind them
  packages/rules/src/                            a rule is one folder: rule.ts, its test, its README
  conformance-packs/security-baseline.pack.ts    the pack in twenty lines
  npx rulewright --help                          everything else
`);

/** Runs the command line in a process of its own and lets it print. */
function rulewright(argv, expected) {
  try {
    execFileSync(process.execPath, ["packages/cli/bin/rulewright.js", ...argv], { stdio: "inherit" });
  } catch (error) {
    if (!expected.includes(error.status)) throw error;
  }
}

async function answerEvent() {
  const item = await openSecurityGroup();
  const endpoint = await createAwsEndpoint();
  const deployedName = `${RULE}-conformance-pack-a1b2c3d4e`; // as AWS Config names the rules of packs
  const event = changeEvent(item, { configRuleName: deployedName, resultToken: "demo-token" });
  endpoint.state.config.registerRule(deployedName, { resultToken: "demo-token" });
  Object.assign(process.env, {
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "example",
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_LAMBDA_LOG_LEVEL: "ERROR",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  });
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true; // the function's metrics
  try {
    const { handler } = await import(pathToFileURL(`${PACK}/functions/change/index.mjs`).href);
    await handler(event);
  } finally {
    process.stdout.write = write;
    await endpoint.close();
  }
  const call = endpoint.calls.find(({ operation }) => operation === "PutEvaluations");
  console.log(`  event    ConfigurationItemChangeNotification of ${item.resourceId} (${item.resourceName})`);
  for (const each of call?.input.Evaluations ?? []) {
    console.log(`  stored   ${each.ComplianceType} ${each.ComplianceResourceId}  ${each.Annotation ?? ""}`);
  }
}

/** A group that opens RDP to every IPv6 address, and only that. */
async function openSecurityGroup() {
  const snapshot = JSON.parse(await readFile(await snapshotFile(), "utf8"));
  return snapshot.configurationItems.find(({ resourceName }) => resourceName === "warehouse-rdp");
}

async function snapshotFile() {
  return `${SAMPLE}/${(await readdir(SAMPLE)).find((name) => name.includes("_ConfigSnapshot_"))}`;
}

function heading(text) {
  console.log(`\n${text}\n${"─".repeat(text.length)}`);
}
