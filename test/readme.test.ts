import { readFileSync } from "node:fs";
import { readFile, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { contract, parseCheckResult } from "./support/contracts.ts";
import { ROOT, rulewright, runNode } from "./support/rulewright.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const README = readFileSync(join(ROOT, "README.md"), "utf8");

/** The fenced blocks of a language. */
const blocks = (language: string) =>
  [...README.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map((match) => match[1] ?? "");

const [RULE = "", PACK = ""] = blocks("ts");

describe("the rule and the pack", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await temporaryFolder({
      "my-rule.ts": RULE,
      "my.pack.ts": PACK,
      "tsconfig.json": JSON.stringify({
        compilerOptions: { module: "NodeNext", target: "ES2023", strict: true, noEmit: true, types: ["node"] },
      }),
      "package.json": '{ "type": "module" }',
    });
    await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  });

  test("are short", () => {
    expect(RULE.trimEnd().split("\n").length).toBeLessThanOrEqual(20);
    expect(PACK.trimEnd().split("\n").length).toBeLessThanOrEqual(15);
  });

  test("compile as they stand, and a typo in them does not", async () => {
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    expect(await runNode([tsc, "-p", "."], { cwd: folder })).toEqual({ code: 0, stdout: "", stderr: "" });
    const typo = await temporaryFolder({
      "my-rule.ts": RULE.replace("configuration.KmsMasterKeyId", "configuration.KmsMasterKeyID"),
      "tsconfig.json": await readFile(join(folder, "tsconfig.json"), "utf8"),
      "package.json": '{ "type": "module" }',
    });
    await symlink(join(ROOT, "node_modules"), join(typo, "node_modules"));
    const ran = await runNode([tsc, "-p", "."], { cwd: typo });
    expect(ran.stdout).toMatch(/my-rule\.ts\(\d+,\d+\): error .*KmsMasterKeyID/);
  });

  test("run: the rule on the sample account, the pack through synth", async () => {
    const checked = await rulewright([
      "check",
      "examples/sample-account",
      "--rules",
      join(folder, "my-rule.ts"),
      "--json",
    ]);
    const { evaluations, errors } = parseCheckResult(checked.stdout);
    expect(new Set(evaluations.map((each) => each.rule))).toEqual(new Set(["sns-topic-kms-encrypted"]));
    expect(new Set(evaluations.map((each) => each.complianceType))).toEqual(new Set(["COMPLIANT", "NON_COMPLIANT"]));
    expect(errors).toEqual([]);
    const synth = await rulewright(["synth", "my.pack.ts", "--out", "dist"], { cwd: folder });
    expect(synth).toMatchObject({ code: 0, stderr: "" });
    for (const [, path = ""] of README.matchAll(/^\| (`[a-z][^|]+\.(?:yaml|mjs|json)`.*?) \|/gm)) {
      for (const [, name = ""] of path.matchAll(/`([^`]+)`/g)) {
        expect((await stat(join(folder, "dist/my-baseline", name))).isFile()).toBe(true);
      }
    }
  });
});

describe("the commands", () => {
  const lines = blocks("sh").flatMap((block) =>
    block
      .trim()
      .split("\n")
      .flatMap((line) => line.split(" && ")),
  );

  test("of npm are scripts of the repository", () => {
    const { scripts } = contract<{ readonly scripts: object }>({ type: "object", required: ["scripts"] })(
      readFileSync(join(ROOT, "package.json"), "utf8"),
    );
    const named = lines
      .flatMap((line) => /^npm (?:run )?([\w-]+)/.exec(line)?.[1] ?? [])
      .filter((name) => name !== "ci");
    expect(named).toEqual(expect.arrayContaining(["demo", "test"]));
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });

  test("of rulewright exist, with the flags that are shown", async () => {
    const shown = [...lines, ...[...README.matchAll(/`(rulewright [^`]+)`/g)].map((match) => match[1] ?? "")];
    const commands = shown.flatMap((line) => {
      const name = /^(?:npx )?rulewright ([a-z]+)/.exec(line)?.[1];
      return name === undefined ? [] : [{ name, flags: line.match(/--[a-z-]+/g) ?? [] }];
    });
    const { stdout } = await rulewright(["--help"]);
    const known = [...stdout.matchAll(/^ {2}([a-z]+) \[/gm)].map(([, name]) => name).filter((name) => name !== "help");
    expect(commands.map((command) => command.name)).toEqual(expect.arrayContaining(known));
    const names = [...new Set(commands.map((command) => command.name))];
    const helps = await Promise.all(names.map((name) => rulewright([name, "--help"])));
    for (const { name, flags } of commands) {
      const help = helps[names.indexOf(name)];
      expect(help?.stdout).toContain(`Usage: rulewright ${name} `);
      for (const flag of flags) expect(help?.stdout).toContain(`${flag} `);
    }
  });
});

test("every link to a file of the repository leads to one", async () => {
  const targets = [...README.matchAll(/\]\(([^)#]+)/g)].flatMap(([, target = ""]) =>
    target.includes("://") ? [] : [target],
  );
  expect(targets.length).toBeGreaterThan(5);
  for (const target of targets) {
    expect([
      target,
      await stat(join(ROOT, target)).then(
        () => true,
        () => false,
      ),
    ]).toEqual([target, true]);
  }
});
