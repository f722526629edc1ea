import { runbookLabel, type AnyRunbook, type Severity } from "@rulewright/sdk";

/** What reports say about a rule beyond its results. A rule as `defineRule` returns it fits. */
export interface ReportRule {
  readonly name: string;
  readonly description: string;
  readonly rationale?: string;
  /** Shown for a rule that judged nothing. */
  readonly severity?: Severity;
  readonly references?: readonly string[];
  /** The runbook's name, or the runbook that the rule brings. */
  readonly remediation?: { readonly runbook: string | AnyRunbook };
}

/** A rule with the words that reports show of its runbook. */
export interface KnownRule extends Omit<ReportRule, "remediation"> {
  readonly remediation?: { readonly runbook: string };
}

/** Names and texts that a result does not carry. All of it is optional: reports show ids where a text is missing. */
export interface ReportContext {
  /** Heading of the report. */
  readonly title?: string;
  /** The rules that were applied, those without results too. */
  readonly rules?: readonly ReportRule[];
  /** Titles of controls by their ids, as in `cis-1.2.0/4.1`. Ids that no result has are ignored. */
  readonly controls?: readonly { readonly id: string; readonly title?: string }[];
  /** Names of frameworks by what stands before the slash of their controls' ids. */
  readonly frameworks?: readonly { readonly id: string; readonly name: string; readonly version?: string }[];
}

/** The rules of a context by name. */
export function rulesByName(context: ReportContext): ReadonlyMap<string, KnownRule> {
  return new Map((context.rules ?? []).map((rule) => [rule.name, toKnownRule(rule)]));
}

function toKnownRule({ remediation, ...rule }: ReportRule): KnownRule {
  return { ...rule, ...(remediation ? { remediation: { runbook: runbookLabel(remediation.runbook) } } : {}) };
}
