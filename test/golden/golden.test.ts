import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import type { CheckResult } from "@rulewright/sdk";
import { parseCheckResult } from "../support/contracts.ts";
import { ROOT, rulewright } from "../support/rulewright.ts";

const GOLDEN = join(ROOT, "test/golden/sample-account.json");
const UPDATE = "RULEWRIGHT_UPDATE_GOLDEN";

/** A result without what changes from run to run, an evaluation a line, so that a diff shows verdicts. */
function toGolden({ version, evaluations, errors, summary, rules }: CheckResult): string {
  const list = (values: readonly object[]) => values.map((value) => `    ${JSON.stringify(value)}`).join(",\n");
  return [
    "{",
    `  "version": ${version},`,
    `  "evaluations": [\n${list(evaluations)}\n  ],`,
    `  "errors": [\n${list(errors)}\n  ],`,
    `  "summary": ${JSON.stringify(summary)},`,
    `  "rules": [\n${list(rules)}\n  ]`,
    "}\n",
  ].join("\n");
}

/** Lines of one text that the other does not have, as a diff marks them. */
function differences(before: string, after: string): string[] {
  const lines = (text: string) => text.split("\n").map((line) => line.replace(/,$/, ""));
  const [old, now] = [new Set(lines(before)), new Set(lines(after))];
  return [
    ...[...old].filter((line) => !now.has(line)).map((line) => `- ${line.trim()}`),
    ...[...now].filter((line) => !old.has(line)).map((line) => `+ ${line.trim()}`),
  ];
}

test("all rules judge the sample account as they did", async () => {
  const { stdout } = await rulewright(["check", "examples/sample-account", "--json"]);
  const now = toGolden(parseCheckResult(stdout));
  if (process.env[UPDATE]) await writeFile(GOLDEN, now);
  const before = await readFile(GOLDEN, "utf8").catch(() => "");
  if (now === before) return;
  const found = differences(before, now);
  const shown = found.length > 20 ? [...found.slice(0, 20), `… and ${found.length - 20} more lines`] : found;
  throw new Error(
    [
      "The verdicts on examples/sample-account are not those of test/golden/sample-account.json.",
      "A change of verdict on unchanged input is a breaking change. If it is meant, run `npm run golden`,",
      "commit the file and explain its diff in the pull request.",
      "",
      ...shown,
    ].join("\n"),
  );
});

test("the golden result is itself a result of this contract, with findings and an error in it", async () => {
  const text = await readFile(GOLDEN, "utf8");
  const missing = `{ "tool": "rulewright 0.0.0", "generatedAt": "2026-01-01T00:00:00Z", "rulesHash": "${"0".repeat(64)}",`;
  const { summary, evaluations } = parseCheckResult(text.replace("{", missing));
  expect(new Set(evaluations.map((each) => each.rule)).size).toBe(6);
  expect(summary).toMatchObject({ nonCompliant: 21, compliant: 50, notApplicable: 1, undetermined: 0, errors: 1 });
});
