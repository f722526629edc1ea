import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { FIXTURE } from "@rulewright/testing";
import { parseCheckResult } from "./support/contracts.ts";
import { ROOT, rulewright, runNode } from "./support/rulewright.ts";
import { closedGroup, openGroup, snapshot } from "./support/samples.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const ACCOUNT = FIXTURE.accountId;
const OTHER = "444455556666";
const ONLY_GROUPS = ["--only", "ec2-security-group-admin-ports-closed", "--json"];

/** A path of a bucket, and a group's state in it. */
function delivered(kind: "ConfigSnapshot" | "ConfigHistory", time: string, item: object, account: string = ACCOUNT) {
  const day = `${time.slice(0, 4)}/${Number(time.slice(4, 6))}/${Number(time.slice(6, 8))}`;
  const rest = kind === "ConfigSnapshot" ? `${time}_5f2b7c1e` : `AWS::EC2::SecurityGroup_${time}_${time}_1`;
  const name = `${account}_Config_eu-west-1_${kind}_${rest}.json.gz`;
  const path = `logs/o-abc123/AWSLogs/${account}/Config/eu-west-1/${day}/${kind}/${name}`;
  const captured = time.replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6.000Z");
  const group = { ...item, awsAccountId: account, configurationItemCaptureTime: captured };
  return { [path]: gzipSync(snapshot(group)) };
}

describe("a delivery bucket's tree", () => {
  const tree = {
    ...delivered("ConfigSnapshot", "20260114T120000Z", openGroup({ resourceId: "sg-deleted-since" })),
    ...delivered("ConfigHistory", "20260114T180000Z", closedGroup({ resourceId: "sg-also-deleted" })),
    ...delivered("ConfigSnapshot", "20260115T120000Z", openGroup({ resourceId: "sg-mended" })),
    ...delivered("ConfigHistory", "20260115T180000Z", closedGroup({ resourceId: "sg-mended" })),
    ...delivered("ConfigHistory", "20251103T180000Z", openGroup({ resourceId: "sg-other" }), OTHER),
    [`logs/o-abc123/AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/2026/1/15/trail.json.gz`]: gzipSync('{"Records":[]}'),
    [`logs/o-abc123/AWSLogs/${ACCOUNT}/Config/ConfigWritabilityCheckFile`]: "",
  };

  test("is judged as it is now; what is left out and what is missing is said", async () => {
    const ran = await rulewright(["check", "logs", ...ONLY_GROUPS], { cwd: await temporaryFolder(tree) });
    const { evaluations, errors } = parseCheckResult(ran.stdout);
    expect(errors).toEqual([]);
    expect(evaluations.map(({ resourceId, complianceType }) => [resourceId, complianceType])).toEqual([
      ["sg-mended", "COMPLIANT"],
      ["sg-other", "NON_COMPLIANT"],
    ]);
    expect(ran.stderr.split("\n")).toEqual([
      "Left out: 1 older snapshot, 1 history file from before the latest snapshot, 1 file of other services.",
      `No snapshot of ${OTHER} eu-west-1: only resources that history files tell of are judged.`,
      `No file for whole months of ${OTHER} eu-west-1 (2025-12): changes of that time may be missing.`,
      "",
    ]);
    expect(ran.code).toBe(1);
  });

  test("does not keep a file from being judged that is named", async () => {
    const [old = ""] = Object.keys(tree);
    const ran = await rulewright(["check", old, ...ONLY_GROUPS], { cwd: await temporaryFolder(tree) });
    expect(parseCheckResult(ran.stdout).evaluations.map(({ resourceId }) => resourceId)).toEqual(["sg-deleted-since"]);
    expect(ran.stderr).toBe("");
  });

  test("of other services has nothing to judge", async () => {
    const folder = await temporaryFolder({ [`AWSLogs/${ACCOUNT}/CloudTrail/trail.json`]: "{}" });
    const ran = await rulewright(["check", "AWSLogs", ...ONLY_GROUPS], { cwd: folder });
    expect(ran.stderr).toMatch(/^Left out: 1 file of other services\.\nRW6201: There is no JSON file in AWSLogs/);
    expect(ran.code).toBe(2);
  });
});

describe("a long result", () => {
  const items = Array.from({ length: 3000 }, (_, index) => closedGroup({ resourceId: `sg-${index}` }));

  test("whose reader goes away ends without a word", async () => {
    const folder = await temporaryFolder({ "items.json": JSON.stringify(items) });
    const script = `import { spawn } from "node:child_process";
      const argv = ${JSON.stringify([join(ROOT, "packages/cli/bin/rulewright.js"), "check", "items.json", ...ONLY_GROUPS])};
      const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "pipe"] });
      child.stdout.once("data", () => child.stdout.destroy());
      let stderr = "";
      child.stderr.on("data", (text) => (stderr += text));
      child.on("close", (code, signal) => console.log(JSON.stringify({ code, signal, stderr })));`;
    const ran = await runNode(["--input-type=module", "--eval", script], { cwd: folder });
    expect(ran.stdout).toBe('{"code":0,"signal":null,"stderr":""}\n');
  });

  test("is the same in a file as on standard output, and lies alone", async () => {
    const folder = await temporaryFolder({ "items.json": JSON.stringify(items) });
    const argv = ["check", "items.json", ...ONLY_GROUPS];
    const shown = await rulewright(argv, { cwd: folder });
    const kept = await rulewright([...argv, "--output", "result.json"], { cwd: folder });
    const stderr = "Wrote result.json: 0 non-compliant, 3000 compliant, 0 not applicable\n";
    expect(kept).toEqual({ code: 0, stdout: "", stderr });
    const timeless = (text: string) => text.replace(/"generatedAt": "[^"]+"/, "");
    const written = await readFile(join(folder, "result.json"), "utf8");
    expect(timeless(written) === timeless(shown.stdout)).toBe(true);
    expect(shown.stdout).toBe(`${JSON.stringify(parseCheckResult(shown.stdout), null, 2)}\n`);
    expect(await readdir(folder)).toEqual(["items.json", "result.json"]);
  });
});
