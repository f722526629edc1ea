import { shown } from "../../core/json.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import type { Uses } from "./intrinsics.ts";
import { LINT_LIMITS } from "./limits.ts";
import { kindOf, memberOf, under, type MapNode, type PackNode } from "./node.ts";
import type { PackModel } from "./pack-model.ts";
import { nearest } from "./report.ts";
import { callOf, checkKeys } from "./values.ts";

const KEYS = [
  "Type",
  "Default",
  "Description",
  "AllowedValues",
  "AllowedPattern",
  "ConstraintDescription",
  "NoEcho",
  "MinLength",
  "MaxLength",
  "MinValue",
  "MaxValue",
];
const OTHER_TYPES = /^(Number|CommaDelimitedList|List<[A-Za-z0-9:]+>|AWS::[A-Za-z0-9:]+(<[A-Za-z0-9:<>]+>)?)$/;

/** Checks the section Parameters. */
export function checkParameters(pack: PackModel, uses: Uses): void {
  const { report, parameters, resources } = pack;
  const most = LINT_LIMITS.packParameters;
  const beyond = [...parameters.values()][most];
  if (beyond) {
    report(
      LINT_ERRORS.PARAMETERS_TOO_MANY,
      beyond,
      `The pack has ${parameters.size} parameters; AWS Config takes ${most}.`,
    );
  }
  for (const [name, node] of parameters) {
    checkName(name, node, pack);
    if (!uses.parameters.has(name))
      report(LINT_ERRORS.PARAMETER_UNUSED, node, `Nothing refers to the parameter ${name}.`);
    if (resources.has(name)) {
      report(LINT_ERRORS.LOGICAL_ID, node, `${name} is the name of a parameter and of a resource.`);
    }
    if (node.kind === "map") checkParameter(name, node, pack);
    else if (node.kind !== "opaque") {
      report(LINT_ERRORS.VALUE_KIND, node, `Parameter ${name} is a mapping; this is ${kindOf(node)}.`);
    }
  }
}

function checkName(name: string, node: PackNode, { report }: PackModel): void {
  if (!/^[A-Za-z0-9]+$/.test(name)) {
    const hint = "Name it with letters and digits only.";
    report(LINT_ERRORS.PARAMETER_INVALID, node, `${shown(name)} is no name for a parameter.`, hint);
  }
  if (name.length > LINT_LIMITS.packParameterNameLength) {
    report(LINT_ERRORS.PARAMETER_TOO_LONG, node, `The parameter's name has ${name.length} characters.`);
  }
}

function checkParameter(name: string, node: MapNode, pack: PackModel): void {
  checkKeys(node, KEYS, `Parameter ${name}`, pack);
  checkType(name, node, pack);
  const fallback = memberOf(node, "Default");
  if (fallback) checkDefault(name, fallback, node, pack);
}

function checkType(name: string, node: MapNode, { report }: PackModel): void {
  const type = memberOf(node, "Type");
  if (type === undefined) {
    report(LINT_ERRORS.PARAMETER_INVALID, under(node, "Type"), `Parameter ${name} has no Type.`, "Add Type: String.");
  } else if (type.kind !== "scalar" || (type.text !== "String" && !OTHER_TYPES.test(type.text))) {
    const text = type.kind === "scalar" ? shown(type.text) : kindOf(type);
    const hint = type.kind === "scalar" ? nearest(type.text, ["String", "Number", "CommaDelimitedList"]) : "";
    report(LINT_ERRORS.PARAMETER_INVALID, type, `The Type of ${name} is none that CloudFormation has: ${text}.`, hint);
  } else if (type.text !== "String") {
    report(LINT_ERRORS.PARAMETER_TYPE_UNSURE, type, `Parameter ${name} is of the type ${type.text}.`);
  }
}

function checkDefault(name: string, fallback: PackNode, node: MapNode, { report }: PackModel): void {
  if (fallback.kind === "opaque") return;
  if (fallback.kind !== "scalar") {
    const call = callOf(fallback);
    const what = call ? `${call.name}, which parameters cannot use` : kindOf(fallback);
    report(LINT_ERRORS.PARAMETER_INVALID, fallback, `The Default of ${name} is ${what}.`, "Write the value itself.");
    return;
  }
  const { length } = fallback.text;
  if (length > LINT_LIMITS.packParameterLength) {
    report(LINT_ERRORS.PARAMETER_TOO_LONG, fallback, `The Default of ${name} has ${length} characters.`);
  }
  const allowed = memberOf(node, "AllowedValues");
  if (allowed?.kind !== "list" || allowed.items.length === 0) return;
  const texts = allowed.items.map((item) => (item.kind === "scalar" ? item.text : undefined));
  if (texts.includes(fallback.text) || texts.includes(undefined)) return;
  const message = `The Default of ${name}, ${shown(fallback.text)}, is none of its AllowedValues.`;
  report(LINT_ERRORS.PARAMETER_INVALID, fallback, message, `It takes ${texts.map(shown).join(", ")}.`);
}
