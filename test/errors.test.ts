import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { isObject } from "@rulewright/sdk";
import { ROOT, runNode } from "./support/rulewright.ts";

interface Row {
  readonly table: string;
  readonly key: string;
  readonly code: string;
  readonly hint: string;
}

const TABLE = /^export const (\w+_ERRORS) = /gm;

/** Rows of every table of error codes, wherever a package keeps one. */
async function allRows(): Promise<Row[]> {
  const folders = readdirSync(join(ROOT, "packages")).map((name) => join(ROOT, "packages", name, "src"));
  const paths = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
  );
  const rows: Row[] = [];
  for (const path of paths.filter((each) => each.endsWith(".ts") && !each.endsWith(".test.ts"))) {
    for (const [, table = ""] of readFileSync(path, "utf8").matchAll(TABLE)) {
      const module: unknown = await import(path);
      const entries = isObject(module) && isObject(module[table]) ? Object.entries(module[table]) : [];
      for (const [key, entry] of entries) {
        const { code, hint } = isObject(entry) ? entry : {};
        rows.push({ table, key, code: String(code), hint: String(hint) });
      }
    }
  }
  return rows;
}

const rows = allRows();

describe("the tables of error codes", () => {
  test("are all found", async () => {
    const tables = new Set((await rows).map((row) => row.table));
    expect([...tables]).toEqual(
      expect.arrayContaining(
        ["CORE", "ITEM", "RUNTIME", "EVALUATION", "SYNTHESIS", "CLI", "KIT", "ENDPOINT"].map(
          (name) => `${name}_ERRORS`,
        ),
      ),
    );
  });

  test("give each code once, of the form RWdddd", async () => {
    const keysByCode = new Map<string, Set<string>>();
    for (const { code, key, hint } of await rows) {
      expect(code).toMatch(/^RW\d{4}$/);
      // a table that joins others repeats their rows word by word
      keysByCode.set(code, (keysByCode.get(code) ?? new Set()).add(`${key}: ${hint}`));
    }
    const twice = [...keysByCode].filter(([, keys]) => keys.size > 1).map(([code, keys]) => [code, ...keys]);
    expect(twice).toEqual([]);
  });

  test("give each a hint that is a sentence or a command to type", async () => {
    const bad = (await rows).filter(({ hint }) => !/^[A-Z`a-z].{5,}([.?`]|: .+)$/.test(hint));
    expect(bad).toEqual([]);
  });
});

test("docs/errors.md lists every code with its hint, and is not stale", async () => {
  const page = readFileSync(join(ROOT, "docs/errors.md"), "utf8");
  const listed = new Set([...page.matchAll(/^\| `(RW\d{4})` \|/gm)].map((match) => match[1]));
  expect(listed).toEqual(new Set((await rows).map((row) => row.code)));
  const ran = await runNode(["scripts/errors/generate.mjs", "--check"]);
  expect(ran).toEqual({ code: 0, stdout: "", stderr: "" });
});
