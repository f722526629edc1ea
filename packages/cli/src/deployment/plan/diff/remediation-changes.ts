import { isObject, type JsonObject } from "@rulewright/sdk";
import type { ManifestRule } from "../manifest.ts";
import { remediationsOf } from "../pack-template.ts";
import { change, isSame, keysOf, objectOf, type Change, type Side } from "./change.ts";
import type { Secrets } from "./secrets.ts";
import { differencesOf, fromTo } from "./values.ts";

/** What differs in remediations: of an automatic one that does something else, somebody should know before. */
export function remediationChanges(before: Side, after: Side, secrets: Secrets): Change[] {
  const [old, now] = [remediationsOf(before.release.packTemplate), remediationsOf(after.release.packTemplate)];
  return keysOf(old.keys(), now.keys()).flatMap((rule) => {
    const [was, is] = [old.get(rule), now.get(rule)];
    const [automatic, acts] = [isAutomatic(was), isAutomatic(is)];
    const message = `remediation of ${rule} becomes automatic: it acts without a person`;
    const risky = acts && !automatic ? [change("remediation-automatic", rule, message, true)] : [];
    if (!was) return [change("remediation-added", rule, `rule ${rule} gets a remediation`), ...risky];
    if (!is) return [change("remediation-removed", rule, `rule ${rule} loses its remediation`)];
    const ending =
      automatic && !acts
        ? [change("remediation-changed", rule, `remediation of ${rule} is no longer automatic: a person starts it`)]
        : [];
    const [fact, newFact] = [before, after].map(({ release }) =>
      release.manifest.rules.find(({ name }) => name === rule),
    );
    return [
      ...risky,
      ...ending,
      ...propertyChanges(rule, was, is, { acts, secrets, isSwitched: automatic !== acts }),
      ...runbookChanges(rule, fact, newFact, acts),
    ];
  });
}

/** `Automatic` is `true`, or an expression that a parameter switches. */
function isAutomatic(remediation: JsonObject | undefined): boolean {
  const value = remediation?.["Automatic"];
  return value !== undefined && value !== false && value !== "false";
}

interface Knowing {
  /** Without a person. */
  readonly acts: boolean;
  readonly secrets: Secrets;
  /** It becomes automatic, or is so no longer: how often it is tried comes and goes with that. */
  readonly isSwitched: boolean;
}

/** How often and how soon it is tried again, which adds nothing to what it does. */
const ATTEMPTS: Readonly<Record<string, string>> = {
  MaximumAutomaticAttempts: "most attempts",
  RetryAttemptSeconds: "seconds between attempts",
};

function propertyChanges(rule: string, was: JsonObject, is: JsonObject, knowing: Knowing): Change[] {
  const { acts, isSwitched } = knowing;
  const changes = keysOf(Object.keys(was), Object.keys(is)).flatMap((key) => {
    if (key === "Automatic" || key === "Parameters") return [];
    const attempts = ATTEMPTS[key];
    if (attempts !== undefined && isSwitched) return [];
    return differencesOf(switchedOn(was[key]), switchedOn(is[key]), [key]).map(({ path, was: old, is: now }) => {
      const what = attempts ?? (key === "TargetId" ? "runbook" : path.join("."));
      const message = `${what} of the remediation of ${rule}${fromTo(old, now)}`;
      return change("remediation-changed", rule, message, acts && attempts === undefined);
    });
  });
  return [...changes, ...parameterChanges(rule, objectOf(was["Parameters"]), objectOf(is["Parameters"]), knowing)];
}

function parameterChanges(rule: string, was: JsonObject, is: JsonObject, { acts, secrets }: Knowing): Change[] {
  return keysOf(Object.keys(was), Object.keys(is)).flatMap((name) => {
    const [old, now] = [givenValue(was[name]), givenValue(is[name])];
    if (isSame(old, now)) return [];
    const values = fromTo(old, now, secrets.isOfRemediation(rule, name));
    return [change("remediation-changed", rule, `parameter ${name} of the remediation of ${rule}${values}`, acts)];
  });
}

/** What a runbook's parameter is given, without what AWS Config wraps it in. */
function givenValue(value: unknown): unknown {
  if (!isObject(value)) return value;
  const { StaticValue, ResourceValue } = value;
  if (isObject(ResourceValue)) return ResourceValue["Value"];
  if (!isObject(StaticValue)) return value;
  const { Values: values } = StaticValue;
  const [first, ...others]: unknown[] = Array.isArray(values) ? values : [values];
  return others.length === 0 ? first : values;
}

/** What an expression comes to where automatic remediation is not switched off. */
function switchedOn(value: unknown): unknown {
  const branches = isObject(value) ? value["Fn::If"] : undefined;
  return Array.isArray(branches) && branches[0] === "AutomaticRemediation" ? branches[1] : value;
}

function runbookChanges(
  rule: string,
  was: ManifestRule | undefined,
  is: ManifestRule | undefined,
  acts: boolean,
): Change[] {
  const [old, now] = [was?.remediation?.runbook, is?.remediation?.runbook];
  if (old === undefined || now === undefined || old.sha256 === now.sha256) return [];
  const message = `runbook of ${rule} differs${acts ? ": it does something else without a person" : ""}`;
  return [change("runbook-changed", rule, message, acts)];
}
