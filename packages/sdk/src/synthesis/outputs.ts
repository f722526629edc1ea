import { isGlobalEntry, regionsOf } from "./config-rule.ts";
import { functionOf, logicalIdOf, tokens, type FunctionName } from "./names.ts";
import type { ControlCoverage } from "./framework/coverage.ts";
import type { ConformancePack, CustomEntry, PackEntry } from "./pack.ts";
import { isAutomatic } from "./remediation-configuration.ts";
import { regionSwitch, remediationIdOf, sortedEntries } from "./synthesize-pack.ts";

/** A written file. */
export interface WrittenFile {
  /** Relative to the pack's folder, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** The custom rules that each function of a pack serves; a function without rules is left out. */
export function functionsOf(
  pack: ConformancePack,
): { readonly name: FunctionName; readonly entries: readonly CustomEntry[] }[] {
  const custom = sortedEntries(pack).filter((entry) => entry.kind === "custom");
  return (["change", "periodic"] as const)
    .map((name) => ({ name, entries: custom.filter((entry) => functionOf(entry.rule) === name) }))
    .filter(({ entries }) => entries.length > 0);
}

/**
 * Which rules of a pack prove which control, and what of its framework nobody proves: `controls.json`.
 * @param coverage - How the framework is covered by all packs that are deployed together: parts of one have one.
 */
export function controlsOf(pack: ConformancePack, coverage: readonly ControlCoverage[] = []): object {
  const rulesOf = new Map<string, string[]>();
  for (const entry of sortedEntries(pack)) {
    const controls = entry.kind === "custom" ? (entry.rule.controls ?? []) : entry.controls;
    for (const control of controls) rulesOf.set(control, [...(rulesOf.get(control) ?? []), entry.name]);
  }
  const controls = [...rulesOf].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
  const lacking = (...statuses: readonly ControlCoverage["status"][]) =>
    coverage
      .filter(({ status }) => statuses.includes(status))
      .map(({ control, title, status }) => ({ control, title, status }));
  return {
    version: 1,
    pack: pack.name,
    controls: controls.map(([control, rules]) => ({ control, rules })),
    ...(pack.framework === undefined
      ? {}
      : { framework: pack.framework, withoutRule: lacking("uncovered", "gap"), manual: lacking("manual") }),
  };
}

/** What a pack consists of and what its deployment must provide: `manifest.json`. */
export function manifestOf(pack: ConformancePack, tool: string, files: readonly WrittenFile[]): object {
  const functions = functionsOf(pack);
  return {
    version: 1,
    tool,
    pack: { name: pack.name, ...(pack.framework ? { framework: pack.framework } : {}) },
    tokens: [
      ...functions.map(({ name }) => ({
        name: tokens.functionArn(name),
        is: `ARN of the function in functions/${name}`,
      })),
      ...sortedEntries(pack)
        .filter((entry) => entry.kind === "custom" && hasRemediation(entry))
        .map(({ name }) => ({
          name: tokens.remediationRoleArn(name),
          is: `ARN of the role that the remediation of ${name} assumes`,
        })),
    ],
    functions: functions.map(({ name, entries }) => ({
      name,
      handler: "index.handler",
      rules: entries.map((entry) => entry.name),
      permissions: [...new Set(entries.flatMap(({ rule }) => rule.permissions ?? []))].sort(),
    })),
    rules: sortedEntries(pack).map((entry) => ({
      name: entry.name,
      logicalId: logicalIdOf(entry.name),
      scope: isGlobalEntry(entry) ? "global" : "regional",
      ...regionFacts(entry),
      ...(entry.kind === "managed" ? { identifier: entry.identifier } : {}),
      ...(entry.kind === "custom" ? customFacts(entry) : {}),
    })),
    files,
  };
}

/** A deployment sets the switch to "false" in every other Region. */
function regionFacts(entry: PackEntry): object {
  const regions = regionsOf(entry);
  return regions ? { regions, switch: regionSwitch(entry.name) } : {};
}

function customFacts(entry: CustomEntry): object {
  const { rule } = entry;
  return {
    rule: rule.name,
    function: functionOf(rule),
    onError: entry.onError ?? "not-applicable",
    ...(rule.previousNames ? { previousNames: rule.previousNames } : {}),
    ...(hasRemediation(entry)
      ? {
          remediation: {
            logicalId: remediationIdOf(entry.name),
            runbook: rule.remediation?.runbook,
            automatic: isAutomatic(entry),
            permissions: rule.remediation?.permissions ?? [],
          },
        }
      : {}),
  };
}

function hasRemediation(entry: CustomEntry): boolean {
  return entry.rule.remediation !== undefined && entry.remediation !== false;
}
