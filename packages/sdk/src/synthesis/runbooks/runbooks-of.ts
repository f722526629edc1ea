import { sortedEntries } from "../entries.ts";
import { logicalIdOf, tokens } from "../names.ts";
import type { ConformancePack } from "../pack.ts";
import { ownRunbookOf } from "./own-runbook.ts";
import { runbookDocument } from "./runbook-document.ts";

/** A runbook that a pack's stack creates, under a generated name: it is replaced when it changes, never edited. */
export interface PackRunbook {
  /** The rule's name in the pack. */
  readonly ruleName: string;
  /** Of the `AWS::SSM::Document` in the stack. */
  readonly logicalId: string;
  /** Stands in the pack for the document's name, as `${token}`. */
  readonly token: string;
  /** Below the folder `runbooks` of what synthesis writes. */
  readonly fileName: string;
  /** The document in YAML: `DocumentFormat: YAML`, `DocumentType: Automation`. */
  readonly content: string;
}

/** The runbooks that rules of a pack bring along, by rule name. */
export function runbooksOf(pack: ConformancePack): PackRunbook[] {
  return sortedEntries(pack).flatMap((entry) => {
    const runbook = entry.kind === "custom" ? ownRunbookOf(entry) : undefined;
    if (runbook === undefined) return [];
    return [
      {
        ruleName: entry.name,
        logicalId: runbookIdOf(entry.name),
        token: tokens.runbookName(entry.name),
        fileName: runbookFileOf(entry.name),
        content: runbookDocument(runbook),
      },
    ];
  });
}

/** The logical id of the document of a rule's runbook. */
export function runbookIdOf(ruleName: string): string {
  return `${logicalIdOf(ruleName)}Runbook`;
}

/** The file of a rule's runbook, below the folder `runbooks`. */
export function runbookFileOf(ruleName: string): string {
  return `${ruleName}.yaml`;
}
