import type { ConfigurationItem } from "./configuration-item.ts";
import type { ParameterSpecs } from "./parameter-spec.ts";
import type { AnyRemediation } from "./remediation.ts";
import type { Account, Aws, Declared, Schedule, Severity, Subject } from "./rule.ts";
import type { Verdict } from "./verdict.ts";

interface Inputs {
  readonly aws: Aws;
  readonly account: Account;
  readonly parameters: { readonly [name: string]: unknown };
}
interface Judging extends Omit<Inputs, "aws"> {
  readonly evidence: unknown;
  readonly now: Date;
}

/** What both kinds of rule are once their literal types are forgotten. */
interface Erased extends Omit<Declared<string, ParameterSpecs>, "parameters" | "remediation" | "severity"> {
  readonly severity: Severity;
  readonly parameters?: ParameterSpecs;
  readonly remediation?: AnyRemediation;
}

/** Any change rule, as the runtime, the offline engine and synthesis see it. Methods, so that every rule fits. */
export interface AnyChangeRule extends Erased {
  readonly kind: "rule";
  readonly schedule?: Schedule;
  readonly scope?: "global" | "regional";
  collect?(context: Inputs & { readonly configurationItem: ConfigurationItem }): Promise<unknown>;
  evaluate(context: Judging & { readonly configurationItem: ConfigurationItem }): Verdict;
}

/** Any periodic rule. */
export interface AnyPeriodicRule extends Erased {
  readonly kind: "periodic-rule";
  readonly schedule: Schedule;
  readonly scope: "global" | "regional";
  list?(context: Inputs): AsyncIterable<Subject>;
  collect?(context: Inputs & { readonly subject: Subject }): Promise<unknown>;
  evaluate(context: Judging & { readonly subject: Subject }): Verdict;
}

/** Any rule. */
export type AnyRule = AnyChangeRule | AnyPeriodicRule;

/** Tells a rule from anything else that a module may export, whichever copy of the SDK made it. */
export function isRule(value: unknown): value is AnyRule {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  return value.kind === "rule" || value.kind === "periodic-rule";
}
