import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { ROOT, runNode } from "../support/rulewright.ts";

const FOLDER = "test/authoring";
const lines = readFileSync(join(ROOT, FOLDER, "mistakes.ts"), "utf8").split("\n");

/** A mistake, and the lines of `mistakes.ts` that it takes, from 1. */
interface Mistake {
  readonly number: number;
  readonly what: string;
  readonly from: number;
  readonly to: number;
}

const mistakes: readonly Mistake[] = lines
  .flatMap((line, index) => {
    const [, number, what] = /^\/\/ (\d+) (.+)$/.exec(line) ?? [];
    return number === undefined || what === undefined ? [] : [{ number: Number(number), what, from: index + 1 }];
  })
  .map((mistake, index, all) => ({ ...mistake, to: (all[index + 1]?.from ?? lines.length + 1) - 1 }));

/** One error of the compiler, with the lines that explain it. */
interface Diagnostic {
  readonly file: string;
  readonly line: number;
  /** The words in the source that it points at. */
  readonly at: string;
  readonly message: string;
}

let diagnostics: readonly Diagnostic[];

beforeAll(async () => {
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const ran = await runNode([compiler, "-p", join(FOLDER, "tsconfig.json"), "--pretty", "false"]);
  expect(ran.stderr).toBe("");
  diagnostics = ran.stdout.split(/\n(?=\S)/).map(parseDiagnostic);
}, 120_000);

function parseDiagnostic(text: string): Diagnostic {
  const [, file, line, column, message] = /^(.+?)\((\d+),(\d+)\): (error [^]+?)\s*$/.exec(text) ?? [];
  if (file === undefined || message === undefined) throw new Error(`The compiler said: ${text}`);
  const [at = ""] = /^(?:"[^"]*"|\w+|\S)/.exec((lines[Number(line) - 1] ?? "").slice(Number(column) - 1)) ?? [];
  return { file, line: Number(line), at, message };
}

test("the rules that authors must be able to write compile, and so does everything but the mistakes", () => {
  expect(diagnostics.filter(({ file }) => file !== `${FOLDER}/mistakes.ts`)).toEqual([]);
});

test("mistakes are numbered from 1, and every error belongs to one", () => {
  const numbers = mistakes.map(({ number }) => number);
  expect(numbers).toEqual(numbers.map((_number, index) => index + 1));
  const strays = diagnostics.filter(({ line }) => !mistakes.some(({ from, to }) => from <= line && line <= to));
  expect(strays).toEqual([]);
});

test.each(mistakes)("$number $what", ({ from, to, number }) => {
  const found = diagnostics.filter(({ file, line }) => file.endsWith("mistakes.ts") && from <= line && line <= to);
  expect(found.length).toBeGreaterThan(0);
  expect(found.map(({ at, message }) => `${number}, at ${at}: ${message}`).join("\n")).toMatchSnapshot();
});
