// Makes packages/catalog/src/generated/* from packages/catalog/facts/*.json:
//   node scripts/catalog/generate.mjs            writes what changed
//   node scripts/catalog/generate.mjs --check    writes nothing, fails when something is stale
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { generateControls } from "./generate-controls.mjs";
import { generateManagedRules } from "./generate-managed-rules.mjs";
import { generateResourceTrees } from "./generate-resource-trees.mjs";
import { generateResourceTypes } from "./generate-resource-types.mjs";
import { generateRunbooks } from "./generate-runbooks.mjs";

const ROOT = new URL("../../", import.meta.url);
const FACTS = "packages/catalog/facts/";
const GENERATED = "packages/catalog/src/generated/";

/** @typedef {import("./generate-controls.mjs").ControlFacts & { readonly namesOnly: readonly string[] }} FactsFile */

/** @param {string} file @returns {FactsFile} */
function readFacts(file) {
  return JSON.parse(readFileSync(new URL(FACTS + file, ROOT), "utf8"));
}

/**
 * Makes every generated file of the catalogue, without writing it.
 *
 * @returns {Map<string, string>} Text by path, from the repository's root.
 */
export function generateCatalog() {
  const runbooks = readFacts("runbooks.json");
  const resourceTypes = readFacts("resource-types.json");
  const files = [
    ...generateResourceTypes(resourceTypes.records),
    ...generateResourceTrees(resourceTypes.records),
    ...generateManagedRules(readFacts("managed-rules.json").records),
    ...generateRunbooks(runbooks.records, runbooks.namesOnly),
    ...generateControls(readFacts("controls.json")),
  ];
  return new Map(files.map(([name, text]) => [GENERATED + name, text]));
}

/** @param {ReadonlyMap<string, string>} files @returns {string[]} Paths that are missing, differ, or are no longer made. */
function stalePaths(files) {
  const directory = new URL(GENERATED, ROOT);
  const present = existsSync(directory) ? readdirSync(directory).map((name) => GENERATED + name) : [];
  const differing = [...files].filter(
    ([path, text]) => !present.includes(path) || readFileSync(new URL(path, ROOT), "utf8") !== text,
  );
  return [...differing.map(([path]) => path), ...present.filter((path) => !files.has(path))];
}

function main() {
  const files = generateCatalog();
  const stale = stalePaths(files);
  if (process.argv.includes("--check")) {
    if (stale.length === 0) return;
    console.error(`Stale: ${stale.join(", ")}. Run: node scripts/catalog/generate.mjs`);
    process.exitCode = 1;
    return;
  }
  for (const path of stale) {
    const text = files.get(path);
    const url = new URL(path, ROOT);
    mkdirSync(dirname(fileURLToPath(url)), { recursive: true });
    if (text === undefined) rmSync(url);
    else writeFileSync(url, text);
    console.log(text === undefined ? `removed ${path}` : `${path}: ${text.length} characters`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
