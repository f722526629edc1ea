// Makes everything that is derived: catalogue types and data, the rules' barrel and README tables, the packs' YAML.
// `--check` writes nothing and names what is stale. Needs a build (`npm run build`) for the packs.
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { generateCatalog } from "./catalog/generate.mjs";
import { generateErrors } from "./errors/generate.mjs";
import { generatePacks } from "./packs/generate.mjs";
import { generateReports } from "./reports/generate.mjs";
import { generateRules } from "./rules/generate.mjs";

const check = process.argv.includes("--check");
const made = new Map([
  ...(await generateCatalog()),
  ...(await generateRules()),
  ...(await generatePacks()),
  ...(await generateReports()),
  ...(await generateErrors()),
]);
const stale = [];
// a pack that is gone leaves its files behind
for (const name of await readdir("conformance-packs")) {
  const path = `conformance-packs/${name}`;
  if (!/\.(yaml|coverage\.md)$/.test(name) || made.has(path)) continue;
  stale.push(path);
  if (!check) await rm(path);
}
for (const [path, text] of made) {
  const present = await readFile(path, "utf8").catch(() => undefined);
  if (present === text) continue;
  stale.push(path);
  if (check) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
const verb = check ? "stale" : "written";
for (const path of stale) console.log(`${verb}: ${path}`);
console.log(`${made.size} derived files, ${stale.length} ${verb}.`);
if (check && stale.length > 0) {
  console.error("Run `npm run generate` and commit the result.");
  process.exitCode = 1;
}
