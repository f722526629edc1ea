import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { CheckResult } from "@rulewright/sdk";
import { contract, parseCheckResult } from "./support/contracts.ts";
import { ROOT, rulewright, runNode } from "./support/rulewright.ts";
import { evidenceFile } from "./support/samples.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

/** Some 14 MB, which are read in four ranges. */
const ITEMS = 6000;

/** A rule that tells which thread judged. */
const TELLTALE = `import { isMainThread } from "node:worker_threads";
import { compliant, defineRule } from "@rulewright/sdk";
export default defineRule({
  name: "telltale",
  description: "Tells.",
  severity: "LOW",
  resourceTypes: ["AWS::SNS::Topic"],
  evaluate: () => compliant(isMainThread ? "main" : "thread"),
});
`;

/** The same, which looks further than the item, under another name. */
const PACK = `import { isMainThread } from "node:worker_threads";
import { compliant, defineRule } from "@rulewright/sdk";
import { defineConformancePack, use } from "@rulewright/sdk/synthesis";
export const collects = defineRule({
  name: "collects",
  description: "Tells.",
  severity: "LOW",
  resourceTypes: ["AWS::SNS::Topic"],
  permissions: ["sns:GetTopicAttributes"],
  collect: async ({ aws }): Promise<unknown> => aws,
  evaluate: ({ evidence }) => compliant(\`\${evidence} \${isMainThread ? "main" : "thread"}\`),
});
export default defineConformancePack({ name: "p", rules: [use(collects, { name: "otherwise" })] });
`;

/** A recording of every topic. */
function recordingOf(whole: Buffer): string {
  const { configurationItems } = parseSnapshot(whole.toString());
  const entries = configurationItems
    .filter(({ resourceType }) => resourceType === "AWS::SNS::Topic")
    .map(({ awsAccountId: accountId, awsRegion: region, resourceId }) => {
      const subjects = [{ subject: { resourceId }, evidence: "recorded" }];
      return { rule: "collects", accountId, region, subjects };
    });
  return evidenceFile(...entries);
}

type Identity = Readonly<Record<"resourceType" | "resourceId" | "awsAccountId" | "awsRegion", string>>;
const parseSnapshot = contract<{ readonly configurationItems: readonly Identity[] }>({
  type: "object",
  required: ["configurationItems"],
  properties: {
    configurationItems: {
      type: "array",
      items: { type: "object", required: ["resourceType", "resourceId", "awsAccountId", "awsRegion"] },
    },
  },
});

let folder: string;
beforeAll(async () => {
  const made = await temporaryFolder();
  const script = join(ROOT, "scripts/bench/snapshot.mjs");
  expect(await runNode([script, join(made, "whole.json"), String(ITEMS)])).toMatchObject({ code: 0, stderr: "" });
  const whole = await readFile(join(made, "whole.json"));
  const packed = gzipSync(whole);
  const broken = withBrokenItem(whole);
  folder = await temporaryFolder({
    "whole.json": whole,
    "whole.json.gz": packed,
    "broken.json": broken,
    "broken.json.gz": gzipSync(broken),
    "cut.json": whole.subarray(0, whole.length * 0.7),
    "cut.json.gz": packed.subarray(0, packed.length * 0.7),
    "endless.json.gz": packed.subarray(0, -8),
    "evidence.json": recordingOf(whole),
    "pack.ts": PACK,
    "telltale.ts": TELLTALE,
  });
});

/** An item in the middle that is no JSON; those around it are whole. */
function withBrokenItem(whole: Buffer): Buffer {
  const at = whole.indexOf('"configurationStateMd5Hash":""', whole.length / 2);
  return Buffer.concat([whole.subarray(0, at), Buffer.from("]]"), whole.subarray(at)]);
}

/** What a check prints but for when it was made. */
async function check(file: string, threads: number, ...argv: string[]): Promise<{ text: string; result: CheckResult }> {
  const env = { RULEWRIGHT_THREADS: String(threads) };
  const given = ["check", file, "--json", "--now", "2026-01-15T12:00:00Z", ...argv];
  const { stdout, stderr } = await rulewright(given, { cwd: folder, env });
  expect(stderr).toBe("");
  return { text: stdout.replace(/"generatedAt": "[^"]+"/, ""), result: parseCheckResult(stdout) };
}

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

describe("two threads print what one does", () => {
  test.each([
    ["whole.json", /^$/],
    ["whole.json.gz", /^$/],
    ["broken.json", /^broken\.json .+ byte \d+/],
    ["broken.json.gz", /^broken\.json\.gz .+ byte \d+/],
    ["cut.json", /^cut\.json is not JSON \(cut off/],
    ["cut.json.gz", /^cut\.json\.gz cannot be read to its end: its gzip data is cut off, unpacked at byte \d+\.$/],
    [
      "endless.json.gz",
      /^endless\.json\.gz cannot be read to its end: its gzip data is cut off, unpacked at byte \d+\.$/,
    ],
  ])("of %s", async (file, problem) => {
    const one = await check(file, 1);
    const two = await check(file, 2);
    expect(two.result.summary).toEqual(one.result.summary);
    expect(hash(two.text)).toBe(hash(one.text));
    expect(one.result.errors.map(({ message }) => message).join("\n")).toMatch(problem);
    expect(one.result.summary.nonCompliant).toBeGreaterThan(ITEMS / 25); // far beyond the first range
  });
});

describe("two threads", () => {
  const tellers = async (file: string, threads: number) => {
    const { evaluations } = (await check(file, threads, "--rules", "telltale.ts")).result;
    return new Set(evaluations.map(({ annotation }) => annotation));
  };

  test("share a long file, the first of them too unless it has to unpack", async () => {
    expect(await tellers("whole.json", 2)).toEqual(new Set(["thread", "main"]));
    expect(await tellers("whole.json.gz", 2)).toEqual(new Set(["thread"]));
    expect(await tellers("whole.json", 1)).toEqual(new Set(["main"]));
  });

  test("judge by what was recorded under the name of the rule's definition", async () => {
    const argv = ["--pack", "pack.ts", "--evidence", "evidence.json"];
    for (const [threads, where] of [
      [2, ["recorded thread", "recorded main"]],
      [1, ["recorded main"]],
    ] as const) {
      const { evaluations } = (await check("whole.json", threads, ...argv)).result;
      expect(new Set(evaluations.map(({ annotation }) => annotation))).toEqual(new Set(where));
    }
  });

  test("judge up to what is broken; the rest is read in order", async () => {
    expect(await tellers("broken.json", 2)).toEqual(new Set(["thread", "main"]));
    expect(await tellers("broken.json.gz", 2)).toEqual(new Set(["thread", "main"]));
  });
});
