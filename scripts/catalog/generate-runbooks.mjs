import { header, listLiteral, pick, propertyName, unionOf } from "./literal.mjs";

/** @typedef {import("./literal.mjs").Facts} Facts */

/** @type {{ readonly [kind: string]: string }} */
const VALUE_TYPES = { string: "string", integer: "NumberValue", boolean: "BooleanValue", list: "ListValue" };
const KEYS = [
  "name",
  "resourceTypes",
  "parameters",
  "resourceParameter",
  "resourceParameterKind",
  "resourceIdFits",
  "managedRules",
  "supersededBy",
  "notInCurrentDocs",
];
const PARAMETER_KEYS = ["name", "kind", "required", "default", "allowed", "minimum", "maximum", "pattern"];

/** @param {Facts} record @returns {readonly Facts[]} */
function parametersOf(record) {
  return /** @type {readonly Facts[]} */ (record["parameters"]);
}

/** @param {Facts} record @returns {string} */
function entryOf(record) {
  const parameters = parametersOf(record);
  const required = parameters
    .filter((parameter) => parameter["required"] === true)
    .map((parameter) => String(parameter["name"]));
  const members = parameters.map((parameter) => {
    const name = String(parameter["name"]);
    return `readonly ${propertyName(name)}${required.includes(name) ? "" : "?"}: ${VALUE_TYPES[String(parameter["kind"])]}`;
  });
  return [
    `  readonly ${JSON.stringify(record["name"])}: {`,
    `    readonly parameters: { ${members.join("; ")} };`,
    `    readonly required: ${unionOf(required)};`,
    `    readonly resourceTypes: ${unionOf(/** @type {string[]} */ (record["resourceTypes"]))};`,
    ...["resourceParameter", "resourceParameterKind", "resourceIdFits"].map(
      (key) => `    readonly ${key}: ${JSON.stringify(record[key])};`,
    ),
    "  };",
  ].join("\n");
}

/**
 * @param {readonly Facts[]} records
 * @param {readonly string[]} namesOnly
 * @returns {readonly (readonly [string, string])[]} Files by name.
 */
export function generateRunbooks(records, namesOnly) {
  const types = [
    header("runbooks.json", ['import type { BooleanValue, ListValue, NumberValue } from "../model/shapes.ts";']),
    "/**",
    " * Systems Manager Automation runbooks owned by AWS, by name: their parameters, the names of the required ones, the types of",
    " * resource they take (`never` when they take none), the parameter that takes the resource, and whether the `resourceId`",
    " * AWS Config hands over as RESOURCE_ID is what that parameter wants.",
    " */",
    "export interface Runbooks {",
    ...records.map(entryOf),
    "}",
    "",
  ].join("\n");
  const data = records.map((record) => ({
    ...pick(record, KEYS),
    parameters: parametersOf(record).map((parameter) => pick(parameter, PARAMETER_KEYS)),
  }));
  const text = [
    header("runbooks.json", ['import type { Runbook } from "../model/runbook.ts";']),
    `export const RUNBOOKS: readonly Runbook[] = ${listLiteral(data)};`,
    "",
    `export const RUNBOOK_NAMES_ONLY: readonly string[] = ${listLiteral(namesOnly)};`,
    "",
  ].join("\n");
  return [
    ["runbooks.generated.ts", types],
    ["runbook-records.generated.ts", text],
  ];
}
