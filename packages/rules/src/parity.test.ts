import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { isRule } from "@rulewright/sdk";
import * as barrel from "./index.ts";

const SOURCES = join(process.cwd(), "packages/rules/src");
const NO_RULES: ReadonlySet<string> = new Set(["shared"]);
const exported = new Map<string, unknown>(Object.entries(barrel));

const folders = readdirSync(SOURCES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !NO_RULES.has(entry.name))
  .map((entry) => entry.name);

function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_hyphen, letter: string) => letter.toUpperCase());
}

describe.each(folders)("%s", (folder) => {
  test.each(["rule.ts", "rule.test.ts", "README.md"])("has a %s", (file) => {
    expect(existsSync(join(SOURCES, folder, file))).toBe(true);
  });

  test("has the generated tables and a heading of its name in its README", () => {
    const readme = readFileSync(join(SOURCES, folder, "README.md"), "utf8");
    expect(readme.startsWith(`# ${folder}\n`)).toBe(true);
    expect(readme).toMatch(/^<!-- generated:rule -->$[^]+\|[^]+^<!-- \/generated:rule -->$/m);
  });

  test("is exported under its camel-cased name, and named like its folder", () => {
    const rule = exported.get(camelCase(folder));
    expect(isRule(rule) && rule.name).toBe(folder);
  });
});

test("nothing else is exported", () => {
  expect([...exported.keys()].toSorted()).toEqual(folders.map(camelCase).toSorted());
});

test("no two rules have the same name, of now or of before", () => {
  const names = [...exported.values()].filter(isRule).flatMap((rule) => [rule.name, ...(rule.previousNames ?? [])]);
  expect(names).toHaveLength(new Set(names).size);
});
