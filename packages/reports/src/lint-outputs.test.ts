import { describe, expect, test } from "@jest/globals";
import type { LintFinding, LintRule } from "./lint-finding.ts";
import { toLintJson } from "./lint-json.ts";
import { toLintSarif } from "./lint-sarif.ts";
import { toLintTable } from "./lint-table.ts";

const source = "https://docs.aws.amazon.com/config/latest/APIReference/API_Source.html";
const rules: Record<string, LintRule> = {
  SCOPE_IGNORED: { code: "RW3176", hint: "Remove it.", severity: "warning", source },
  OWNER: { code: "RW3161", hint: "Write AWS.", severity: "error", source },
  UNUSED: { code: "RW3133", hint: "Use it.", severity: "warning", source },
};
const owner: LintFinding = {
  code: "RW3161",
  message: 'There is no owner "X".',
  path: "my packs/a.yaml: Resources.A.Properties.Source.Owner",
  hint: "Write AWS.",
  severity: "error",
  line: 12,
  column: 9,
  file: "my packs/a.yaml",
  source,
};
const scope: LintFinding = {
  code: "RW3176",
  message: "It only runs on a schedule.",
  path: "b.yaml",
  hint: "Remove it.",
  severity: "warning",
  file: "b.yaml",
};

test("JSON holds version and problems, with what is unknown left out", () => {
  expect(JSON.parse(toLintJson([owner, scope]))).toEqual({ version: 1, problems: [owner, scope] });
  expect(JSON.parse(toLintJson([]))).toEqual({ version: 1, problems: [] });
});

describe("a table", () => {
  test("lists problems file by file, then counts them", () => {
    expect(toLintTable([owner, scope], { color: false, files: 3 }).split("\n")).toEqual([
      "my packs/a.yaml",
      '  12:9  error    RW3161  There is no owner "X".',
      "                         Resources.A.Properties.Source.Owner",
      "                         Write AWS.",
      "",
      "b.yaml",
      "    warning  RW3176  It only runs on a schedule.",
      "                     Remove it.",
      "",
      "1 error, 1 warning in 3 files.",
      "",
    ]);
  });

  test("shows control characters and overrides of its texts", () => {
    const message = "There is no owner \u001B[2J\u202EX.";
    const file = "\u009Ba.yaml";
    const text = toLintTable([{ ...owner, message, file, path: `${file}: \u0007` }], { color: false, files: 1 });
    expect(text).toContain("There is no owner \uFFFD[2J\uFFFDX.");
    expect(text).toMatch(/^\uFFFDa\.yaml\n[^]+\n +\uFFFD\n/);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\u202E]/u);
  });

  test("of no problems says so", () => {
    expect(toLintTable([], { color: true, files: 1 })).toBe("No problems in 1 file.\n");
  });
});

describe("SARIF", () => {
  const sarif = (findings: readonly LintFinding[]): unknown =>
    JSON.parse(toLintSarif(findings, rules, "rulewright 1.2.3"));

  test("names tool, the rules that were broken and their pages", () => {
    expect(sarif([scope, owner])).toMatchObject({
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: {
              name: "rulewright",
              version: "1.2.3",
              rules: [
                { id: "RW3161", name: "Owner", helpUri: source, defaultConfiguration: { level: "error" } },
                { id: "RW3176", name: "ScopeIgnored", helpUri: source, defaultConfiguration: { level: "warning" } },
              ],
            },
          },
          results: [
            { ruleId: "RW3176", ruleIndex: 1, level: "warning" },
            { ruleId: "RW3161", ruleIndex: 0, level: "error" },
          ],
        },
      ],
    });
  });

  test("places a result by file, line and column, and by its keys", () => {
    expect(sarif([owner])).toMatchObject({
      runs: [
        {
          results: [
            {
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: "my%20packs/a.yaml", uriBaseId: "%SRCROOT%" },
                    region: { startLine: 12, startColumn: 9 },
                  },
                  logicalLocations: [{ fullyQualifiedName: "Resources.A.Properties.Source.Owner" }],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  test.each([
    ["/tmp/a.yaml", { uri: "file:///tmp/a.yaml" }],
    ["./a.yaml", { uri: "a.yaml", uriBaseId: "%SRCROOT%" }],
    ["C:\\packs\\a.yaml", { uri: "file:///C:/packs/a.yaml" }],
    ["-", { uri: "stdin" }],
  ])("writes the file %s as a URI", (file, artifactLocation) => {
    const physicalLocation = { artifactLocation };
    const found = sarif([{ ...scope, file }]);
    expect(found).toMatchObject({ runs: [{ results: [{ locations: [{ physicalLocation }] }] }] });
  });
});
