import { RUNBOOKS, RUNBOOK_NAMES_ONLY } from "./generated/runbook-records.generated.ts";
import type { Runbook } from "./model/runbook.ts";

export type { Runbook, RunbookParameter } from "./model/runbook.ts";

let byName: ReadonlyMap<string, Runbook> | undefined;

/** Lists all runbooks whose parameters are known, by name. */
export function runbooks(): readonly Runbook[] {
  return RUNBOOKS;
}

/** Finds a runbook whose parameters are known. */
export function findRunbook(name: string): Runbook | undefined {
  byName ??= new Map(RUNBOOKS.map((runbook) => [runbook.name, runbook]));
  return byName.get(name);
}

/** Tells whether AWS owns a runbook of this name, be its parameters known or not. */
export function runbookExists(name: string): boolean {
  return findRunbook(name) !== undefined || RUNBOOK_NAMES_ONLY.includes(name);
}

/** Lists the runbooks that can remediate findings of a managed rule. Our pairing, not AWS's. */
export function runbooksFor(managedRule: string): readonly Runbook[] {
  return RUNBOOKS.filter((runbook) => runbook.managedRules.includes(managedRule));
}
