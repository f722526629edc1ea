import type { AnyRule } from "@rulewright/sdk";
import { controlFacts, type ControlFacts } from "../explain/control-facts.ts";
import { findSubject } from "../explain/find-subject.ts";
import { frameworkFacts, type FrameworkFacts } from "../explain/framework-facts.ts";
import { frameworkText } from "../explain/framework-text.ts";
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

/** Shows a rule, a managed rule or a control with the lines that a pack needs for it, or the controls of a framework. */
export async function explainCommand(name: string, options: ExplainOptions, io: Io): Promise<ExitCode> {
  const rules = await selectRules(options.rules ? { rules: options.rules } : {}, io);
  const facts = factsOf(name, rules, options.rules === undefined);
  io.out(options.json ? `${JSON.stringify(facts, null, 2)}\n` : text(facts, readableWidth(io.width)));
  return EXIT.CLEAN;
}

type Facts = RuleFacts | ManagedRuleFacts | ControlFacts | FrameworkFacts;

function factsOf(name: string, rules: readonly AnyRule[], installed: boolean): Facts {
  const subject = findSubject(name, rules);
  switch (subject.kind) {
    case "rule":
      return ruleFacts(subject.rule, installed);
    case "managed-rule":
      return managedRuleFacts(subject.managedRule, rules);
    case "control":
      return controlFacts(subject.control, rules, installed);
    case "framework":
      return frameworkFacts(subject.framework, rules);
  }
}

function text(facts: Facts, width: number): string {
  switch (facts.kind) {
    case "rule":
      return ruleText(facts, width);
    case "managed-rule":
      return managedRuleText(facts, width);
    case "control":
      return controlText(facts, width);
    case "framework":
      return frameworkText(facts, width);
  }
}
