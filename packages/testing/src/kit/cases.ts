import {
  RulewrightError,
  checkDefinition,
  decodeEvidence,
  encodeEvidence,
  isVerdict,
  readParameters,
  shown,
  type AnyRule,
  type ConfigurationItem,
  type DefinedPeriodicRule,
  type DefinedRule,
  type Facts,
  type ItemOf,
  type Relationship,
  type Verdict,
} from "@rulewright/sdk";
import { FIXTURE, configurationItem } from "./builders.ts";
import { deepFreeze, type DeepPartial } from "./deep.ts";
import { KIT_ERRORS } from "./errors.ts";
import { runner } from "./runner.ts";

interface Given {
  /** What the case is about; the test's name. */
  readonly when: string;
  /** Wire values, so that parsing is covered too. */
  readonly ruleParameters?: { readonly [name: string]: unknown };
  /** ISO 8601. */
  readonly now?: string;
}
type Expected =
  | { readonly expect: "COMPLIANT" | "NOT_APPLICABLE"; readonly annotation?: RegExp }
  | { readonly expect: "NON_COMPLIANT"; readonly annotation: RegExp };
type Row<T> = Given & Expected & T;

type ItemMembers<K extends string> = {
  readonly resourceType?: K;
  readonly configuration?: DeepPartial<ItemOf<K>["configuration"]>;
  readonly supplementaryConfiguration?: DeepPartial<ItemOf<K>["supplementaryConfiguration"]>;
  readonly tags?: { readonly [key: string]: string };
  readonly relationships?: readonly Relationship[];
} & {
  readonly [
    M in
      | "resourceId"
      | "resourceName"
      | "ARN"
      | "awsRegion"
      | "awsAccountId"
      | "configurationItemCaptureTime"
      | "resourceCreationTime"
  ]?: string;
};
type ItemRow<R extends string> = R extends unknown ? ItemMembers<R> : never;
type EvidenceRow<E> = "no evidence" extends keyof E
  ? { readonly evidence?: undefined }
  : undefined extends E
    ? { readonly evidence?: E }
    : { readonly evidence: E };

/** A row of a rule's table: typed by the rule's literal. */
export type CaseOf<T> =
  T extends DefinedPeriodicRule<infer _R, infer _P, infer E, infer S, infer _B>
    ? Row<{ readonly subject?: S } & EvidenceRow<E>>
    : T extends DefinedRule<infer R, infer _P, infer E, infer _B>
      ? Row<ItemRow<R> & EvidenceRow<E>>
      : never;

/** A row once its types are forgotten. */
interface AnyCase extends Given {
  readonly expect: Verdict["complianceType"];
  readonly annotation?: RegExp;
  readonly resourceType?: string;
  readonly subject?: { readonly resourceId: string };
  readonly evidence?: unknown;
}

/**
 * Tests a rule by a table: each row states its reason, what is given and the exact compliance type. Parameters are
 * parsed from their wire form, evidence makes the trip through its file format, inputs are frozen. A table needs a
 * COMPLIANT and a NON_COMPLIANT row, and the definition must be sound.
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
  const verdict: unknown = judge(rule, row);
  if (!isVerdict(verdict)) return fail("CASE_FAILED", `evaluate returned ${shown(verdict)}, which is no verdict.`);
  if (verdict.complianceType !== row.expect) {
    fail(
      "CASE_FAILED",
      `Expected ${row.expect}, got ${verdict.complianceType}: ${verdict.annotation ?? "no annotation"}`,
    );
  }
  if (row.annotation && !row.annotation.test(verdict.annotation ?? "")) {
    fail("CASE_FAILED", `Expected an annotation like ${String(row.annotation)}, got ${shown(verdict.annotation)}`);
  }
}

function judge(rule: AnyRule, row: AnyCase): Verdict {
  const { values: parameters, problems } = readParameters(rule.name, rule.parameters ?? {}, row.ruleParameters ?? {});
  if (problems.length > 0) fail("CASE_FAILED", problems.map((each) => each.message).join(" "));
  const evidence = row.evidence === undefined ? undefined : decodeEvidence(encodeEvidence(row.evidence));
  const { accountId, region, partition } = FIXTURE;
  const context = deepFreeze({ parameters, evidence, account: { accountId, region, partition } });
  const now = new Date(row.now ?? FIXTURE.now);
  if (rule.kind === "rule") return rule.evaluate({ ...context, now, configurationItem: deepFreeze(itemOf(rule, row)) });
  return rule.evaluate({ ...context, now, subject: deepFreeze(row.subject ?? { resourceId: accountId }) });
}

function itemOf(rule: AnyRule, row: AnyCase): ConfigurationItem {
  const {
    when: _when,
    ruleParameters: _wire,
    now: _now,
    expect: _expect,
    annotation: _annotation,
    evidence: _evidence,
    ...members
  } = row;
  return configurationItem(row.resourceType ?? rule.resourceTypes[0] ?? "", { ...members });
}

function fail(entry: keyof typeof KIT_ERRORS, message: string): never {
  throw new RulewrightError(KIT_ERRORS[entry], message);
}
