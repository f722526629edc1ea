// Makes docs/errors.md from the tables of error codes in packages/*/src/**/*.ts. Needs a build: the tables are read from
// the compiled modules beside them.
//   node scripts/errors/generate.mjs            writes what changed
//   node scripts/errors/generate.mjs --check    writes nothing, fails when it is stale
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";

const ROOT = new URL("../../", import.meta.url);
const PATH = "docs/errors.md";
const TABLE = /^export const (\w+_ERRORS) = /gm;

/** What the first digits say; a code belongs to the longest that it begins with. */
const ROOMS = new Map([
  ["RW1", "Definitions and parameters"],
  ["RW2", "In Lambda"],
  ["RW3", "Packs and templates"],
  ["RW4", "Publishing"],
  ["RW5", "The command line"],
  ["RW6", "Items, inputs and offline evaluation"],
  ["RW7", "Reports"],
  ["RW8", "Testing"],
  ["RW9", "The catalogue"],
]);

/** @typedef {{ readonly code: string, readonly name: string, readonly hint: string }} ErrorRow */

/**
 * Makes the page of all error codes, without writing it.
 *
 * @returns {Promise<Map<string, string>>} Text by path, from the repository's root.
 */
export async function generateErrors() {
  const rows = await errorRows();
  const options = await resolveConfig(fileURLToPath(new URL(PATH, ROOT)));
  return new Map([[PATH, await format(page(rows), { ...options, parser: "markdown" })]]);
}

/** @returns {Promise<ErrorRow[]>} Every code once, in order. */
async function errorRows() {
  /** @type {Map<string, ErrorRow>} */
  const rows = new Map();
  for (const { module, tables } of tableModules()) {
    const exported = await import(new URL(module, ROOT).href);
    for (const table of tables) {
      for (const [key, { code, hint }] of Object.entries(exported[table])) {
        rows.set(code, { code, hint, name: key.toLowerCase().replaceAll("_", " ") });
      }
    }
  }
  return [...rows.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** @returns {{ readonly module: string, readonly tables: string[] }[]} Compiled modules and the tables they export. */
function tableModules() {
  const packages = readdirSync(new URL("packages/", ROOT)).map((name) => `packages/${name}/src/`);
  const sources = packages.flatMap((folder) =>
    readdirSync(new URL(folder, ROOT), { recursive: true })
      .map((path) => folder + String(path).replaceAll("\\", "/"))
      .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts")),
  );
  return sources.sort().flatMap((path) => {
    const tables = [...readFileSync(new URL(path, ROOT), "utf8").matchAll(TABLE)].map((match) => String(match[1]));
    return tables.length > 0 ? [{ module: path.replace("/src/", "/dist/").replace(/\.ts$/, ".js"), tables }] : [];
  });
}

/** @param {readonly ErrorRow[]} rows @returns {string} */
function page(rows) {
  const sections = [...ROOMS].flatMap(([prefix, title]) => {
    const own = rows.filter(({ code }) => code.startsWith(prefix));
    if (own.length === 0) return [];
    const lines = own.map(({ code, name, hint }) => `| \`${code}\` | ${name} | ${escaped(hint)} |`);
    return [`## ${title}\n`, "| code | what | what to do |", "| --- | --- | --- |", ...lines, ""];
  });
  return [
    "# Error codes",
    "",
    "<!-- Generated from the tables in packages/*/src. Do not edit. -->",
    "",
    "A code never changes its meaning. The command line prints code, sentence and what to do; results, log lines and",
    "thrown errors carry the code. Codes that are no `RW…` are those of AWS (`AccessDenied`) or of the system (`ENOENT`).",
    "",
    ...sections,
  ].join("\n");
}

/** @param {string} hint @returns {string} A cell's text. */
function escaped(hint) {
  // outside of code, Markdown would take <…> for HTML
  const parts = hint.split("`");
  return parts
    .map((part, index) => (index % 2 === 0 ? part.replaceAll("<", "&lt;") : part))
    .join("`")
    .replaceAll("|", "\\|");
}

async function main() {
  for (const [path, text] of await generateErrors()) {
    const url = new URL(path, ROOT);
    if (readPresent(url) === text) continue;
    if (process.argv.includes("--check")) {
      console.error(`Stale: ${path}. Run: node scripts/errors/generate.mjs`);
      process.exitCode = 1;
    } else {
      writeFileSync(url, text);
      console.log(`${path}: ${text.length} characters`);
    }
  }
}

/** @param {URL} url @returns {string | undefined} */
function readPresent(url) {
  try {
    return readFileSync(url, "utf8");
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
