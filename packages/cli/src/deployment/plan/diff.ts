import { canonicalJson, isObject, type JsonObject } from "@rulewright/sdk";
import type { Manifest } from "./manifest.ts";
import type { Release } from "./release.ts";
import type { Target } from "./target.ts";

/** What a change is about. */
export type ChangeKind =
  | "rule-added"
  | "rule-removed"
  | "parameter-changed"
  | "code-changed"
  | "schedule-changed"
  | "remediation-added"
  | "remediation-removed"
  | "remediation-changed"
  | "remediation-automatic"
  | "role-widened"
  | "role-narrowed"
  | "target-changed";

/** One difference between what is published and what would be. */
export interface Change {
  readonly kind: ChangeKind;
  /** A rule, a function or an option. */
  readonly subject: string;
  readonly message: string;
  /** Lets Rulewright do more in the accounts than before: somebody should have agreed. */
  readonly needsAcceptance: boolean;
}

/** Compares two releases of a pack, and where they go. Pure. */
export function compareReleases(
  before: { readonly release: Release; readonly target: Target },
  after: { readonly release: Release; readonly target: Target },
): Change[] {
  return [
    ...ruleChanges(before.release, after.release),
    ...stackParameterChanges(before.release.parameters, after.release.parameters),
    ...roleChanges(before.release.manifest, after.release.manifest),
    ...targetChanges(before.target, after.target),
  ];
}

function ruleChanges(before: Release, after: Release): Change[] {
  const [old, now] = [resourcesOf(before, "AWS::Config::ConfigRule"), resourcesOf(after, "AWS::Config::ConfigRule")];
  const hashes = new Map(before.manifest.rules.map(({ name, hash }) => [name, hash]));
  const newHashes = new Map(after.manifest.rules.map(({ name, hash }) => [name, hash]));
  const changes: Change[] = [];
  for (const name of union(old, now)) {
    const [was, is] = [old.get(name), now.get(name)];
    if (!was) changes.push(change("rule-added", name, `rule ${name} is new`));
    else if (!is) changes.push(change("rule-removed", name, `rule ${name} is gone: nothing checks for it any more`));
    else {
      const shown = [...inputChanges(name, was, is), ...scheduleChanges(name, was, is)];
      const isNew = hashes.get(name) !== newHashes.get(name) && shown.length === 0;
      changes.push(
        ...shown,
        ...(isNew ? [change("code-changed", name, `rule ${name} has other code or exemptions`)] : []),
      );
    }
  }
  return [...changes, ...remediationChanges(before, after)];
}

function inputChanges(rule: string, was: JsonObject, is: JsonObject): Change[] {
  const [old, now] = [objectOf(was["InputParameters"]), objectOf(is["InputParameters"])];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].toSorted().flatMap((name) => {
    if (canonicalJson(old[name]) === canonicalJson(now[name])) return [];
    const message = `parameter ${name} of ${rule}: ${shownValue(old[name])} → ${shownValue(now[name])}`;
    return [change("parameter-changed", rule, message)];
  });
}

function scheduleChanges(rule: string, was: JsonObject, is: JsonObject): Change[] {
  const keys = ["MaximumExecutionFrequency", "Scope", "Source"] as const;
  return keys.flatMap((key) => {
    const [old, now] = [was[key], is[key]];
    if (canonicalJson(old ?? null) === canonicalJson(now ?? null)) return [];
    return [change("schedule-changed", rule, `${key} of ${rule}: ${shownValue(old)} → ${shownValue(now)}`)];
  });
}

function remediationChanges(before: Release, after: Release): Change[] {
  const type = "AWS::Config::RemediationConfiguration";
  const [old, now] = [resourcesOf(before, type), resourcesOf(after, type)];
  return union(old, now).flatMap((rule) => {
    const [was, is] = [old.get(rule), now.get(rule)];
    const automatic = isAutomatic(is) && !isAutomatic(was);
    const risky = automatic
      ? [
          change(
            "remediation-automatic",
            rule,
            `remediation of ${rule} becomes automatic: it acts without a person`,
            true,
          ),
        ]
      : [];
    if (!was) return [change("remediation-added", rule, `rule ${rule} gets a remediation`), ...risky];
    if (!is) return [change("remediation-removed", rule, `rule ${rule} loses its remediation`)];
    if (risky.length > 0 || canonicalJson(was) === canonicalJson(is)) return risky;
    return [change("remediation-changed", rule, `remediation of ${rule} differs`)];
  });
}

/** `Automatic` is `true`, or an expression that a parameter switches. */
function isAutomatic(remediation: JsonObject | undefined): boolean {
  const value = remediation?.["Automatic"];
  return value !== undefined && value !== false && value !== "false";
}

function stackParameterChanges(was: Readonly<Record<string, string>>, is: Readonly<Record<string, string>>): Change[] {
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].toSorted().flatMap((name) => {
    if (was[name] === is[name] || name.endsWith("CodeKey")) return [];
    const message = `stack parameter ${name}: ${shownValue(was[name])} → ${shownValue(is[name])}`;
    const switchesOn = name === "EnableAutomaticRemediation" && was[name] === "false";
    return [change(switchesOn ? "remediation-automatic" : "parameter-changed", name, message, switchesOn)];
  });
}

function roleChanges(before: Manifest, after: Manifest): Change[] {
  const [old, now] = [rolesOf(before), rolesOf(after)];
  return [...now].flatMap(([role, permissions]) => {
    const had = old.get(role) ?? new Set<string>();
    const added = [...permissions].filter((each) => !had.has(each));
    const removed = [...had].filter((each) => !permissions.has(each));
    return [
      ...(added.length > 0 ? [change("role-widened", role, `${role} may also ${added.join(", ")}`, true)] : []),
      ...(removed.length > 0 ? [change("role-narrowed", role, `${role} may no longer ${removed.join(", ")}`)] : []),
    ];
  });
}

/** Each role's permissions as texts; a resource other than `*` is part of the text. */
function rolesOf({ functions, rules }: Manifest): ReadonlyMap<string, ReadonlySet<string>> {
  const ofFunctions = functions.map(({ name, permissions }): [string, Set<string>] => [
    `the role of function ${name}`,
    new Set(permissions),
  ]);
  const ofRemediations = rules.flatMap(({ name, remediation }): [string, Set<string>][] =>
    remediation
      ? [
          [
            `the remediation role of ${name}`,
            new Set(
              remediation.permissions.flatMap(({ actions, resources }) =>
                actions.flatMap((action) => resources.map((each) => (each === "*" ? action : `${action} on ${each}`))),
              ),
            ),
          ],
        ]
      : [],
  );
  return new Map([...ofFunctions, ...ofRemediations]);
}

function targetChanges(was: Target, is: Target): Change[] {
  const keys = [
    "topology",
    "regions",
    "globalRulesRegion",
    "organizationalUnits",
    "accounts",
    "excludedAccounts",
  ] as const;
  return keys.flatMap((key) => {
    const [old, now] = [[was[key]].flat().join(", "), [is[key]].flat().join(", ")];
    if (old === now) return [];
    return [change("target-changed", key, `${key}: ${old || "none"} → ${now || "none"}`)];
  });
}

/** Properties of the pack's resources of a type, by the name of their rule. */
function resourcesOf({ packTemplate }: Release, type: string): ReadonlyMap<string, JsonObject> {
  return new Map(
    Object.values(objectOf(packTemplate["Resources"])).flatMap((resource): [string, JsonObject][] => {
      if (!isObject(resource) || resource["Type"] !== type) return [];
      const properties = objectOf(resource["Properties"]);
      return [[String(properties["ConfigRuleName"]), properties]];
    }),
  );
}

function union(some: ReadonlyMap<string, unknown>, others: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...some.keys(), ...others.keys()])].toSorted();
}

function change(kind: ChangeKind, subject: string, message: string, needsAcceptance = false): Change {
  return { kind, subject, message, needsAcceptance };
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function shownValue(value: unknown): string {
  return value === undefined ? "unset" : typeof value === "string" ? JSON.stringify(value) : canonicalJson(value);
}
