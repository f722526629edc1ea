import { change, keysOf, type Change, type Side } from "./diff/change.ts";
import { parameterChanges } from "./diff/parameter-changes.ts";
import { remediationChanges } from "./diff/remediation-changes.ts";
import { roleChanges } from "./diff/role-changes.ts";
import { ruleChanges } from "./diff/rule-changes.ts";
import { secretsOf } from "./diff/secrets.ts";
import { stackChanges } from "./diff/stack-changes.ts";
import type { Release } from "./release.ts";
import type { Target } from "./target.ts";

export type { Change, Side } from "./diff/change.ts";

/** Compares two releases of a pack, and where they go. Pure. Values of secret parameters are never part of it. */
export function compareReleases(before: Side, after: Side): Change[] {
  const secrets = secretsOf(before, after);
  const changes = [
    ...ruleChanges(before, after, secrets),
    ...remediationChanges(before, after, secrets),
    ...parameterChanges(before, after, secrets),
    ...roleChanges(before, after),
    ...stackChanges(before, after),
    ...targetChanges(before.target, after.target),
  ];
  return changes.length > 0 ? changes : otherwise(before.release, after.release);
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

/** Releases that are not the same are never shown as if they were: at least the files that differ are named. */
function otherwise(before: Release, after: Release): Change[] {
  if (before.hash === after.hash) return [];
  const [was, is] = [before, after].map(
    ({ manifest }) => new Map(manifest.files.map(({ path, sha256 }) => [path, sha256])),
  );
  const files = keysOf(was?.keys() ?? [], is?.keys() ?? []).filter((path) => was?.get(path) !== is?.get(path));
  const where = files.length > 0 ? files.join(", ") : "manifest.json";
  return [change("release-changed", after.pack, `nothing that runs differs; ${where} does`)];
}
