import { findRunbook, type Runbook } from "@rulewright/catalog/runbooks";
import { checkArguments } from "../core/runbook/check-arguments.ts";
import type { AnyRunbook } from "../core/runbook/runbook.ts";
import { isObject, shown } from "../core/json.ts";
import { idleAttempts } from "./automatic.ts";
import { checkMembers, type Refuse } from "./check-members.ts";
import { REMEDIATION_CHECKS, ownSettings } from "./check-settings.ts";
import { LIMITS, SYNTHESIS_ERRORS } from "./errors.ts";
import type { CustomEntry } from "./pack.ts";
import type { ReportProblem } from "./report-problem.ts";
import { boundValues, isPromotion, type BoundValue } from "./remediation-configuration.ts";
import { ownRunbookOf } from "./runbooks/own-runbook.ts";
import { runbookDocument } from "./runbooks/runbook-document.ts";

/**
 * Checks an entry's remediation against AWS Config's limits and the catalogue's runbooks.
 * @param defaults - The pack's settings of remediations: what an entry has from them is told of there.
 * @param isBound - Whether the rule's parameters have their values: a bad one is not reported twice.
 */
export function checkRemediation(entry: CustomEntry, defaults: unknown, isBound: boolean, report: ReportProblem): void {
  const { rule, name, remediation: settings } = entry;
  if (settings === false) return;
  if (!rule.remediation) {
    if (settings)
      report(SYNTHESIS_ERRORS.REMEDIATION_MISSING, `${name}.remediation`, `Rule ${name} has no remediation to set.`);
    return;
  }
  const refuse: Refuse = (key, message, hint) =>
    report(
      SYNTHESIS_ERRORS.REMEDIATION_REFUSED,
      `${name}.${["remediation", key].filter(Boolean).join(".")}`,
      `Remediation of ${name}: ${message}`,
      hint,
    );
  checkSettings(settings, defaults, refuse);
  if (!isBound) return;
  const bound = boundValues(entry);
  checkValues(bound, refuse);
  const own = ownRunbookOf(entry);
  if (own) checkOwnRunbook(own, bound, refuse);
  const { runbook } = rule.remediation;
  const facts = typeof runbook === "string" ? findRunbook(runbook) : undefined;
  if (facts) checkRunbook(facts, bound, rule.resourceTypes, refuse);
}

/** Runbooks that set back to a loose default whatever they are not passed. */
const RESETTING: ReadonlySet<string> = new Set(["AWSConfigRemediation-SetIAMPasswordPolicy"]);

type Bound = { readonly [name: string]: BoundValue };

function checkSettings(settings: unknown, defaults: unknown, refuse: Refuse): void {
  if (settings === undefined) return;
  if (!isObject(settings)) return refuse("", `${shown(settings)} is neither false nor an object of settings.`);
  checkMembers(ownSettings(settings, defaults), REMEDIATION_CHECKS, "", refuse);
  for (const key of idleAttempts(settings)) {
    refuse(key, `${key} says nothing unless automatic is true.`, `Set automatic to true, or leave ${key} out.`);
  }
}

function checkValues(bound: Bound, refuse: Refuse): void {
  const entries = Object.entries(bound);
  // one more stands for the role
  if (entries.length + 1 > LIMITS.remediationParameters) {
    refuse(
      "parameters",
      `it passes ${entries.length + 1} parameters; AWS Config takes ${LIMITS.remediationParameters}.`,
    );
  }
  for (const [parameter, value] of entries) {
    if (value === "RESOURCE_ID" || isPromotion(value)) continue;
    if (value.length > LIMITS.staticValues) {
      refuse(
        `parameters.${parameter}`,
        `${parameter} has ${value.length} values; AWS Config takes ${LIMITS.staticValues}.`,
      );
    }
    for (const { length } of value) {
      if (length < 1 || length > LIMITS.staticValueLength) {
        refuse(
          `parameters.${parameter}`,
          `${parameter} has a value of ${length} characters; AWS Config takes 1 to ${LIMITS.staticValueLength}.`,
        );
      }
    }
  }
}

/** Compares what a pack's settings make of the values with a runbook of ours, and its text with the limit. */
function checkOwnRunbook(runbook: AnyRunbook, bound: Bound, refuse: Refuse): void {
  const given = Object.entries(bound).map(
    ([name, value]) => [name, isPromotion(value) ? "DEPLOYMENT" : value] as const,
  );
  checkArguments(runbook.parameters ?? {}, Object.fromEntries(given), (key, message, options) =>
    refuse(key, message, options?.hint),
  );
  const bytes = Buffer.byteLength(runbookDocument(runbook));
  if (bytes <= LIMITS.runbookBytes) return;
  refuse(
    "runbook",
    `its document has ${bytes} bytes; Systems Manager takes ${LIMITS.runbookBytes}.`,
    "Do less in one runbook.",
  );
}

/** Compares with the catalogue, for plain JavaScript and for values that types do not see. */
function checkRunbook(facts: Runbook, bound: Bound, resourceTypes: readonly string[], refuse: Refuse): void {
  const { name: runbook } = facts;
  const names = facts.parameters.map((parameter) => parameter.name);
  for (const name of Object.keys(bound)) {
    if (names.includes(name)) continue;
    refuse(`parameters.${name}`, `${runbook} has no parameter ${name}.`, `It has ${names.join(", ")}.`);
  }
  for (const { name, required } of facts.parameters) {
    if (name === "AutomationAssumeRole" || bound[name] !== undefined) continue;
    if (required) refuse("parameters", `${runbook} needs its parameter ${name}.`);
    else if (RESETTING.has(runbook))
      refuse("parameters", `${runbook} sets ${name} back to its default when it is not passed.`);
  }
  checkResourceId(facts, bound, refuse);
  const foreign = resourceTypes.filter((type) => facts.resourceTypes.length > 0 && !facts.resourceTypes.includes(type));
  if (foreign.length > 0) {
    refuse("runbook", `${runbook} repairs ${facts.resourceTypes.join(", ")}, not ${foreign.join(", ")}.`);
  }
}

function checkResourceId(
  { name: runbook, resourceParameter, resourceIdFits }: Runbook,
  bound: Bound,
  refuse: Refuse,
): void {
  for (const [name, value] of Object.entries(bound)) {
    if (value !== "RESOURCE_ID") continue;
    if (name !== resourceParameter) {
      const hint = resourceParameter === null ? undefined : `It takes the resource in ${resourceParameter}.`;
      refuse(`parameters.${name}`, `${runbook} does not take the resource's id in ${name}.`, hint);
    } else if (resourceIdFits === "no") {
      const hint = "Use a runbook of your own that looks the name or ARN up.";
      refuse(`parameters.${name}`, `${runbook} wants a name or an ARN in ${name}, not AWS Config's resource id.`, hint);
    }
  }
}
