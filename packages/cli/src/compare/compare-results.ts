import type { Severity } from "@rulewright/sdk";
import type { ComparableEvaluation, ComparableResult } from "./comparable.ts";
import { findUnjudged } from "./unjudged.ts";

/** What a result says of one rule and one resource; `ERROR` where they could not be judged. */
export type Outcome = "COMPLIANT" | "NON_COMPLIANT" | "NOT_APPLICABLE" | "EXEMPT" | "UNDETERMINED" | "ERROR";

/** One rule and one resource of which two results say different things. */
export interface Change {
  readonly rule: string;
  readonly severity: Severity;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly resourceName?: string;
  readonly accountId: string;
  readonly region: string;
  /** Absent where the earlier result does not have it. */
  readonly before?: Outcome;
  /** Absent where the later result does not have it. */
  readonly after?: Outcome;
  /** Of the later result; of the earlier one for what it alone has. */
  readonly annotation?: string;
}

/** What changed from one result to another. Each rule and resource is in one list or one count only. */
export interface Comparison {
  readonly version: 1;
  /** When the two results were made, ISO 8601. */
  readonly earlier: string;
  readonly later: string;
  /** Judged otherwise before. */
  readonly becameNonCompliant: readonly Change[];
  /** Non-compliant before; compliant or not applicable now. */
  readonly fixed: readonly Change[];
  /** Non-compliant before; exempt now. */
  readonly exempted: readonly Change[];
  /** Judged before; undetermined, in error or without its rule now. Nothing says that what was non-compliant is fixed. */
  readonly noLongerJudged: readonly Change[];
  /** In the later result only, whatever its outcome; of the earlier one no error is about it. */
  readonly appeared: readonly Change[];
  /** In the earlier result only; of the later one no error is about it. */
  readonly disappeared: readonly Change[];
  readonly stillNonCompliant: number;
  /** Any other change, such as from undetermined to compliant. */
  readonly otherwiseChanged: number;
  /** The same outcome, non-compliance aside. */
  readonly unchanged: number;
  /** Rules that were judged with other parameters. */
  readonly rulesWithOtherParameters: readonly string[];
  /** Errors of the later result: what disappeared may be merely unread. */
  readonly laterErrors: number;
}

type Kind = "becameNonCompliant" | "fixed" | "exempted" | "noLongerJudged" | "appeared" | "disappeared";
type Count = "stillNonCompliant" | "otherwiseChanged" | "unchanged";

/**
 * Compares two results by account, Region, type, id and rule. The lists are in the order of results.
 *
 * @param judges - Whether the later run has a rule, whatever it found; of other rules nothing is gone.
 */
export function compareResults(
  earlier: ComparableResult,
  later: ComparableResult,
  judges: (rule: string) => boolean = () => true,
): Comparison {
  const before = createFind(earlier);
  const after = createFind(later);
  const lists: Record<Kind, Change[]> = {
    becameNonCompliant: [],
    fixed: [],
    exempted: [],
    noLongerJudged: [],
    appeared: [],
    disappeared: [],
  };
  const counts: Record<Count, number> = { stillNonCompliant: 0, otherwiseChanged: 0, unchanged: 0 };
  for (const [key, known] of new Map([...before.all, ...after.all])) {
    const was = before.find(key, known);
    const is = judges(known.rule) ? after.find(key, known) : after.all.get(key);
    const isLeftOut = is === undefined && !judges(known.rule);
    const kind = kindOf(was?.outcome, isLeftOut ? "UNDETERMINED" : is?.outcome);
    if (isCount(kind)) counts[kind] += 1;
    else lists[kind].push(toChange(was, is));
  }
  for (const list of Object.values(lists)) list.sort(compareChanges);
  return {
    version: 1,
    earlier: earlier.generatedAt,
    later: later.generatedAt,
    ...lists,
    ...counts,
    rulesWithOtherParameters: otherParameters(earlier, later),
    laterErrors: later.errors.length,
  };
}

function kindOf(was: Outcome | undefined, is: Outcome | undefined): Kind | Count {
  if (was === undefined) return "appeared";
  if (is === undefined) return "disappeared";
  if (was === is) return is === "NON_COMPLIANT" ? "stillNonCompliant" : "unchanged";
  if (is === "NON_COMPLIANT") return "becameNonCompliant";
  if (isUnjudged(is)) return isUnjudged(was) ? "otherwiseChanged" : "noLongerJudged";
  if (was !== "NON_COMPLIANT") return "otherwiseChanged";
  return is === "EXEMPT" ? "exempted" : "fixed";
}

function isUnjudged(outcome: Outcome): boolean {
  return outcome === "UNDETERMINED" || outcome === "ERROR";
}

function isCount(kind: Kind | Count): kind is Count {
  return kind === "stillNonCompliant" || kind === "otherwiseChanged" || kind === "unchanged";
}

interface Known extends Omit<Change, "before" | "after"> {
  readonly outcome: Outcome;
}

/** From the best to the worst: of two evaluations of one key the worst counts. */
const RANK: readonly Outcome[] = ["NOT_APPLICABLE", "COMPLIANT", "EXEMPT", "UNDETERMINED", "ERROR", "NON_COMPLIANT"];

/** What a result has, and what it says of a pair that it may not have. */
function createFind(result: ComparableResult) {
  const all = new Map(outcomes(result));
  const unjudged = findUnjudged(result);
  const find = (key: string, known: Known): Known | undefined => {
    const outcome = all.has(key) ? undefined : unjudged(known);
    return outcome === undefined ? all.get(key) : { ...withoutAnnotation(known), outcome };
  };
  return { all, find };
}

function* outcomes({ evaluations, errors }: ComparableResult): Generator<[string, Known]> {
  const worst = new Map<string, Known>();
  const severities = new Map(evaluations.map(({ rule, severity }) => [rule, severity]));
  const add = (known: Known) => {
    const key = KEY.map((name) => known[name]).join("\n");
    const other = worst.get(key);
    if (!other || RANK.indexOf(known.outcome) > RANK.indexOf(other.outcome)) worst.set(key, known);
  };
  for (const evaluation of evaluations) add({ ...resourceOf(evaluation), outcome: outcomeOf(evaluation) });
  for (const { rule, resourceType, resourceId, accountId, region } of errors) {
    if (!rule || !resourceType || !resourceId || !accountId || !region) continue; // of no pair by itself
    const severity = severities.get(rule) ?? "MEDIUM";
    add({ rule, severity, resourceType, resourceId, accountId, region, outcome: "ERROR" });
  }
  yield* worst;
}

const KEY = ["accountId", "region", "resourceType", "resourceId", "rule"] as const;

function resourceOf(evaluation: ComparableEvaluation): Omit<Known, "outcome"> {
  const { rule, severity, resourceType, resourceId, resourceName, accountId, region, annotation } = evaluation;
  return {
    rule,
    severity,
    resourceType,
    resourceId,
    ...(resourceName === undefined ? {} : { resourceName }),
    accountId,
    region,
    ...(annotation === undefined ? {} : { annotation }),
  };
}

function outcomeOf({ status, complianceType = "NOT_APPLICABLE" }: ComparableEvaluation): Outcome {
  if (status === "exempt") return "EXEMPT";
  return status === "undetermined" ? "UNDETERMINED" : complianceType;
}

function toChange(was: Known | undefined, is: Known | undefined): Change {
  const { outcome: _outcome, ...known } =
    (is?.outcome === "ERROR" && was ? withoutAnnotation(was) : is) ?? was ?? mustBeEither();
  return { ...known, ...(was ? { before: was.outcome } : {}), ...(is ? { after: is.outcome } : {}) };
}

/** What is known of a resource itself, whatever was said of it. */
function withoutAnnotation({ annotation: _ofBefore, ...known }: Known): Known {
  return known;
}

function mustBeEither(): never {
  throw new Error("A key is of one of the two results.");
}

function compareChanges(a: Change, b: Change): number {
  for (const key of KEY) if (a[key] !== b[key]) return a[key] < b[key] ? -1 : 1;
  return 0;
}

/** Rules of both results that were judged with different parameters. */
function otherParameters(earlier: ComparableResult, later: ComparableResult): readonly string[] {
  const rules = new Set(earlier.evaluations.map(({ rule }) => rule));
  const known = new Set(earlier.evaluations.map(({ rule, parametersHash }) => `${rule} ${parametersHash}`));
  const others = later.evaluations.filter(
    ({ rule, parametersHash }) => rules.has(rule) && !known.has(`${rule} ${parametersHash}`),
  );
  return [...new Set(others.map(({ rule }) => rule))].sort();
}
