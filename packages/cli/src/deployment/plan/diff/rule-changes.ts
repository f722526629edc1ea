import { isObject, type JsonObject } from "@rulewright/sdk";
import type { ManifestRule } from "../manifest.ts";
import { rulesOf } from "../pack-template.ts";
import type { Release } from "../release.ts";
import { change, isSame, keysOf, objectOf, type Change, type Side } from "./change.ts";
import { exemptionChanges } from "./exemption-changes.ts";
import type { Secrets } from "./secrets.ts";
import { differencesOf, fromTo } from "./values.ts";

/** What differs in the rules themselves: which there are, what they are given, when they run, and their code. */
export function ruleChanges(before: Side, after: Side, secrets: Secrets): Change[] {
  const [old, now] = [rulesOf(before.release.packTemplate), rulesOf(after.release.packTemplate)];
  const [facts, newFacts] = [factsOf(before.release), factsOf(after.release)];
  return keysOf(old.keys(), now.keys()).flatMap((name) => {
    const [was, is] = [old.get(name), now.get(name)];
    if (!was) return [change("rule-added", name, `rule ${name} is new`)];
    if (!is) return [change("rule-removed", name, `rule ${name} is gone: nothing checks for it any more`)];
    const told = [...inputChanges(name, was, is, secrets), ...propertyChanges(name, was, is)];
    const [rule, newRule] = [facts.get(name), newFacts.get(name)];
    if (!rule || !newRule) return told;
    const settings = [...told, ...settingChanges(rule, newRule), ...exemptionChanges(rule, newRule)];
    return [...settings, ...codeChanges(rule, newRule, settings.length > 0)];
  });
}

function factsOf({ manifest }: Release): ReadonlyMap<string, ManifestRule> {
  return new Map(manifest.rules.map((rule) => [rule.name, rule]));
}

function inputChanges(rule: string, was: JsonObject, is: JsonObject, secrets: Secrets): Change[] {
  const [old, now] = [objectOf(was["InputParameters"]), objectOf(is["InputParameters"])];
  return keysOf(Object.keys(old), Object.keys(now)).flatMap((name) => {
    if (isSame(old[name], now[name])) return [];
    const values = fromTo(old[name], now[name], secrets.isOfRule(rule, name));
    return [change("parameter-changed", rule, `parameter ${name} of ${rule}${values}`)];
  });
}

/** What has a line of its own, or is the rule's name. */
const TOLD = new Set(["ConfigRuleName", "InputParameters"]);
const STARTS = new Set(["MaximumExecutionFrequency", "Scope", "Source"]);

function propertyChanges(rule: string, was: JsonObject, is: JsonObject): Change[] {
  return keysOf(Object.keys(was), Object.keys(is)).flatMap((key) => {
    if (TOLD.has(key)) return [];
    const kind = STARTS.has(key) ? "schedule-changed" : "rule-changed";
    return differencesOf(startsReadably(was[key]), startsReadably(is[key]), [key]).map(({ path, was: old, is: now }) =>
      path.at(-1) === "PolicyText"
        ? change("code-changed", rule, `rule ${rule} has another Guard text`)
        : change(kind, rule, `${path.join(".")} of ${rule}${fromTo(old, now)}`),
    );
  });
}

/** Messages that start a rule, in one text: which, and how often. */
function startsReadably(value: unknown): unknown {
  if (!isObject(value) || !Array.isArray(value["SourceDetails"])) return value;
  const starts = value["SourceDetails"]
    .filter(isObject)
    .map(({ MessageType, MaximumExecutionFrequency: often }) =>
      [String(MessageType), ...(typeof often === "string" ? [often] : [])].join(" "),
    );
  return { ...value, SourceDetails: starts.join(", ") };
}

/** What the pack's templates say in another way than people do. */
function settingChanges(was: ManifestRule, is: ManifestRule): Change[] {
  const { name } = is;
  const settings: readonly (readonly [string, string | undefined, string | undefined])[] = [
    ["Regions", was.regions?.join(", ") ?? "all", is.regions?.join(", ") ?? "all"],
    ["scope", was.scope, is.scope],
    ["onError", was.onError, is.onError],
  ];
  return settings.flatMap(([setting, old, now]) =>
    old === now ? [] : [change("rule-changed", name, `${setting} of ${name}: ${old ?? "unset"} → ${now ?? "unset"}`)],
  );
}

/** A release of an earlier version does not tell code from what else makes a rule's hash. */
function codeChanges(was: ManifestRule, is: ManifestRule, isTold: boolean): Change[] {
  const { name } = is;
  if (was.code !== undefined && is.code !== undefined) {
    return was.code === is.code ? [] : [change("code-changed", name, `rule ${name} has other code`)];
  }
  if (was.hash === is.hash || !is.isCustom) return [];
  const message = isTold
    ? `rule ${name} may have other code or exemptions, too`
    : `rule ${name} has other code or exemptions`;
  return [change("code-changed", name, message)];
}
