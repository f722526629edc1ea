import { REGION } from "../core/region.ts";
import { controlExists } from "@rulewright/catalog/controls";
import { CORE_ERRORS } from "../core/errors.ts";
import { isObject, shown, type JsonObject } from "../core/json.ts";
import { problem, type Problem } from "../core/problem.ts";
import { isAutomatic } from "./automatic.ts";
import {
  checkMembers,
  hintFor,
  isBoolean,
  isInteger,
  isKnown,
  isListOf,
  isOneOf,
  isSettings,
  isText,
  type Check,
  type Checks,
  type Refuse,
} from "./check-members.ts";
import type { ConformancePack, PackEntry } from "./conformance-pack.ts";
import { LIMITS, SYNTHESIS_ERRORS } from "./errors.ts";
import { isPackParameter } from "./pack-parameter.ts";
import type { ReportProblem } from "./report-problem.ts";
import { SCHEDULES } from "./schedules.ts";

/** How a remediation is wanted, by an entry or by the defaults of a pack. */
export const REMEDIATION_CHECKS: Checks = {
  automatic: isBoolean,
  maximumAutomaticAttempts: isInteger(LIMITS.automaticAttempts),
  retryAttemptSeconds: isInteger(LIMITS.retrySeconds),
};

const onError = isOneOf(["not-applicable", "keep", "non-compliant"]);
const isAnyText = isText(/^/, "a text");
const isList = isListOf(/^/, "a text");

const PACK_CHECKS: Checks = {
  name: isKnown,
  framework: isAnyText,
  defaults: isSettings({ onError, remediation: isSettings(REMEDIATION_CHECKS) }),
  deployment: isKnown,
  rules: isKnown,
  exemptions: (_value, key, refuse) =>
    refuse(key, "exemptions added to a finished pack reach none of its rules.", "Give them to defineConformancePack."),
  exemptAs: isKnown,
};

const regions: Check = (value, key, refuse) => {
  isListOf(REGION, "a Region")(value, key, refuse);
  if (Array.isArray(value) && value.length === 0) refuse(key, `${key} is empty, so that the rule would be in none.`);
};

const parameters: Check = (value, key, refuse) => {
  if (!isObject(value)) refuse(key, `${key} ${shown(value)} is no object of values.`);
};

/** The settings of an entry by its kind, as `use`, `managedRule` and `policyRule` take them. */
const ENTRY_CHECKS: Readonly<Record<PackEntry["kind"], Checks>> = {
  custom: { name: isKnown, parameters, remediation: isKnown, onError },
  managed: { name: isKnown, parameters, schedule: isOneOf(SCHEDULES), regions, controls: isList },
  policy: {
    name: isKnown,
    description: isAnyText,
    guard: isAnyText,
    resourceTypes: isListOf(/^[A-Za-z0-9]+::[A-Za-z0-9]*::[A-Za-z0-9]+$/, "a resource type"),
    parameters,
    controls: isList,
  },
};

/** What a pack holds beside its settings. */
const MADE_OF_PACK: readonly string[] = ["kind", "exemptionProblems", "settingProblems", "unusedDefaults"];

/** What an entry holds beside its settings. */
const MADE: Readonly<Record<PackEntry["kind"], readonly string[]>> = {
  custom: ["kind", "unknownSettings", "rule", "regions", "exemptions"],
  managed: ["kind", "unknownSettings", "identifier"],
  policy: ["kind", "unknownSettings"],
};

/**
 * Finds settings of a pack that there are not, and defaults that say nothing: plain JavaScript may misspell both. Of a
 * merged pack also those of the packs that it was made of.
 */
export function packSettingProblems(pack: ConformancePack): Problem[] {
  const found: Problem[] = [...(pack.settingProblems ?? [])];
  const { name } = pack;
  const refuse: Refuse = (key, message, hint) =>
    found.push(
      problem(SYNTHESIS_ERRORS.SETTING_REFUSED, `${name}.${key}`, `Pack ${name}: ${message}`, hint ? { hint } : {}),
    );
  checkMembers(without(pack, MADE_OF_PACK), PACK_CHECKS, "", refuse);
  checkUnusedDefaults(pack, refuse);
  return found;
}

/** A rule that `extend` has added since may use them. */
function checkUnusedDefaults({ unusedDefaults = [], rules }: ConformancePack, refuse: Refuse): void {
  for (const name of unusedDefaults) {
    if (rules.some(isAutomatic)) return;
    const message = `${name} says nothing, since no rule of the pack has automatic remediation.`;
    refuse(`defaults.remediation.${name}`, message, `Set automatic to true, there or in a rule, or leave ${name} out.`);
  }
}

/**
 * Finds settings of an entry that there are not, or that say nothing.
 * @param defaults - Those of the pack: what an entry has from them is told of there.
 */
export function checkEntrySettings(entry: PackEntry, defaults: unknown, report: ReportProblem): void {
  const { kind, name } = entry;
  const checks = ENTRY_CHECKS[kind];
  const code = kind === "policy" ? SYNTHESIS_ERRORS.POLICY_REFUSED : SYNTHESIS_ERRORS.SETTING_REFUSED;
  const what = kind === "policy" ? "Policy rule" : "Rule";
  const refuse: Refuse = (key, message, hint) => report(code, `${name}.${key}`, `${what} ${name}: ${message}`, hint);
  isAnyText(name, "name", refuse);
  checkMembers(ownSettings(without(entry, MADE[kind]), defaults), checks, "", refuse);
  for (const unknown of entry.unknownSettings ?? []) {
    refuse(unknown, `${unknown} is not a setting.`, hintFor(unknown, Object.keys(checks)));
  }
  if (kind === "custom") {
    if (entry.regions !== undefined) regions(entry.regions, "regions", refuse);
  } else checkControls(entry, report);
  checkPromotions(entry, report);
}

/** What of an entry's settings is not from the defaults. */
export function ownSettings(settings: JsonObject, defaults: unknown): JsonObject {
  if (!isObject(defaults)) return settings;
  return Object.fromEntries(Object.entries(settings).filter(([name, value]) => value !== defaults[name]));
}

/** Whether an entry is so far sound that it can be read on; `checkEntrySettings` says why it is not. */
export function isReadable(entry: PackEntry): boolean {
  const { name, description = "", guard = "", parameters: given, ...others }: JsonObject = { ...entry };
  if (![name, description, guard].every((text) => typeof text === "string") || !isObject(given)) return false;
  const lists = ["regions", "controls", "resourceTypes"].map((key) => (others[key] === undefined ? [] : others[key]));
  const promotions = Object.values(given).filter(isPackParameter);
  return lists.every((list) => Array.isArray(list)) && promotions.every((each) => isObject(each["~packParameter"]));
}

function checkControls({ name, controls }: Exclude<PackEntry, { kind: "custom" }>, report: ReportProblem): void {
  if (!Array.isArray(controls)) return;
  for (const control of controls) {
    if (typeof control !== "string" || controlExists(control)) continue;
    const message = `Rule ${name}: there is no control ${shown(control)}.`;
    report(CORE_ERRORS.CONTROL_UNKNOWN, `${name}.controls`, message);
  }
}

const isPromotion = isSettings({ name: isAnyText, default: isKnown, description: isAnyText });

/** Finds what `packParameter` does not take. */
function checkPromotions({ name, parameters: given }: PackEntry, report: ReportProblem): void {
  if (!isObject(given)) return;
  for (const [parameter, value] of Object.entries(given)) {
    if (!isPackParameter(value)) continue;
    const refuse: Refuse = (key, message, hint) =>
      report(SYNTHESIS_ERRORS.PARAMETER_REFUSED, `${name}.${key}`, `Rule ${name}: ${message}`, hint);
    isPromotion(value["~packParameter"], `parameters.${parameter}`, refuse);
  }
}

function without(given: object, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)));
}
