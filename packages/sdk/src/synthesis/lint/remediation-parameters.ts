import { shown } from "../../core/json.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { LINT_LIMITS } from "./limits.ts";
import { memberOf, under, type MapNode, type PackNode } from "./node.ts";
import type { PackModel, Resource } from "./pack-model.ts";
import { hasPlaceholder, tokenKindOf } from "./tokens.ts";
import { callOf, checkKeys, listsOf, mapsOf, textsOf } from "./values.ts";

/** The parameter that AWS Config demands of automatic remediation, by this very name. */
export const ASSUME_ROLE = "AutomationAssumeRole";

/** Checks the values that a remediation passes to its runbook, whatever the runbook is. */
export function checkRemediationParameters({ id, properties }: Resource, automatic: boolean, pack: PackModel): void {
  const { report } = pack;
  const given = memberOf(properties, "Parameters");
  const all = mapsOf(given, "Parameters", pack);
  if (automatic && (given === undefined || all.some(({ members }) => !members.has(ASSUME_ROLE)))) {
    const place = under(given ?? properties, given ? ASSUME_ROLE : `Parameters.${ASSUME_ROLE}`);
    report(LINT_ERRORS.ROLE, place, `Remediation ${id} is automatic and passes no ${ASSUME_ROLE}.`);
  }
  for (const parameters of all) {
    const { size } = parameters.members;
    if (size > LINT_LIMITS.remediationParameters) {
      const message = `The remediation passes ${size} parameters; AWS Config takes ${LINT_LIMITS.remediationParameters}.`;
      report(LINT_ERRORS.REMEDIATION_PARAMETERS, parameters, message, "Use a runbook with fewer parameters.");
    }
    for (const [name, node] of parameters.members) {
      if (name.length > LINT_LIMITS.remediationParameterNameLength) {
        const hint = "Correct the parameter's name.";
        report(LINT_ERRORS.REMEDIATION_PARAMETERS, node, `A parameter's name has ${name.length} characters.`, hint);
      }
      for (const value of mapsOf(node, `Parameter ${name}`, pack)) checkValue(name, value, pack);
    }
  }
}

function checkValue(name: string, value: MapNode, pack: PackModel): void {
  const { report } = pack;
  checkKeys(value, ["ResourceValue", "StaticValue"], `Parameter ${name}`, pack);
  const resourceValue = memberOf(value, "ResourceValue");
  const staticValue = memberOf(value, "StaticValue");
  if ((resourceValue === undefined) === (staticValue === undefined)) {
    const message = `Parameter ${name} has ${resourceValue ? "both" : "neither"} ResourceValue ${resourceValue ? "and" : "nor"} StaticValue.`;
    report(LINT_ERRORS.REMEDIATION_PARAMETERS, value, message);
  }
  for (const given of mapsOf(resourceValue, "ResourceValue", pack)) checkResourceValue(name, given, pack);
  for (const given of mapsOf(staticValue, "StaticValue", pack)) checkStaticValue(name, given, pack);
}

function checkResourceValue(name: string, given: MapNode, pack: PackModel): void {
  const { report } = pack;
  checkKeys(given, ["Value"], "ResourceValue", pack);
  const value = memberOf(given, "Value");
  if (value === undefined) {
    report(LINT_ERRORS.REMEDIATION_PARAMETERS, under(given, "Value"), `The ResourceValue of ${name} has no Value.`);
  }
  if (name === ASSUME_ROLE) {
    report(LINT_ERRORS.ROLE, given, "The role is not the resource that the rule judged.");
  }
  for (const text of textsOf(value, "Value", pack)) {
    if (text.text === "RESOURCE_ID") continue;
    const hint = "Write RESOURCE_ID, the only value that AWS Config knows of the resource.";
    report(LINT_ERRORS.REMEDIATION_PARAMETERS, text, `There is no resource value ${shown(text.text)}.`, hint);
  }
}

function checkStaticValue(name: string, given: MapNode, pack: PackModel): void {
  const { report } = pack;
  checkKeys(given, ["Values"], "StaticValue", pack);
  const values = memberOf(given, "Values");
  if (values === undefined) {
    report(LINT_ERRORS.REMEDIATION_PARAMETERS, under(given, "Values"), `The StaticValue of ${name} has no Values.`);
  }
  if (name === ASSUME_ROLE && values) refuseFunctions(values, pack);
  for (const list of listsOf(values, "Values", pack)) {
    const most = LINT_LIMITS.staticValues;
    if (list.items.length > most) {
      const message = `Parameter ${name} has ${list.items.length} values; AWS Config takes ${most}.`;
      report(LINT_ERRORS.REMEDIATION_PARAMETERS, list, message, "Pass fewer values.");
    }
    for (const item of list.items) checkText(name, item, pack);
  }
}

function checkText(name: string, item: PackNode, pack: PackModel): void {
  for (const { text, ...place } of textsOf(item, `A value of ${name}`, pack)) {
    const most = LINT_LIMITS.staticValueLength;
    if (text.length < 1 || text.length > most) {
      const message = `A value of ${name} has ${text.length} characters.`;
      pack.report(LINT_ERRORS.REMEDIATION_PARAMETERS, place, message, `Write 1 to ${most} characters.`);
    }
    if (name !== ASSUME_ROLE) continue;
    const token = tokenKindOf(text, pack);
    if (token === "role" || (token === undefined && hasPlaceholder(text))) continue; // the latter is reported elsewhere
    if (token !== undefined) {
      pack.report(LINT_ERRORS.TOKEN_UNKNOWN, place, `${text} is the token of a ${token}, not of a role.`);
    } else if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/.test(text) && place.path.startsWith("Resources.")) {
      pack.report(LINT_ERRORS.ROLE, place, `${shown(text)} is no ARN of a role.`);
    }
  }
}

/** The role's ARN is a literal: AWS Config resolves no functions there. */
function refuseFunctions(node: PackNode, pack: PackModel): void {
  const call = callOf(node);
  if (call) {
    pack.report(LINT_ERRORS.REMEDIATION_LITERAL, node, `The ARN of the role is given by ${call.name}.`);
  } else if (node.kind === "list") {
    for (const item of node.items) refuseFunctions(item, pack);
  }
}
