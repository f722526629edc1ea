// The tables about a rule in its README. Everything here is pure: equal rules give equal text.

/** @typedef {import("../../packages/sdk/src/core/index.ts").AnyRule} AnyRule */
/** @typedef {import("../../packages/sdk/src/core/index.ts").ParameterSpec} ParameterSpec */
/** @typedef {import("../../packages/sdk/src/core/index.ts").RunbookValue} RunbookValue */

/**
 * What the tables need from packages that are TypeScript.
 *
 * @typedef {object} Words
 * @property {(rule: AnyRule) => "global" | "regional"} scopeOf
 * @property {(spec: ParameterSpec) => string} allowedForm
 * @property {(id: string) => { readonly title?: string } | undefined} findControl
 */

/** @type {Readonly<Record<string, string>>} */
const EVERY = {
  One_Hour: "every hour",
  Three_Hours: "every 3 hours",
  Six_Hours: "every 6 hours",
  Twelve_Hours: "every 12 hours",
  TwentyFour_Hours: "every 24 hours",
};

/** @type {Readonly<Record<"global" | "regional", string>>} */
const SCOPES = { global: "global: reports once per account", regional: "regional: reports in every Region" };

/**
 * Writes all tables about a rule as Markdown; those with nothing to say are left out.
 *
 * @param {AnyRule} rule
 * @param {Words} words
 * @returns {string}
 */
export function ruleTables(rule, words) {
  const tables = [
    factTable(rule, words),
    parameterTable(rule, words),
    controlTable(rule, words),
    permissionTable(rule),
  ];
  return [...tables, ...remediation(rule)].filter((text) => text !== "").join("\n\n");
}

/** @param {AnyRule} rule @param {Words} words */
function factTable(rule, { scopeOf }) {
  const replaced = codes(rule.replaces ?? []);
  return table(
    ["Fact", "Value"],
    [
      ["Resource types", codes(rule.resourceTypes)],
      ["Judged", trigger(rule)],
      ["Scope", SCOPES[scopeOf(rule)]],
      ...(rule.regions ? [["Regions", codes(rule.regions)]] : []),
      ["Severity", rule.severity],
      ...(replaced === "" ? [] : [["Stands in for", replaced]]),
    ],
  );
}

/** @param {AnyRule} rule */
function trigger({ kind, schedule }) {
  const every = schedule === undefined ? "" : (EVERY[schedule] ?? schedule);
  if (kind === "periodic-rule") return every;
  return ["when a configuration item changes", every].filter((text) => text !== "").join(", and ");
}

/** @param {AnyRule} rule @param {Words} words */
function parameterTable({ parameters = {} }, { allowedForm }) {
  const rows = Object.entries(parameters).map(([name, spec]) => [
    code(name),
    allowedForm(spec),
    defaultOf(spec),
    spec.description,
  ]);
  return table(["Parameter", "Allowed", "Default", "Description"], rows);
}

/** @param {ParameterSpec} spec */
function defaultOf(spec) {
  if (spec.default === undefined) return spec.required ? "none: required" : "none: optional";
  return spec.secret ? "(secret)" : code(String(spec.default)); // a list as on the wire, with commas
}

/** @param {AnyRule} rule @param {Words} words */
function controlTable({ controls = [] }, { findControl }) {
  return table(
    ["Control", "What it asks"],
    controls.map((id) => [code(id), findControl(id)?.title ?? ""]),
  );
}

/** @param {AnyRule} rule */
function permissionTable({ permissions = [], remediation: repair }) {
  const ofRule = permissions.map((action) => [code(action), "the rule", code("*")]);
  const ofRunbook = (repair?.permissions ?? []).flatMap(({ actions, resources }) =>
    actions.map((action) => [code(action), "the runbook", codes(resources)]),
  );
  return table(["IAM action", "Needed by", "Resources"], [...ofRule, ...ofRunbook]);
}

/** @param {AnyRule} rule */
function remediation({ remediation: repair }) {
  if (!repair) return [];
  const rows = Object.entries(repair.parameters).map(([name, value]) => [code(name), runbookValue(value)]);
  const { runbook } = repair;
  const what =
    typeof runbook === "string"
      ? `Remediation by the runbook ${code(runbook)}:`
      : `Remediation by a runbook of the rule's own: ${runbook.description}`;
  return [what, table(["Runbook parameter", "Value"], rows)];
}

/** @param {RunbookValue} value */
function runbookValue(value) {
  if (typeof value === "object" && "~resourceId" in value) return "the id of the resource";
  if (typeof value === "object" && "~parameter" in value) return `the rule's ${code(value["~parameter"])}`;
  return code(String(value));
}

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows @returns {string} Empty without rows. */
function table(head, rows) {
  if (rows.length === 0) return "";
  const lines = [head, head.map(() => "---"), ...rows.map((row) => row.map(escaped))];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** @param {readonly string[]} texts */
function codes(texts) {
  return texts.map(code).join(", ");
}

/** @param {string} text */
function code(text) {
  return `\`${text}\``;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
}
