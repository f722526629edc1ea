// The Lambda runtime against the hand-written floor: bytes, cold start, CPU of a warm event, a large periodic run.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  changeEvent,
  configurationItem,
  createAwsEndpoint,
  scheduledEvent,
} from "../../packages/testing/dist/index.js";
import { buildBundles } from "./build.mjs";
import { describe, interleave, round, runChild } from "./measure.mjs";

const RULE = "ec2-security-group-admin-ports-closed";
const KEYS = "iam-user-one-active-access-key";

/** @param {{folder: string, quick: boolean}} options @returns {Promise<object[]>} Rows: what, ours, floor, ratio, goal. */
export async function benchRuntime({ folder, quick }) {
  const bundles = await buildBundles(folder);
  const rows = [];
  const kib = (bytes) => round(bytes / 1024, 0);
  for (const floor of ["plain-floor-change", "floor-change"]) {
    rows.push(
      row(
        `bytes of the six-rule bundle, KiB (floor: ${floor})`,
        kib(bundles.ours.bytes),
        kib(bundles[floor].bytes),
        "≤ 1.3",
      ),
    );
  }
  rows.push(
    row(
      "bytes of the runtime without rules, KiB (floor: floor-change)",
      kib(bundles["runtime-only"].bytes),
      kib(bundles["floor-change"].bytes),
    ),
  );
  const files = await events(folder);
  rows.push(...(await coldStarts(bundles, files, quick)));
  rows.push(...(await warmEvents(bundles, files, quick)));
  rows.push(...(await periodicRuns(bundles, files, quick)));
  return rows;
}

function row(what, ours, floor, goal = "", note = "") {
  return { what, ours, floor, ratio: round(ours / floor), goal, spread: note };
}

async function events(folder) {
  await mkdir(folder, { recursive: true });
  const ipPermissions = [
    {
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      ipv4Ranges: [{ cidrIp: "0.0.0.0/0" }],
      ipRanges: ["0.0.0.0/0"],
      ipv6Ranges: [],
    },
    {
      ipProtocol: "tcp",
      fromPort: 22,
      toPort: 22,
      ipv4Ranges: [{ cidrIp: "0.0.0.0/0" }],
      ipRanges: ["0.0.0.0/0"],
      ipv6Ranges: [],
    },
  ];
  const item = configurationItem("AWS::EC2::SecurityGroup", {
    resourceId: "sg-0123456789abcdef0",
    configuration: { groupId: "sg-0123456789abcdef0", groupName: "bench", ipPermissions, ipPermissionsEgress: [] },
  });
  const made = { change: join(folder, "change.json"), scheduled: join(folder, "scheduled.json") };
  await writeFile(made.change, JSON.stringify(changeEvent(item, { configRuleName: RULE, resultToken: "token" })));
  await writeFile(made.scheduled, JSON.stringify(scheduledEvent({ configRuleName: KEYS, resultToken: "token" })));
  return made;
}

function environment(endpoint) {
  return {
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "example",
    AWS_ENDPOINT_URL: endpoint.url,
  };
}

async function coldStarts(bundles, files, quick) {
  const endpoint = await createAwsEndpoint();
  endpoint.state.config.registerRule(RULE, { resultToken: "token" });
  const env = environment(endpoint);
  const cold = (name) => () => runChild({ bundle: bundles[name].entry, eventFile: files.change, env });
  const names = ["ours", "floor-change", "plain-floor-change"];
  const series = await interleave(quick ? 5 : 41, Object.fromEntries(names.map((name) => [name, cold(name)])));
  await endpoint.close();
  const stats = Object.fromEntries(names.map((name) => [name, describe(series[name].map(({ firstMs }) => firstMs))]));
  return ["floor-change", "plain-floor-change"].map((floor) =>
    row(
      `cold start to answered PutEvaluations, ms (floor: ${floor})`,
      round(stats.ours.median, 0),
      round(stats[floor].median, 0),
      "≤ 1.2",
      `quartiles ${spread(stats.ours)} / ${spread(stats[floor])}, ${stats.ours.runs} runs each`,
    ),
  );
}

async function warmEvents(bundles, files, quick) {
  const endpoint = await createAwsEndpoint();
  endpoint.state.config.registerRule(RULE, { resultToken: "token" });
  const env = environment(endpoint);
  const warm = (name) => () =>
    runChild({ bundle: bundles[name].entry, eventFile: files.change, times: quick ? 200 : 2000, env });
  const series = await interleave(quick ? 1 : 5, { ours: warm("ours"), floor: warm("floor-change") });
  await endpoint.close();
  const [ours, floor] = [series.ours, series.floor].map((each) =>
    describe(each.map(({ cpuMicroseconds }) => cpuMicroseconds)),
  );
  const what = `CPU of a warm event, µs (${quick ? 200 : 2000} events)`;
  return [
    row(
      what,
      round(ours.median, 0),
      round(floor.median, 0),
      "≤ 1.15",
      `quartiles ${spread(ours)} / ${spread(floor)}, ${ours.runs} runs each`,
    ),
  ];
}

async function periodicRuns(bundles, files, quick) {
  const many = quick ? 400 : 20_000;
  const few = Math.round(many / 10);
  const run = (name, subjects) => periodic(bundles[name].entry, files.scheduled, subjects);
  const ours = await run("ours", many);
  const small = await run("ours", few);
  const floor = await run("floor-periodic", many);
  return [
    row(
      `periodic run over ${many} subjects with ${many} old results, 20 ms a call, s`,
      round(ours.wallMs / 1000, 1),
      round(floor.wallMs / 1000, 1),
      "≤ 0.5",
      "1 run each",
    ),
    row(
      `peak RSS of ${many} subjects to that of ${few}, MiB`,
      round(ours.rssKiB / 1024, 0),
      round(small.rssKiB / 1024, 0),
      "≤ 1.3",
      "1 run each",
    ),
  ];
}

async function periodic(bundle, eventFile, subjects) {
  const endpoint = await createAwsEndpoint({ latencyMs: 20 });
  stage(endpoint, subjects);
  const answer = await runChild({ bundle, eventFile, env: environment(endpoint) });
  await endpoint.close();
  return answer;
}

function stage(endpoint, subjects) {
  const { config, iam } = endpoint.state;
  config.registerRule(KEYS, { resultToken: "token" });
  const rule = config.rule(KEYS);
  for (let index = 0; index < subjects; index += 1) {
    iam.addUser({ UserName: `user-${index}`, UserId: `AIDA${String(index).padStart(17, "0")}`, accessKeys: [] });
    const old = oldResult(index);
    rule.evaluations.set(`${old.resourceType}\n${old.resourceId}`, old);
  }
}

/** As an earlier run left it. */
function oldResult(index) {
  const earlier = new Date("2026-01-14T12:00:00Z");
  return {
    resourceType: "AWS::IAM::User",
    resourceId: `AIDA${String(index).padStart(17, "0")}`,
    complianceType: "COMPLIANT",
    annotation: undefined,
    orderingTimestamp: earlier,
    resultRecordedTime: earlier,
    resultToken: "earlier",
  };
}

function spread({ low, high }) {
  return `${round(low, 0)}–${round(high, 0)}`;
}
