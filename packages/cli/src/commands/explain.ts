import type { AnyRule } from "@rulewright/sdk";
import { controlFacts, type ControlFacts } from "../explain/control-facts.ts";
import { findSubject } from "../explain/find-subject.ts";
import { readableWidth } from "../explain/layout.ts";
import { managedRuleFacts, type ManagedRuleFacts } from "../explain/managed-rule-facts.ts";
import { ruleFacts, type RuleFacts } from "../explain/rule-facts.ts";
import { controlText, managedRuleText, ruleText } from "../explain/text.ts";
import { EXIT, type ExitCode, type Io } from "../io.ts";
import { selectRules } from "../select-rules.ts";

/** Options of `rulewright explain`. */
export interface ExplainOptions {
  readonly rules?: readonly string[];
  readonly json?: boolean;
}

/** Shows a rule, a managed rule or a control, and the lines that a pack needs for it. */
export async function explainCommand(name: string, options: ExplainOptions, io: Io): Promise<ExitCode> {
  const rules = await selectRules(options.rules ? { rules: options.rules } : {}, io);
  const facts = factsOf(name, rules, options.rules === undefined);
  io.out(options.json ? `${JSON.stringify(facts, null, 2)}\n` : text(facts, readableWidth(io.width)));
  return EXIT.CLEAN;
}

type Facts = RuleFacts | ManagedRuleFacts | ControlFacts;

function factsOf(name: string, rules: readonly AnyRule[], installed: boolean): Facts {
  const subject = findSubject(name, rules);
  if (subject.kind === "rule") return ruleFacts(subject.rule, installed);
  if (subject.kind === "managed-rule") return managedRuleFacts(subject.managedRule, rules);
  return controlFacts(subject.control, rules, installed);
}

function text(facts: Facts, width: number): string {
  if (facts.kind === "rule") return ruleText(facts, width);
  return facts.kind === "managed-rule" ? managedRuleText(facts, width) : controlText(facts, width);
}
