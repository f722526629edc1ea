import {
  findRunbook,
  runbookExists,
  runbooks,
  type Runbook,
  type RunbookParameter,
} from "@rulewright/catalog/runbooks";
import { shown } from "../../core/json.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { memberOf, under, type MapNode, type PackNode, type ScalarNode } from "./node.ts";
import type { PackModel, Resource } from "./pack-model.ts";
import { nearest } from "./report.ts";
import { ASSUME_ROLE } from "./remediation-parameters.ts";
import { callOf, outcomesOf } from "./values.ts";

/** Names that AWS keeps to itself: a runbook of such a name is AWS's, or is none. */
const OF_AWS = /^(AWS-|AWSConfigRemediation-|AWSSupport-|AWSEC2-)/;

/** Runbooks that set every parameter, those that are not passed to their default. */
const RESETTING: ReadonlySet<string> = new Set(["AWSConfigRemediation-SetIAMPasswordPolicy"]);

/** Compares a remediation with what is known of its runbook. */
export function checkRunbook(
  remediation: Resource,
  rule: Resource | undefined,
  isAutomatic: boolean,
  pack: PackModel,
): void {
  const { report } = pack;
  const target = memberOf(remediation.properties, "TargetId");
  if (target?.kind !== "scalar") return;
  const runbook = findRunbook(target.text);
  if (runbook === undefined) {
    if (!OF_AWS.test(target.text) || runbookExists(target.text)) return;
    const known = () => runbooks().map(({ name }) => name);
    const hint = () => nearest(target.text, known());
    report(LINT_ERRORS.RUNBOOK_UNKNOWN, target, `AWS has no runbook ${shown(target.text)}, as far as known.`, hint);
    return;
  }
  if (runbook.supersededBy !== undefined) {
    const hint = `Use ${runbook.supersededBy}.`;
    report(LINT_ERRORS.RUNBOOK_SUPERSEDED, target, `${runbook.name} is superseded.`, hint);
  }
  checkResourceType(runbook, remediation, rule, target, pack);
  const given = memberOf(remediation.properties, "Parameters");
  const none: MapNode = { ...under(remediation.properties, "Parameters"), kind: "map", members: new Map() };
  for (const parameters of given ? outcomesOf(given, pack) : [none]) {
    if (parameters.kind === "map") checkParameters(runbook, parameters, isAutomatic, pack);
  }
}

function checkResourceType(
  { name, resourceTypes }: Runbook,
  { properties }: Resource,
  rule: Resource | undefined,
  target: ScalarNode,
  pack: PackModel,
): void {
  if (resourceTypes.length === 0) return;
  const own = memberOf(properties, "ResourceType");
  const scope = memberOf(memberOf(rule?.properties, "Scope"), "ComplianceResourceTypes");
  const types = typesIn(own) ?? typesIn(scope);
  if (types === undefined || types.length === 0 || types.some((type) => resourceTypes.includes(type))) return;
  const message = `${name} repairs ${resourceTypes.join(", ")}, not ${types.join(", ")}.`;
  pack.report(LINT_ERRORS.RUNBOOK_FOREIGN, target, message);
}

/** The types of a literal or a list of literals; nothing where only deployment tells. */
function typesIn(node: PackNode | undefined): readonly string[] | undefined {
  if (node?.kind === "scalar") return [node.text];
  if (node?.kind !== "list") return undefined;
  const texts = node.items.map((item) => (item.kind === "scalar" ? item.text : undefined));
  return texts.includes(undefined) ? undefined : texts.filter((text) => text !== undefined);
}

function checkParameters(runbook: Runbook, given: MapNode, isAutomatic: boolean, pack: PackModel): void {
  const { report } = pack;
  const names = runbook.parameters.map(({ name }) => name);
  for (const [name, node] of given.members) {
    const known = runbook.parameters.find((parameter) => parameter.name === name);
    if (known) {
      checkPassed(runbook, known, node, pack);
    } else {
      const hint = nearest(name, names) || `It has ${names.join(", ")}.`;
      report(LINT_ERRORS.RUNBOOK_PARAMETER, node, `${runbook.name} has no parameter ${shown(name)}.`, hint);
    }
  }
  for (const { name, required } of runbook.parameters) {
    // that automatic remediation needs the role is reported elsewhere
    if (!required || given.members.has(name) || (isAutomatic && name === ASSUME_ROLE)) continue;
    report(LINT_ERRORS.RUNBOOK_PARAMETER, under(given, name), `${runbook.name} needs its parameter ${name}.`);
  }
  if (!RESETTING.has(runbook.name)) return;
  const absent = names.filter((name) => name !== ASSUME_ROLE && !given.members.has(name));
  if (absent.length === 0) return;
  report(LINT_ERRORS.RUNBOOK_RESETS, given, `${runbook.name} resets what is not passed: ${absent.join(", ")}.`);
}

function checkPassed(runbook: Runbook, parameter: RunbookParameter, node: PackNode, pack: PackModel): void {
  const { report } = pack;
  if (memberOf(node, "ResourceValue") !== undefined) {
    checkResourceId(runbook, parameter, node, pack);
    return;
  }
  const values = memberOf(memberOf(node, "StaticValue"), "Values");
  if (values?.kind !== "list") return;
  const number = values.items.length;
  if (parameter.kind !== "list" && number > 1) {
    const message = `${parameter.name} takes one value, not ${number}.`;
    report(LINT_ERRORS.RUNBOOK_PARAMETER, values, message, "Pass one value.");
  }
  for (const item of values.items) {
    if (callOf(item) || item.kind !== "scalar" || item.text.includes("${")) continue;
    const wanted = wantedBy(parameter, item.text);
    if (wanted === undefined) continue;
    const message = `${parameter.name} takes ${wanted}; this is ${shown(item.text)}.`;
    report(LINT_ERRORS.RUNBOOK_PARAMETER, item, message, "Pass a value that the runbook takes.");
  }
}

/** What a parameter wants instead of a text, or nothing where the text will do. */
function wantedBy({ kind, minimum, maximum, allowed }: RunbookParameter, text: string): string | undefined {
  if (kind === "boolean") return /^(true|false)$/i.test(text) ? undefined : "true or false";
  if (kind === "integer") {
    if (!/^-?\d+$/.test(text)) return "a whole number";
    if (minimum !== undefined && Number(text) < minimum) return `at least ${minimum}`;
    return maximum !== undefined && Number(text) > maximum ? `at most ${maximum}` : undefined;
  }
  const isNearly = allowed?.find((value) => value.toLowerCase() === text.toLowerCase());
  // newer values may exist, but not another spelling of a known one
  return isNearly === undefined || isNearly === text ? undefined : isNearly;
}

const IDENTIFIERS = {
  id: "an id",
  name: "a name",
  arn: "an ARN",
  nameOrArn: "a name or an ARN",
  url: "a URL",
  rdsResourceId: "an RDS resource id",
} as const;

function checkResourceId(runbook: Runbook, parameter: RunbookParameter, node: PackNode, { report }: PackModel): void {
  const { name, resourceParameter, resourceParameterKind: kind, resourceIdFits } = runbook;
  if (resourceParameter === null || parameter.name !== resourceParameter) {
    const takes = resourceParameter === null ? "takes no resource" : `takes the resource as ${resourceParameter}`;
    const hint = resourceParameter === null ? "Pass a static value." : `Pass RESOURCE_ID as ${resourceParameter}.`;
    if (parameter.name === ASSUME_ROLE) return;
    report(LINT_ERRORS.RUNBOOK_IDENTIFIER, node, `${name} ${takes}, not as ${parameter.name}.`, hint);
  } else if (resourceIdFits === "no") {
    const wanted = kind === null ? "another identifier" : IDENTIFIERS[kind];
    const message = `${parameter.name} of ${name} takes ${wanted}, which the resource id of ${runbook.resourceTypes.join(", ")} is not.`;
    report(LINT_ERRORS.RUNBOOK_IDENTIFIER, node, message);
  }
}
