// The bundles that are compared: ours through the command line's own bundler, the floors the same way and as most
// people would (one file, the SDK's whole credential chain).
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { bundleFunction } from "../../packages/cli/dist/bundle/bundle-function.js";
import { ruleModules } from "../../packages/cli/dist/bundle/rule-modules.js";
import { ruleSpecifier } from "../../packages/cli/dist/bundle/single-rule-modules.js";
import { loadPacks } from "../../packages/cli/dist/modules/definitions.js";
import { functionEntry } from "../../packages/sdk/dist/synthesis/index.js";

/** Builds everything into a folder. @returns {Promise<Record<string, {entry: string, bytes: number}>>} By name. */
export async function buildBundles(folder) {
  const { packs, loaded } = await loadPacks(["conformance-packs/security-baseline.pack.ts"], () => undefined);
  const moduleOf = await ruleModules(loaded);
  const entries = packs[0].rules.filter(({ kind }) => kind === "custom");
  const modules = new Map(entries.map((entry) => [entry.name, moduleOf(entry)]));
  const made = {};
  for (const [name, source] of Object.entries({
    ours: functionEntry(entries, (entry) => ruleSpecifier(entry.name)),
    "runtime-only": functionEntry([], () => ""),
    "floor-change": reexport("change"),
    "floor-periodic": reexport("periodic"),
  })) {
    made[name] = await write(join(folder, name), await bundleFunction(source, modules, resolve("scripts/bench")));
  }
  for (const name of ["change", "periodic"])
    made[`plain-floor-${name}`] = await plain(name, join(folder, `plain-floor-${name}`));
  return made;
}

function reexport(name) {
  return `export { handler } from ${JSON.stringify(resolve(`scripts/bench/floor/${name}.mjs`))};`;
}

async function plain(name, folder) {
  const { outputFiles } = await build({
    entryPoints: [`scripts/bench/floor/${name}.mjs`],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node22",
    mainFields: ["module", "main"],
    banner: { js: `import{createRequire}from"node:module";const require=createRequire(import.meta.url);` },
  });
  return write(folder, [{ path: "index.mjs", content: outputFiles[0].contents }]);
}

async function write(folder, files) {
  await mkdir(folder, { recursive: true });
  for (const { path, content } of files) await writeFile(join(folder, path), content);
  return { entry: join(folder, "index.mjs"), bytes: files.reduce((sum, { content }) => sum + content.length, 0) };
}
