import type { AnyRule } from "./any-rule.ts";
import { checkMembers, elementsOf, type Report } from "./check-members.ts";
import { checkParameterSpecs } from "./check-parameters.ts";
import { checkRemediation } from "./check-remediation.ts";
import { didYouMean } from "./did-you-mean.ts";
import { CORE_ERRORS } from "./errors.ts";
import { isObject, shown } from "./json.ts";
import { problem, type Problem } from "./problem.ts";
import { ACCOUNT_TYPE } from "./resource-type.ts";

/** What a definition is compared with; each part is checked only where it is given. The Lambda needs none of it. */
export interface Facts {
  controlExists?(control: string): boolean;
  runbookExists?(name: string): boolean;
  readonly managedRuleNames?: ReadonlySet<string>;
  readonly resourceTypes?: ReadonlySet<string>;
}

const SHARED_KEYS =
  "kind name description severity rationale references resourceTypes schedule scope regions parameters controls permissions collect evaluate remediation exemptible replaces previousNames";
const KEYS = { rule: SHARED_KEYS.split(" "), "periodic-rule": [...SHARED_KEYS.split(" "), "list"] };
const SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"];
const SCHEDULES = ["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"];

/** Longest rule name that still fits AWS Config's 128 characters with a conformance pack's 27-character suffix. */
const MAXIMUM_NAME_LENGTH = 101;
const MAXIMUM_DESCRIPTION_LENGTH = 256;
const MAXIMUM_RESOURCE_TYPES = 100;

/**
 * Finds what the types of a definition cannot see, and for plain JavaScript also what they would have seen. Reports
 * everything at once; an empty list means that the rule can run.
 */
export function checkDefinition(rule: AnyRule, facts: Facts = {}): Problem[] {
  const found: Problem[] = [];
  const name = typeof rule.name === "string" && rule.name !== "" ? rule.name : "(unnamed rule)";
  const at = (key: string) => `${name}.${key}`;
  const invalid: Report = (key, message, hint, severity = "error") =>
    found.push(
      problem(CORE_ERRORS.DEFINITION_INVALID, at(key), `Rule ${name}: ${message}`, {
        severity,
        ...(hint ? { hint } : {}),
      }),
    );

  checkName(rule, invalid, facts);
  checkTexts(rule, found, name, invalid);
  for (const key of Object.keys(rule)) {
    if (!KEYS[rule.kind].includes(key)) {
      const hint = key === "list" ? "Write definePeriodicRule." : didYouMean(key, KEYS[rule.kind]);
      invalid(key, `${key} is not a key of a ${rule.kind}.`, hint);
    }
  }
  checkTypes(rule, invalid, facts);
  checkWhen(rule, invalid);
  checkFunctions(rule, invalid);
  checkMembers(rule, invalid);
  if (isObject(rule.parameters)) found.push(...checkParameterSpecs(name, rule.parameters));
  checkControls(elementsOf(rule.controls, "controls", invalid), name, found, facts);
  found.push(...checkRemediation(rule, facts));
  return found;
}

function checkName(rule: AnyRule, invalid: Report, facts: Facts): void {
  if (typeof rule.name !== "string" || rule.name === "") return invalid("name", "it has no name.");
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(rule.name)) {
    invalid("name", `the name ${shown(rule.name)} has characters other than letters, digits, - and _.`);
  }
  if (rule.name.length > MAXIMUM_NAME_LENGTH) {
    invalid(
      "name",
      `the name has ${rule.name.length} characters; with a pack's suffix only ${MAXIMUM_NAME_LENGTH} fit.`,
    );
  }
  if (facts.managedRuleNames?.has(rule.name)) {
    invalid("name", "the name is that of an AWS managed rule.", "Name the rule after the condition you check.");
  }
}

/** What is absent is doubtful only; what is there must be right. */
function checkTexts(rule: AnyRule, found: Problem[], name: string, invalid: Report): void {
  const incomplete = (key: string, message: string) =>
    found.push(
      problem(CORE_ERRORS.DEFINITION_INCOMPLETE, `${name}.${key}`, `Rule ${name}: ${message}`, { severity: "warning" }),
    );
  const { description, severity }: { readonly description?: unknown; readonly severity?: unknown } = rule;
  if (description === undefined || (typeof description === "string" && description.trim() === "")) {
    incomplete("description", "it has no description.");
  } else if (typeof description !== "string") {
    invalid("description", `the description ${shown(description)} is no text.`);
  } else if (description.length > MAXIMUM_DESCRIPTION_LENGTH) {
    const most = `AWS Config takes ${MAXIMUM_DESCRIPTION_LENGTH}`;
    invalid("description", `the description has ${description.length} characters; ${most}.`, "Shorten it.");
  }
  if (severity === undefined) {
    incomplete("severity", "it has no severity; MEDIUM is assumed.");
  } else if (!SEVERITIES.some((each) => each === severity)) {
    const hint = typeof severity === "string" ? didYouMean(severity.toUpperCase(), SEVERITIES) : "";
    invalid("severity", `the severity ${shown(severity)} is not one of ${SEVERITIES.join(", ")}.`, hint);
  }
}

function checkTypes(rule: AnyRule, invalid: Report, facts: Facts): void {
  const types: unknown = rule.resourceTypes;
  if (!Array.isArray(types) || types.length === 0) return invalid("resourceTypes", "it names no resource type.");
  if (types.length > MAXIMUM_RESOURCE_TYPES) {
    invalid(
      "resourceTypes",
      `it names ${types.length} resource types; a rule's scope takes ${MAXIMUM_RESOURCE_TYPES}.`,
    );
  }
  for (const type of types) {
    if (typeof type !== "string" || !/^[A-Za-z0-9]+::[A-Za-z0-9]*::[A-Za-z0-9]+$/.test(type)) {
      invalid("resourceTypes", `${shown(type)} is not a resource type.`, "Write AWS::Service::Type.");
    } else if (facts.resourceTypes && !facts.resourceTypes.has(type)) {
      // a warning: untyped() is the way past the catalogue, and leaves no trace in the value
      const hint = didYouMean(type, facts.resourceTypes) || `Write untyped("${type}") if Config records it.`;
      invalid("resourceTypes", `the catalogue has no resource type ${type}.`, hint, "warning");
    }
  }
}

function checkWhen(rule: AnyRule, invalid: Report): void {
  const needsSchedule = rule.kind === "periodic-rule";
  if (rule.schedule === undefined ? needsSchedule : !SCHEDULES.includes(rule.schedule)) {
    invalid("schedule", `the schedule ${shown(rule.schedule)} is not one of ${SCHEDULES.join(", ")}.`);
  }
  const scopes: readonly unknown[] = needsSchedule ? ["global", "regional"] : [undefined, "global", "regional"];
  if (!scopes.includes(rule.scope)) {
    invalid("scope", `the scope ${shown(rule.scope)} is not "global" or "regional".`);
  }
}

function checkFunctions(rule: AnyRule, invalid: Report): void {
  if (typeof rule.evaluate !== "function") invalid("evaluate", "it has no evaluate function.");
  else if (rule.evaluate.constructor.name === "AsyncFunction") {
    invalid("evaluate", "evaluate is async; it must be a pure function.", "Move the I/O to collect.");
  }
  const given: { readonly list?: unknown; readonly collect?: unknown } = rule;
  for (const key of ["list", "collect"] as const) {
    if (given[key] !== undefined && typeof given[key] !== "function") invalid(key, `${key} is not a function.`);
  }
  if (typeof given.list === "function" && given.list.constructor.name === "AsyncFunction") {
    invalid("list", "list is async, so that it returns one promise; it yields subjects.", "Write async *list.");
  }
  if (rule.kind === "periodic-rule" && !rule.list) checkAccountOnly(rule.resourceTypes, invalid);
  checkPermissions(rule, given.collect !== undefined || given.list !== undefined, invalid);
}

function checkAccountOnly(types: unknown, invalid: Report): void {
  if (!Array.isArray(types) || types.every((type) => type === ACCOUNT_TYPE)) return;
  invalid("list", `it has no list, so the account is its subject, but claims ${types.join(", ")}.`);
}

function checkPermissions(rule: AnyRule, fetches: boolean, invalid: Report): void {
  const permissions: unknown = rule.permissions;
  if (fetches && (permissions === undefined || (Array.isArray(permissions) && permissions.length === 0))) {
    invalid("permissions", "it has list or collect but declares no permissions.", "Name the IAM actions they need.");
  }
  for (const action of elementsOf(permissions, "permissions", invalid)) {
    if (typeof action !== "string" || !/^[a-z0-9-]+:[A-Za-z]+$/.test(action)) {
      invalid("permissions", `${shown(action)} is not an IAM action.`, "Write service:Action, without wildcards.");
    }
  }
}

function checkControls(controls: readonly unknown[], name: string, found: Problem[], facts: Facts): void {
  for (const control of controls) {
    const isControl = typeof control === "string" && /^[a-z0-9.-]+\/[A-Za-z0-9.()-]+$/.test(control);
    if (isControl && facts.controlExists?.(control) !== false) continue;
    const text = typeof control === "string" ? control : shown(control);
    found.push(problem(CORE_ERRORS.CONTROL_UNKNOWN, `${name}.controls`, `Rule ${name}: there is no control ${text}.`));
  }
}
