import type { AnyChangeRule, AnyPeriodicRule, AnyRule } from "../core/any-rule.ts";
import type { CheckError, CheckEvaluation, CheckResult } from "../core/results.ts";
import { readItem } from "../items/read-item.ts";
import type { CheckInput, RawItem, SourcedEvidence } from "./inputs.ts";
import type { CheckOutcome } from "./outcome.ts";
import { hashOf, ruleHash } from "./hash.ts";
import { newestItems, type SourcedItem } from "./newest-items.ts";
import { compareEvaluations, summarize } from "./order.ts";
import { judgeEvidence, notCollected } from "./periodic.ts";
import { prepareRule, type PreparedRule } from "./prepared-rule.ts";
import { judgeChange } from "./change.ts";

/** Settings of an offline run. */
export interface CheckOptions {
  /** The moment everything is judged at, instead of what the inputs say. */
  readonly now?: Date;
  /** Such as `rulewright 0.1.0`. */
  readonly tool: string;
  readonly generatedAt: Date;
}

/**
 * Judges configuration items and recorded evidence by the logic that runs in Lambda. Calls no AWS API and reads no
 * clock. What cannot be judged is an error or undetermined, never COMPLIANT.
 * @throws RulewrightError `RW1001`, `RW1002` for a rule whose parameters have no usable values.
 */
export async function check(rules: readonly AnyRule[], input: CheckInput, options: CheckOptions): Promise<CheckResult> {
  const prepared = rules.map((rule) => prepareRule(rule));
  const evaluations: CheckEvaluation[] = [];
  const errors: CheckError[] = [...input.errors];
  const { items, unreadable } = readItems(input.items);
  errors.push(...unreadable);
  const newest = newestItems(items);
  const outcomes = [
    ...(await judgeItems(prepared.filter(isChange), newest, input.evidence, options)),
    ...prepared
      .filter(isPeriodic)
      .flatMap((rule) => [
        ...judgeEvidence(rule, input.evidence, options.now),
        ...notCollected(rule, newest, input.evidence),
      ]),
  ];
  for (const outcome of outcomes) {
    if ("evaluation" in outcome) evaluations.push(outcome.evaluation);
    else errors.push(outcome.error);
  }
  evaluations.sort(compareEvaluations);
  return {
    version: 1,
    tool: options.tool,
    generatedAt: options.generatedAt.toISOString(),
    rulesHash: hashOf(
      Object.fromEntries(prepared.map(({ rule, parametersHash }) => [rule.name, [ruleHash(rule), parametersHash]])),
    ),
    evaluations,
    errors,
    summary: summarize(evaluations, errors),
  };
}

function readItems(raw: Iterable<RawItem>): { items: SourcedItem[]; unreadable: CheckError[] } {
  const items: SourcedItem[] = [];
  const unreadable: CheckError[] = [];
  for (const { raw: value, source, deliveredAt } of raw) {
    const read = readItem(value);
    if ("item" in read) {
      items.push({ item: read.item, source, ...(deliveredAt ? { deliveredAt } : {}) });
    } else {
      const { entry, message, ...identity } = read.refused;
      unreadable.push({ ...identity, code: entry.code, message, source });
    }
  }
  return { items, unreadable };
}

async function judgeItems(
  rules: readonly PreparedRule<AnyChangeRule>[],
  items: readonly SourcedItem[],
  evidence: readonly SourcedEvidence[],
  options: CheckOptions,
): Promise<CheckOutcome[]> {
  const byType = new Map<string, PreparedRule<AnyChangeRule>[]>();
  for (const rule of rules) {
    for (const type of rule.rule.resourceTypes) byType.set(type, [...(byType.get(type) ?? []), rule]);
  }
  const outcomes: CheckOutcome[] = [];
  for (const item of items) {
    for (const rule of byType.get(item.item.resourceType) ?? []) {
      outcomes.push(await judgeChange(rule, item, evidence, options.now));
    }
  }
  return outcomes;
}

function isChange(prepared: PreparedRule): prepared is PreparedRule<AnyChangeRule> {
  return prepared.rule.kind === "rule";
}

function isPeriodic(prepared: PreparedRule): prepared is PreparedRule<AnyPeriodicRule> {
  return prepared.rule.kind === "periodic-rule";
}
