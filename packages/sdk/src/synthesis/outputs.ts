import { isAutomatic } from "./automatic.ts";
import { sortedEntries } from "./entries.ts";
import { functionsOf, type PackFunction } from "./functions.ts";
import { logicalIdOf, tokenText, tokens } from "./names.ts";
import { plainBounds } from "./framework/bounds.ts";
import { isFramework } from "./framework/guardrails.ts";
import type { ControlCoverage } from "./framework/coverage.ts";
import type { ConformancePack, CustomEntry, PackEntry } from "./pack.ts";
import { isGlobalEntry, regionSwitchOf } from "./regions.ts";
import { ownRunbookOf } from "./runbooks/own-runbook.ts";
import { runbookFileOf, runbookIdOf, runbooksOf } from "./runbooks/runbooks-of.ts";
import { remediationIdOf } from "./synthesize-pack.ts";

/** A written file. */
export interface WrittenFile {
  /** Relative to the pack's folder, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
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

/** What of a pack only those know who made its files. */
export interface ManifestExtras {
  /** What tells a rule from what it was, by the rule's name. */
  readonly ruleHashes?: ReadonlyMap<string, string>;
  /** How the pack's stack is deployed. */
  readonly stack?: object;
  /** Tells manifests apart. */
  readonly hash?: string;
}

/** What a pack consists of and what its deployment must provide: `manifest.json`. */
export function manifestOf(
  pack: ConformancePack,
  tool: string,
  files: readonly WrittenFile[],
  { ruleHashes, stack, hash }: ManifestExtras = {},
): object {
  const functions = functionsOf(pack);
  return {
    version: 1,
    tool,
    ...(hash === undefined ? {} : { hash }),
    pack: { name: pack.name, ...(pack.framework ? { framework: pack.framework } : {}) },
    tokens: [
      ...functions.map(({ name, token }) => ({
        name: token,
        is: `ARN of the function in functions/${name}`,
      })),
      ...sortedEntries(pack)
        .filter((entry) => entry.kind === "custom" && hasRemediation(entry))
        .map(({ name }) => ({
          name: tokens.remediationRoleArn(name),
          is: `ARN of the role that the remediation of ${name} assumes`,
        })),
      ...runbooksOf(pack).map(({ token, fileName }) => ({
        name: token,
        is: `name of the document in runbooks/${fileName}`,
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
      ...boundFacts(entry, pack.framework),
      ...(entry.kind === "managed" ? { identifier: entry.identifier } : {}),
      ...(entry.kind === "custom" ? customFacts(entry, functions) : {}),
      ...hashFact(ruleHashes?.get(entry.name)),
    })),
    ...(stack === undefined ? {} : { stack }),
    files,
  };
}

/** A deployment sets the switch to "false" in every other Region. */
function regionFacts(entry: PackEntry): object {
  const limited = regionSwitchOf(entry);
  return limited ? { regions: limited.regions, switch: limited.parameter } : {};
}

/** What the framework demands of the rule's parameters, for whoever looks at those of a deployment. */
function boundFacts(entry: PackEntry, framework: string | undefined): object {
  const bounds = framework !== undefined && isFramework(framework) ? plainBounds(entry, framework) : [];
  return bounds.length === 0 ? {} : { bounds };
}

function hashFact(hash: string | undefined): object {
  return hash === undefined ? {} : { hash };
}

function customFacts(entry: CustomEntry, functions: readonly PackFunction[]): object {
  const { rule } = entry;
  return {
    rule: rule.name,
    function: functions.find(({ entries }) => entries.includes(entry))?.name,
    onError: entry.onError ?? "not-applicable",
    ...(rule.previousNames ? { previousNames: rule.previousNames } : {}),
    ...(hasRemediation(entry)
      ? {
          remediation: {
            logicalId: remediationIdOf(entry.name),
            ...runbookFacts(entry),
            automatic: isAutomatic(entry),
            permissions: rule.remediation?.permissions ?? [],
          },
        }
      : {}),
  };
}

/** A runbook of the rule's own is a token, like in the pack, and a file. */
function runbookFacts(entry: CustomEntry): object {
  if (!ownRunbookOf(entry)) return { runbook: entry.rule.remediation?.runbook };
  return {
    runbook: tokenText(tokens.runbookName(entry.name)),
    runbookLogicalId: runbookIdOf(entry.name),
    runbookFile: `runbooks/${runbookFileOf(entry.name)}`,
  };
}

function hasRemediation(entry: CustomEntry): boolean {
  return entry.rule.remediation !== undefined && entry.remediation !== false;
}
