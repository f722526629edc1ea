import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Io } from "../io.ts";
import { lintCommand, type LintCommandOptions } from "./lint.ts";

const SOUND = `Resources:
  RootKey:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: iam-root-access-key-check
      Source: { Owner: AWS, SourceIdentifier: IAM_ROOT_ACCESS_KEY_CHECK }
`;
const BROKEN = SOUND.replace("IAM_ROOT_ACCESS_KEY_CHECK", "IAM_ROOT_ACCESS_KEYS_CHECK");
const WARNED = `${SOUND}Parameters: { Unused: { Type: String } }\n`;

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rulewright-lint-"));
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  return path;
}

async function lint(paths: readonly string[], options: Partial<LintCommandOptions> = {}) {
  let out = "";
  let err = "";
  const io: Io = { out: (text) => (out += text), err: (text) => (err += text), color: false, width: 120 };
  const code = await lintCommand(paths, { format: "table", ...options }, io);
  return { code, out, err };
}

describe("ends with", () => {
  test("0 for a sound pack", async () => {
    expect(await lint([write("a.yaml", SOUND)])).toEqual({ code: 0, out: "No problems in 1 file.\n", err: "" });
  });

  test("0 for warnings only", async () => {
    const { code, out } = await lint([write("a.yaml", WARNED)]);
    expect(code).toBe(0);
    expect(out).toContain("0 errors, 1 warning in 1 file.");
  });

  test("1 for errors, those of every file told", async () => {
    const { code, out, err } = await lint([write("a.yaml", BROKEN), write("b.yaml", "Resources: [")]);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toContain("RW3162  AWS has no managed rule");
    expect(out).toContain("Did you mean IAM_ROOT_ACCESS_KEY_CHECK?");
    expect(out).toContain("RW3100");
  });

  test("2 for a file that cannot be read, the others checked", async () => {
    const { code, out, err } = await lint([join(folder, "none.yaml"), folder, write("a.yaml", BROKEN)]);
    expect(code).toBe(2);
    expect(err.match(/RW5003/g)).toHaveLength(2);
    expect(out).toContain("RW3162");
    expect(await lint([folder])).toMatchObject({ code: 2, out: "" });
  });
});

test("a folder stands for the pack that synth wrote to it", async () => {
  const path = write("mine/conformance-pack.yaml", BROKEN);
  const { code, out, err } = await lint([join(folder, "mine")]);
  expect({ code, err }).toEqual({ code: 1, err: "" });
  expect(out).toContain(path);
  expect((await lint([folder])).err).toBe(
    `RW5003: The folder ${folder} holds no conformance-pack.yaml.\n` +
      "  Name a template, or the folder of one pack that `rulewright synth` wrote.\n",
  );
});

test("a module is one error, which says what to do", async () => {
  const { code, out, err } = await lint([write("my.pack.ts", "export default {};\nexport const a = [;")]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(
    /^RW5001: \S+my\.pack\.ts is a module, and lint reads templates\.\n {2}Run `rulewright synth \S+my\.pack\.ts` first, .+\n$/,
  );
});

test("asks for a pack where none is named", async () => {
  await expect(lint([])).rejects.toMatchObject({ code: "RW5001" });
});

test("prints JSON, and writes it to a file", async () => {
  const path = write("a.yaml", BROKEN);
  const { out } = await lint([path], { json: true });
  expect(JSON.parse(out)).toMatchObject({
    version: 1,
    problems: [
      {
        code: "RW3162",
        line: 6,
        severity: "error",
        file: path,
        path: `${path}: Resources.RootKey.Properties.Source.SourceIdentifier`,
      },
    ],
  });
  const output = join(folder, "problems.json");
  expect(await lint([path], { json: true, output })).toEqual({ code: 1, out: "", err: "" });
  expect(readFileSync(output, "utf8")).toBe(out);
});

test("prints SARIF whose rules link to their pages", async () => {
  const { out } = await lint([write("a.yaml", BROKEN)], { format: "sarif" });
  expect(JSON.parse(out)).toMatchObject({
    version: "2.1.0",
    runs: [
      { tool: { driver: { rules: [{ id: "RW3162", helpUri: expect.stringContaining("docs.aws.amazon.com") }] } } },
    ],
  });
});

describe("with the previous manifest", () => {
  const rule = { name: "iam-root-access-key-check", logicalId: "RootKey" };

  test("finds what was renamed, unless the manifest beside the pack tells of it", async () => {
    const previous = write("before/manifest.json", JSON.stringify({ rules: [{ ...rule, name: "root-key" }] }));
    const path = write("now/conformance-pack.yaml", SOUND);
    expect(await lint([path], { previous })).toMatchObject({ code: 1, out: expect.stringContaining("RW3145") });
    write("now/manifest.json", JSON.stringify({ rules: [{ ...rule, previousNames: ["root-key"] }] }));
    expect(await lint([path], { previous })).toMatchObject({ code: 0 });
  });

  test.each([
    ["no JSON", "{", "RW6202"],
    ["no manifest", "{}", "RW6202"],
  ])("refuses %s", async (_what, text, code) => {
    const previous = write("manifest.json", text);
    await expect(lint([write("a.yaml", SOUND)], { previous })).rejects.toMatchObject({ code });
  });

  test("refuses one that is not there", async () => {
    const previous = join(folder, "none.json");
    await expect(lint([write("a.yaml", SOUND)], { previous })).rejects.toMatchObject({ code: "RW5003" });
  });
});
