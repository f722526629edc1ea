import { stat } from "node:fs/promises";
import { ACCOUNT_TYPE, RulewrightError, type AnyRule, type CheckResult } from "@rulewright/sdk";
import type { CheckFormat } from "../check-formats.ts";
import { parseResult, type ComparableResult } from "../compare/comparable.ts";
import { compareResults, type Comparison } from "../compare/compare-results.ts";
import { toComparisonText } from "../compare/render-comparison.ts";
import { CLI_ERRORS } from "../errors.ts";
import { readText } from "../inputs/read-file.ts";
import type { RulePlan } from "./rule-plan.ts";

/** What `check --json` prints: with `--compare` also what changed. */
export type ComparedResult = CheckResult & { readonly comparison?: Comparison };

/** Formats that have a place for what changed; of the others it is told on standard error. */
const HOLDS_COMPARISON: ReadonlySet<CheckFormat> = new Set(["table", "json"]);

/**
 * Reads the result that `--compare` names.
 * @throws RulewrightError `RW5003` for a file that is not there, `RW6221` for one that is no result.
 */
export async function readEarlier(file: string): Promise<ComparableResult> {
  if (!(await stat(file).catch(() => undefined)))
    throw new RulewrightError(CLI_ERRORS.PATH_MISSING, `There is no file ${file} to compare with.`);
  const read = await readText(file);
  if ("text" in read) return parseResult(read.text, file);
  throw new RulewrightError(CLI_ERRORS.RESULT_UNREADABLE, `${file} cannot be compared with: ${read.unreadable}.`);
}

/**
 * Compares with an earlier result, of which only what this run was to judge counts: what `--only` or `--accounts` leave
 * out has not disappeared. Of a rule that this run does not have everything is no longer judged.
 */
export function compareWith(
  earlier: ComparableResult,
  later: CheckResult,
  plan: RulePlan,
  byName: boolean,
): Comparison {
  const rules = new Set(plan.rules.map(({ name }) => name));
  const counting = byName || plan.narrowed ? narrowed(earlier, plan, byName) : earlier;
  return compareResults(counting, later, (rule) => rules.has(rule));
}

/** What of a rendered result tells of the comparison, and what goes to standard error instead. */
export function comparisonText(
  { comparison }: ComparedResult,
  format: CheckFormat,
): { readonly inside: string; readonly beside: string } {
  if (!comparison || format === "json") return { inside: "", beside: "" };
  const text = toComparisonText(comparison);
  return HOLDS_COMPARISON.has(format) ? { inside: `\n${text}`, beside: "" } : { inside: "", beside: text };
}

type Entry = ComparableResult["evaluations"][number] | ComparableResult["errors"][number];

function narrowed(
  { evaluations, errors, ...rest }: ComparableResult,
  plan: RulePlan,
  byName: boolean,
): ComparableResult {
  const isWithin = createIsWithin(plan, byName);
  // an error without a rule is about all of them, and tells nothing of what this run does not have
  const errorsWithin = errors.filter((error) => error.rule === undefined || isWithin(error));
  return { ...rest, evaluations: evaluations.filter(isWithin), errors: errorsWithin };
}

/** Of a rule that this run does not know, its place decides, unless rules were chosen. */
function createIsWithin({ rules, narrowed: narrowing }: RulePlan, byName: boolean): (entry: Entry) => boolean {
  const byRuleName = new Map<string, AnyRule>(rules.map((rule) => [rule.name, rule]));
  const { severity, framework, resourceTypes } = narrowing?.selection ?? {};
  const areChosen = byName || [severity, framework, resourceTypes].some((each) => each !== undefined);
  return ({ rule: name = "", resourceType = "", accountId = "", region = "" }) => {
    const rule = byRuleName.get(name);
    if (!rule && areChosen) return false;
    if (!narrowing) return true;
    const { select } = narrowing;
    if (rule?.kind !== "periodic-rule")
      return select.item({ resourceType, awsAccountId: accountId, awsRegion: region });
    const isOfType = resourceType === ACCOUNT_TYPE || select.resourceType(resourceType);
    return isOfType && select.evidence({ accountId, region }, rule);
  };
}
