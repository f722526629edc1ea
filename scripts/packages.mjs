// Packs every package and uses the tarballs as a stranger would: publint, attw, and a project outside the repository
// that holds only them, @types/node and TypeScript (5.9 and 7), type-checks with skipLibCheck off and runs the bin.
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const PACKAGES = ["catalog", "sdk", "testing", "reports", "rules", "cli"];
const TYPESCRIPTS = { typescript5: "npm:typescript@5.9.3", typescript7: "npm:typescript@7.0.2" };

/** Touches every entry point, so that all declarations are checked. */
const USES = `
import { isRule, type CheckResult } from "@rulewright/sdk";
import { check } from "@rulewright/sdk/evaluation";
import { readItem } from "@rulewright/sdk/items";
import { createHandler } from "@rulewright/sdk/runtime";
import { toTable } from "@rulewright/reports";
import { findControl } from "@rulewright/catalog/controls";
import * as rules from "@rulewright/rules";
import { casesFor, changeEvent, createAwsEndpoint } from "@rulewright/testing";
export const all: readonly unknown[] = [isRule, check, readItem, createHandler, toTable, findControl, rules, casesFor, changeEvent, createAwsEndpoint];
export type Result = CheckResult;
`;

const folder = await mkdtemp(join(tmpdir(), "rulewright-packages-"));
try {
  const tarballs = PACKAGES.map((name) => pack(name));
  for (const { name, file } of tarballs) {
    run("npx", ["publint", "run", file, "--strict"]);
    // the bin has no types, and no entry point
    if (name !== "cli")
      run("npx", ["attw", file, "--profile", "esm-only", "--format", "ascii", "--no-emoji"], { quiet: true });
  }
  await useThem(tarballs);
  console.log(`${tarballs.length} packages pack, install, type-check and run.`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

function pack(name) {
  const answer = run(
    "npm",
    ["pack", `./packages/${name}`, "--ignore-scripts", "--json", "--pack-destination", folder],
    { quiet: true },
  );
  const parsed = JSON.parse(answer);
  const [packed] = Array.isArray(parsed) ? parsed : Object.values(parsed);
  const strays = packed.files.map((file) => file.path).filter((path) => /\.test\.|fixtures|tsbuildinfo/.test(path));
  if (strays.length > 0) throw new Error(`${name} would publish ${strays.join(", ")}`);
  console.log(`${packed.name}: ${packed.files.length} files, ${(packed.size / 1024).toFixed(0)} KiB packed`);
  return { name, packageName: packed.name, file: join(folder, packed.filename) };
}

async function useThem(tarballs) {
  const project = join(folder, "project");
  await mkdir(project);
  const dependencies = Object.fromEntries(tarballs.map(({ packageName, file }) => [packageName, `file:${file}`]));
  const manifest = {
    name: "stranger",
    private: true,
    type: "module",
    dependencies: { ...dependencies, "@types/node": "20.19.43", ...TYPESCRIPTS },
    overrides: dependencies,
  };
  await writeFile(join(project, "package.json"), JSON.stringify(manifest));
  const compilerOptions = {
    module: "NodeNext",
    target: "ES2023",
    strict: true,
    noEmit: true,
    types: ["node"],
    skipLibCheck: false,
  };
  await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  const readme = await readFile("README.md", "utf8");
  const [rule, samplePack] = [...readme.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1]);
  await writeFile(join(project, "my-rule.ts"), rule);
  await writeFile(join(project, "my.pack.ts"), samplePack);
  await writeFile(join(project, "uses.ts"), USES);
  run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: project, quiet: true });
  for (const name of Object.keys(TYPESCRIPTS)) {
    run(process.execPath, [join("node_modules", name, "bin", "tsc"), "-p", "."], {
      cwd: project,
    });
    console.log(`${name} compiles the project.`);
  }
  const bin = join("node_modules", ".bin", "rulewright");
  run(bin, ["rules", "--json"], { cwd: project, quiet: true });
  run(bin, ["synth", "my.pack.ts", "--out", "out"], { cwd: project });
  run(bin, ["check", resolve("examples/sample-account"), "--rules", "my-rule.ts"], { cwd: project, codes: [0, 1, 2] });
}

function run(command, argv, { cwd = process.cwd(), quiet = false, codes = [0] } = {}) {
  try {
    return execFileSync(command, argv, {
      cwd,
      encoding: "utf8",
      stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
    });
  } catch (error) {
    if (codes.includes(error.status)) return "";
    if (quiet) console.error(error.stdout, error.stderr);
    throw new Error(`${command} ${argv.join(" ")} failed in ${cwd}`, { cause: error });
  }
}
