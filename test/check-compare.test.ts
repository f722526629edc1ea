import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import type { CheckResult } from "@rulewright/sdk";
import { parseCheckResult } from "./support/contracts.ts";
import { expectRefusal } from "./support/expect-refusal.ts";
import { rulewright } from "./support/rulewright.ts";
import { LATER, closedGroup, openGroup, ruleSource, snapshot } from "./support/samples.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const GROUPS = "ec2-security-group-admin-ports-closed";
const ONLY = ["--only", GROUPS];
const BUCKET = openGroup({ resourceId: "sg-else", awsRegion: "us-east-1" });

/** What `--compare` adds to a result, as far as these tests look. */
type Compared = CheckResult & {
  readonly comparison?: { readonly [list: string]: number | readonly { readonly resourceId: string }[] };
};

/** A folder with yesterday's result: `sg-a` was closed, `sg-b` and `sg-else` open; today `sg-a` is open, `sg-b` closed. */
async function twoDays() {
  const folder = await temporaryFolder({
    "before.json": snapshot(closedGroup({ resourceId: "sg-a" }), openGroup({ resourceId: "sg-b" }), BUCKET),
    "after.json": snapshot(openGroup({ resourceId: "sg-a" }), closedGroup({ resourceId: "sg-b" }), BUCKET),
  });
  await rulewright(["check", "before.json", "--json", "--output", "result.json", ...ONLY], { cwd: folder });
  const check = (...argv: readonly string[]) =>
    rulewright(["check", "after.json", "--compare", "result.json", ...argv], { cwd: folder });
  return { folder, check };
}

function comparisonOf(stdout: string) {
  const { comparison = {} }: Compared = parseCheckResult(stdout);
  const ids = (list: unknown) =>
    Array.isArray(list) ? list.map(({ resourceId }: { resourceId: string }) => resourceId) : list;
  return Object.fromEntries(Object.entries(comparison).map(([name, list]) => [name, ids(list)]));
}

describe("--compare", () => {
  test("tells after the table what changed", async () => {
    const { folder, check } = await twoDays();
    const ran = await check(...ONLY);
    expect(ran.stdout).toMatch(
      /\n\n2 non-compliant, 1 compliant, .+\n\nBecame non-compliant: 1\n {2}ec2-\S+ {2}COMPLIANT → NON_COMPLIANT\n {4}AWS::EC2::SecurityGroup sg-a /,
    );
    expect(ran.stdout).toMatch(
      /\n\nFixed: 1\n[^]+\n\nSince 20\S+: 1 became non-compliant, 1 fixed, 1 still non-compliant, .+\.\n$/,
    );
    expect(ran).toMatchObject({ code: 1, stderr: "" });
    await check(...ONLY, "--output", "table.txt");
    expect(await readFile(join(folder, "table.txt"), "utf8")).toBe(ran.stdout);
  });

  test("is a member of the JSON, by the published schema", async () => {
    const { check } = await twoDays();
    const { stdout, stderr } = await check(...ONLY, "--json");
    expect(comparisonOf(stdout)).toMatchObject({
      becameNonCompliant: ["sg-a"],
      fixed: ["sg-b"],
      appeared: [],
      disappeared: [],
      stillNonCompliant: 1,
    });
    expect(stderr).toBe("");
  });

  test.each(["jsonl", "csv", "md", "junit", "sarif", "html"])(
    "is told on standard error with --format %s",
    async (format) => {
      const { folder, check } = await twoDays();
      const [ran, plain] = await Promise.all([
        check(...ONLY, "--format", format),
        rulewright(["check", "after.json", "--format", format, ...ONLY], { cwd: folder }),
      ]);
      const timeless = (text: string) => text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, "");
      expect(timeless(ran.stdout)).toBe(timeless(plain.stdout));
      expect(ran.stderr).toMatch(/^Became non-compliant: 1\n[^]+1 fixed, 1 still non-compliant/);
    },
  );

  test("counts of the earlier result only what this run was to judge", async () => {
    const { folder, check } = await twoDays();
    await rulewright(["check", "before.json", "--json", "--output", "result.json"], { cwd: folder }); // every rule
    const [named, region, severity, all] = await Promise.all([
      check(...ONLY, "--json"),
      check("--json", "--regions", "eu-west-1"),
      check("--json", "--severity", "high"),
      rulewright(["check", "before.json", "--compare", "result.json", "--json"], { cwd: folder }),
    ]);
    for (const { stdout } of [named, region, severity, all]) expect(comparisonOf(stdout)["disappeared"]).toEqual([]);
    expect(comparisonOf(region.stdout)).toMatchObject({ becameNonCompliant: ["sg-a"], stillNonCompliant: 0 });
    expect(comparisonOf(all.stdout)).toMatchObject({ becameNonCompliant: [], stillNonCompliant: 2 });
    expect(Number(comparisonOf(all.stdout)["unchanged"])).toBeGreaterThan(1);
  });

  test("of rules that this run does not have tells that nothing judges them, not that they are gone", async () => {
    const { folder, check } = await twoDays();
    await writeFile(join(folder, "mine.ts"), ruleSource("mine"));
    const ran = await check("--rules", "mine.ts", "--json");
    expect(comparisonOf(ran.stdout)).toMatchObject({
      noLongerJudged: ["sg-a", "sg-b", "sg-else"],
      disappeared: [],
      fixed: [],
    });
  });

  test("of what could not be read tells that nothing judges it, not that it is gone", async () => {
    const { folder, check } = await twoDays();
    const unread = { ...openGroup({ resourceId: "sg-b" }), configuration: null };
    await writeFile(join(folder, "after.json"), snapshot(closedGroup({ resourceId: "sg-a" }), unread));
    const ran = await check(...ONLY, "--json");
    expect(parseCheckResult(ran.stdout).errors).toMatchObject([{ code: "RW6003", resourceId: "sg-b" }]);
    expect(comparisonOf(ran.stdout)).toMatchObject({ noLongerJudged: ["sg-b"], disappeared: ["sg-else"], fixed: [] });
    await check(...ONLY, "--json", "--output", "result.json"); // what was unread is not new a day later
    await writeFile(join(folder, "after.json"), snapshot(openGroup({ resourceId: "sg-b" })));
    const next = await check(...ONLY, "--json");
    expect(comparisonOf(next.stdout)).toMatchObject({ becameNonCompliant: ["sg-b"], appeared: [] });
  });

  test("reads a gzipped result, and tells of other parameters", async () => {
    const { folder, check } = await twoDays();
    const packed = gzipSync(await readFile(join(folder, "result.json")));
    await writeFile(join(folder, "result.json"), packed);
    const ran = await check(...ONLY, "--parameter", `${GROUPS}.ports=3389`);
    expect(ran.stdout).toContain(`Judged with other parameters than before: ${GROUPS}.`);
  });

  test("may replace the file it compares with", async () => {
    const { folder, check } = await twoDays();
    const argv = [...ONLY, "--json", "--output", "result.json"];
    const changed = async () => {
      expect((await check(...argv)).stdout).toBe("");
      return comparisonOf(await readFile(join(folder, "result.json"), "utf8"))["becameNonCompliant"];
    };
    expect(await changed()).toEqual(["sg-a"]);
    expect(await changed()).toEqual([]);
  });

  test.each<[string, string, string, RegExp]>([
    ["a file that is not there", "nowhere.json", "RW5003", /nowhere\.json/],
    ["a file that is no result", "after.json", "RW6221", /after\.json cannot be compared with: it is no result/],
    ["a folder", ".", "RW6221", /\. cannot be compared with: it is a folder\./],
  ])("%s fails before anything is judged", async (_what, file, code, sentence) => {
    const { folder } = await twoDays();
    const rules = ["--rules", "not-there.ts", "--output", "out.json"];
    const ran = await rulewright(["check", "after.json", "--compare", file, ...rules], { cwd: folder });
    expectRefusal(ran, code, sentence);
  });
});

describe("--fail-on", () => {
  const cut = snapshot(openGroup()).slice(0, 500);

  test.each<[string, Readonly<Record<string, string>>, readonly string[], number]>([
    ["nothing said: any non-compliance", { "i.json": snapshot(openGroup()) }, [], 1],
    ["a severity that is reached", { "i.json": snapshot(openGroup()) }, ["--fail-on", "high"], 1],
    ["a severity that is not", { "i.json": snapshot(openGroup()) }, ["--fail-on", "critical"], 0],
    ["several", { "i.json": snapshot(openGroup()) }, ["--fail-on", "critical", "high"], 1],
    ["errors alone", { "i.json": snapshot(openGroup()) }, ["--fail-on", "errors"], 0],
    ["errors alone, with one", { "i.json": cut }, ["--fail-on", "errors"], 2],
    [
      "what could not be read comes first",
      { "i.json": cut, "j.json": snapshot(openGroup()) },
      ["--fail-on", "high"],
      2,
    ],
    [
      "unless allowed",
      { "i.json": cut, "j.json": snapshot(openGroup()) },
      ["--fail-on", "high", "--allow-unreadable"],
      1,
    ],
    ["allowed, and nothing else", { "i.json": cut }, ["--fail-on", "errors", "--allow-unreadable"], 0],
  ])("%s", async (_what, files, argv, code) => {
    const folder = await temporaryFolder(files);
    expect((await rulewright(["check", ".", ...ONLY, ...argv], { cwd: folder })).code).toBe(code);
  });

  test("undetermined counts where it is said", async () => {
    const folder = await temporaryFolder({ "i.json": snapshot(closedGroup({ configurationItemCaptureTime: LATER })) });
    const codes = await Promise.all(
      [[], ["--fail-on", "undetermined"], ["--fail-on", "undetermined", "--only", GROUPS]].map(
        async (argv) => (await rulewright(["check", "i.json", ...argv], { cwd: folder })).code,
      ),
    );
    expect(codes).toEqual([0, 1, 0]);
  });

  test("another word is refused before anything is read", async () => {
    const ran = await rulewright(["check", "examples/sample-account", "--fail-on", "hihg", "--compare", "nowhere"]);
    expectRefusal(ran, "RW5001", /Did you mean high\?/);
  });
});
