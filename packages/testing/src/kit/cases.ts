import {
  RulewrightError,
  checkDefinition,
  decodeEvidence,
  encodeEvidence,
  isVerdict,
  messageOf,
  readParameters,
  shown,
  type AnyRule,
  type ConfigurationItem,
  type Facts,
  type Verdict,
} from "@rulewright/sdk";
import { FIXTURE, configurationItem } from "./builders.ts";
import type { AnyCase, CaseOf } from "./case.ts";
import { checkCase } from "./check-case.ts";
import { deepFreeze } from "./deep.ts";
import { KIT_ERRORS } from "./errors.ts";
import { runner } from "./runner.ts";

/**
 * Tests a rule by a table: each row states its reason, what is given and the exact compliance type, or `ERROR` where
 * `evaluate` throws. Parameters are parsed from their wire form, evidence makes the trip through its file format, inputs
 * are frozen. A table needs a COMPLIANT and a NON_COMPLIANT row, the definition must be sound, and a row may say nothing
 * that the rule does not have: a misspelt member, parameter or resource type fails it.
 *
 * @param facts - What the definition is compared with (controls, runbooks …); nothing by default.
 */
export function casesFor<T extends AnyRule>(rule: T, cases: readonly CaseOf<T>[], facts: Facts = {}): void {
  const rows: readonly AnyCase[] = cases;
  const { describe, test } = runner();
  describe(rule.name, () => {
    test("the definition is sound", () => {
      const problems = checkDefinition(rule, facts);
      if (problems.length > 0)
        fail("DEFINITION_UNSOUND", problems.map((each) => `${each.message} ${each.hint}`).join("\n"));
    });
    for (const expected of ["COMPLIANT", "NON_COMPLIANT"] as const) {
      test(`the table has a ${expected} row`, () => {
        if (!rows.some((row) => row.expect === expected))
          fail("CASE_MISSING", `No row of ${rule.name} expects ${expected}.`);
      });
    }
    for (const row of rows) test(`${row.expect} when ${row.when}`, () => checkRow(rule, row));
  });
}

function checkRow(rule: AnyRule, row: AnyCase): void {
  checkCase(rule, row);
  const evaluate = evaluation(rule, row);
  if (row.expect === "ERROR") return checkError(evaluate, row);
  const verdict: unknown = evaluate();
  if (!isVerdict(verdict)) return fail("CASE_FAILED", `evaluate returned ${shown(verdict)}, which is no verdict.`);
  if (verdict.complianceType !== row.expect) fail("CASE_FAILED", `Expected ${row.expect}, got ${inWords(verdict)}`);
  if (row.annotation && !row.annotation.test(verdict.annotation ?? "")) {
    fail("CASE_FAILED", `Expected an annotation like ${String(row.annotation)}, got ${shown(verdict.annotation)}`);
  }
}

function checkError(evaluate: () => unknown, { error: wanted }: AnyCase): void {
  let returned: unknown;
  try {
    returned = evaluate();
  } catch (error) {
    if (wanted?.test(messageOf(error))) return;
    const message = `Expected an error like ${String(wanted)}, got ${shown(messageOf(error))}`;
    throw new RulewrightError(KIT_ERRORS.CASE_FAILED, message, { cause: error });
  }
  const got = isVerdict(returned) ? inWords(returned) : shown(returned);
  fail("CASE_FAILED", `Expected evaluate to throw an error like ${String(wanted)}, got ${got}`);
}

function inWords({ complianceType, annotation }: Verdict): string {
  return `${complianceType}: ${annotation ?? "no annotation"}`;
}

/** The call of `evaluate` with all that it is given; what is wrong with that is told before the call. */
function evaluation(rule: AnyRule, row: AnyCase): () => unknown {
  const { values: parameters, problems } = readParameters(rule.name, rule.parameters ?? {}, row.ruleParameters ?? {});
  if (problems.length > 0) fail("CASE_FAILED", problems.map((each) => each.message).join(" "));
  const evidence = row.evidence === undefined ? undefined : decodeEvidence(encodeEvidence(row.evidence));
  const { accountId, region, partition } = FIXTURE;
  const context = deepFreeze({ parameters, evidence, account: { accountId, region, partition } });
  const now = new Date(row.now ?? FIXTURE.now);
  if (rule.kind === "rule") {
    const item = deepFreeze(itemOf(rule, row));
    return () => rule.evaluate({ ...context, now, configurationItem: item });
  }
  const subject = deepFreeze(row.subject ?? { resourceId: accountId });
  return () => rule.evaluate({ ...context, now, subject });
}

function itemOf(rule: AnyRule, row: AnyCase): ConfigurationItem {
  const {
    when: _when,
    ruleParameters: _wire,
    now: _now,
    expect: _expect,
    annotation: _annotation,
    error: _error,
    evidence: _evidence,
    ...members
  } = row;
  return configurationItem(row.resourceType ?? rule.resourceTypes[0] ?? "", { ...members });
}

function fail(entry: keyof typeof KIT_ERRORS, message: string): never {
  throw new RulewrightError(KIT_ERRORS[entry], message);
}
