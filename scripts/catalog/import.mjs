// Writes packages/catalog/facts/*.json from a folder of source catalogues:
//   node scripts/catalog/import.mjs DIR [--date YYYY-MM-DD]
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { importControls } from "./import-controls.mjs";
import { importManagedRules } from "./import-managed-rules.mjs";
import { importResourceTypes } from "./import-resource-types.mjs";
import { importRunbooks } from "./import-runbooks.mjs";
import { PROVENANCE } from "./provenance.mjs";
import { fail, readSource } from "./source.mjs";

const FACTS = new URL("../../packages/catalog/facts/", import.meta.url);

/**
 * Writes JSON with one record a line, so that a diff shows which records changed.
 *
 * @param {{ readonly [key: string]: unknown }} content
 * @returns {string}
 */
function toText(content) {
  const members = Object.entries(content).map(([key, value]) => `${JSON.stringify(key)}: ${toValueText(value, "")}`);
  return `{\n${members.join(",\n")}\n}\n`;
}

/** @param {unknown} value @param {string} indent @returns {string} */
function toValueText(value, indent) {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  const lines = value.map((entry) => `${indent}  ${toRecordText(entry, `${indent}  `)}`);
  return `[\n${lines.join(",\n")}\n${indent}]`;
}

/** @param {unknown} record @param {string} indent @returns {string} */
function toRecordText(record, indent) {
  if (typeof record !== "object" || record === null || !("records" in record)) return JSON.stringify(record);
  const { records, ...about } = record; // a framework: its own records stand one a line too
  return `${JSON.stringify(about).slice(0, -1)},"records":${toValueText(records, indent)}}`;
}

/**
 * Makes every facts file, without writing it.
 *
 * @param {string} directory - Holds resource-types.json, managed-rules.json, runbooks.json, controls.json.
 * @param {string} importedOn
 * @returns {Map<string, string>} Text by file name.
 */
export function importFacts(directory, importedOn) {
  const importers = {
    "resource-types.json": importResourceTypes,
    "managed-rules.json": importManagedRules,
    "runbooks.json": importRunbooks,
    "controls.json": importControls,
  };
  return new Map(
    Object.entries(importers).map(([file, importer]) => {
      const { counts, ...facts } = importer(readSource(directory, file));
      return [file, toText({ provenance: PROVENANCE[file], importedOn, counts, ...facts })];
    }),
  );
}

function main() {
  const [directory, flag, date] = process.argv.slice(2);
  if (directory === undefined || (flag !== undefined && flag !== "--date"))
    fail("Usage: node scripts/catalog/import.mjs DIR [--date YYYY-MM-DD]");
  const importedOn = date ?? new Date().toISOString().slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(importedOn)) fail(`"${importedOn}" is not a date of the form YYYY-MM-DD.`);
  for (const [file, text] of importFacts(directory, importedOn)) {
    writeFileSync(new URL(file, FACTS), text);
    console.log(`${file}: ${text.length} characters`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
