import { header, listLiteral, pick, propertyName } from "./literal.mjs";

/** @typedef {import("./literal.mjs").Facts} Facts */

/** @type {{ readonly [kind: string]: string }} */
const VALUE_TYPES = {
  string: "string",
  integer: "NumberValue",
  number: "NumberValue",
  boolean: "BooleanValue",
  csv: "ListValue",
  map: "string",
};
const KEYS = [
  "identifier",
  "name",
  "docName",
  "cdkName",
  "trigger",
  "resourceTypes",
  "accountWide",
  "regions",
  "parameters",
  "severity",
  "samplePacks",
  "inferred",
  "legacy",
  "placeholder",
];

/** @param {Facts} record @returns {string} */
function entryOf(record) {
  const parameters = /** @type {readonly Facts[] | null} */ (record["parameters"]);
  const name = `  readonly ${record["identifier"]}:`;
  if (parameters === null) return `${name} UnknownParameters;`;
  if (parameters.length === 0) return `${name} EmptyObject;`;
  const members = parameters.map((parameter) => {
    const mark = parameter["required"] === true ? "" : "?";
    return `readonly ${propertyName(String(parameter["name"]))}${mark}: ${VALUE_TYPES[String(parameter["kind"])]}`;
  });
  return `${name} { ${members.join("; ")} };`;
}

/**
 * @param {readonly Facts[]} records
 * @returns {readonly (readonly [string, string])[]} Files by name.
 */
export function generateManagedRules(records) {
  const imports = [
    'import type { BooleanValue, EmptyObject, ListValue, NumberValue, UnknownParameters } from "../model/shapes.ts";',
  ];
  const types = [
    header("managed-rules.json", imports),
    "/**",
    " * Parameters of AWS managed rules, by identifier. A parameter is optional unless a source says it is required.",
    " */",
    "export interface ManagedRules {",
    ...records.map(entryOf),
    "}",
    "",
  ].join("\n");
  const data = [
    header("managed-rules.json", ['import type { ManagedRule } from "../model/managed-rule.ts";']),
    `export const MANAGED_RULES: readonly ManagedRule[] = ${listLiteral(records.map((record) => pick(record, KEYS)))};`,
    "",
  ].join("\n");
  return [
    ["managed-rules.generated.ts", types],
    ["managed-rule-records.generated.ts", data],
  ];
}
