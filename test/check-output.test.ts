import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { expectRefusal } from "./support/expect-refusal.ts";
import { rulewright } from "./support/rulewright.ts";
import { SNAPSHOT_NAME, openGroup, snapshot } from "./support/samples.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const ITEMS = snapshot(openGroup());
const EVIDENCE = JSON.stringify({ rulewrightEvidence: 1, entries: [] });
const EXEMPTIONS = "version: 1\nexemptions: []\n";

/** A folder with what a check may read. */
async function inputs(): Promise<string> {
  const folder = await temporaryFolder({
    "in/items.json": ITEMS,
    "recorded.json": EVIDENCE,
    "mine.yaml": EXEMPTIONS,
    "exemptions.yaml": EXEMPTIONS,
    [`delivered/${SNAPSHOT_NAME}`]: ITEMS,
    "delivered/evidence.json": EVIDENCE,
  });
  await symlink(join("in", "items.json"), join(folder, "link.json"));
  return folder;
}

describe("an output that the check reads", () => {
  test.each<[string, string, readonly string[]]>([
    ["an input", "in/items.json", ["in/items.json"]],
    ["an input by another name", "./in/../in/items.json", ["in/items.json"]],
    ["an input by a link", "link.json", ["in/items.json"]],
    ["a file of a folder", "in/items.json", ["in"]],
    ["evidence that is named", "recorded.json", ["in", "--evidence", "recorded.json"]],
    ["evidence beside a snapshot", "delivered/evidence.json", [`delivered/${SNAPSHOT_NAME}`]],
    ["exemptions that are named", "./mine.yaml", ["in", "--exemptions", "mine.yaml"]],
  ])("%s: is refused, and stays what it was", async (_what, output, argv) => {
    const folder = await inputs();
    const before = await readFile(join(folder, output), "utf8");
    const exemptions = argv.includes("--exemptions") ? [] : ["--no-exemptions"];
    const ran = await rulewright(["check", ...argv, ...exemptions, "--json", "--output", output], { cwd: folder });
    expectRefusal(ran, "RW5001", /would overwrite .+, which this run reads\.\n {2}Name another file/);
    expect(ran.stderr).toContain(`--output ${output} `);
    expect(await readFile(join(folder, output), "utf8")).toBe(before);
  });

  test("exemptions of the working folder are refused as well", async () => {
    const folder = await inputs();
    const ran = await rulewright(["check", "in", "--json", "--output", "exemptions.yaml"], { cwd: folder });
    expect(ran.stderr).toMatch(/\nRW5001: --output exemptions\.yaml would overwrite exemptions\.yaml/);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(await readFile(join(folder, "exemptions.yaml"), "utf8")).toBe(EXEMPTIONS);
  });

  test("the earlier result may be replaced, though it lies among the inputs", async () => {
    const folder = await inputs();
    const argv = ["check", "in", "--no-exemptions", "--json", "--output"];
    await rulewright([...argv, "in/result.json"], { cwd: folder });
    const more = ["./in/result.json", "--compare", "in/result.json", "--allow-unreadable"];
    expect(await rulewright([...argv, ...more], { cwd: folder })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Wrote ./in/result.json"),
    });
    expect(await readFile(join(folder, "in/result.json"), "utf8")).toContain('"comparison"');
  });
});

test.each<[string, readonly string[]]>([
  ["pack.yaml", ["lint", "pack.yaml"]],
  ["rules.ts", ["collect", "--rules", "rules.ts"]],
])("an output that another command reads is refused too: %s", async (file, argv) => {
  const text = "Resources: {}\n";
  const folder = await temporaryFolder({ [file]: text });
  expectRefusal(await rulewright([...argv, "--output", `./${file}`], { cwd: folder }), "RW5001", /would overwrite/);
  expect(await readFile(join(folder, file), "utf8")).toBe(text);
});
