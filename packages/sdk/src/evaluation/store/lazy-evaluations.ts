import type { ComplianceType } from "../../core/verdict.ts";
import type { CheckEvaluation } from "../../core/results.ts";
import type { PreparedRule } from "../prepared-rule.ts";
import type { Judged } from "../outcome.ts";
import { WORDS, type EvaluationStore } from "./evaluation-store.ts";
import type { ExemptionOf } from "./exempt-rows.ts";
import { OrderedRows } from "./ordered-rows.ts";

/** So many evaluations take little memory. */
const EAGER = 20_000;

/**
 * The evaluations in the contract's order, as a read-only array whose elements are made when they are asked for: a
 * million objects would take several hundred megabytes, and most reports need one at a time.
 *
 * @param rules - Sorted by name.
 * @param exemptionOf - Of rows that are exempt.
 */
export function lazyEvaluations(
  store: EvaluationStore,
  rules: readonly PreparedRule[],
  exemptionOf?: ExemptionOf,
): readonly CheckEvaluation[] {
  const rows = new OrderedRows(store);
  const { length } = rows;
  const read = createReader(store, rules, exemptionOf);
  const at = (index: number) => rows.at(index, read);
  if (length <= EAGER) return Array.from({ length }, (_none, index) => at(index));
  const indexOf = (key: string | symbol) => {
    const index = typeof key === "string" && /^\d+$/.test(key) ? Number(key) : -1;
    return index < length ? index : -1;
  };
  const loops = { [Symbol.iterator]: iterate, map, filter };
  const array: CheckEvaluation[] = [];
  return new Proxy(array, {
    get(target, key, receiver) {
      if (key === "length") return length;
      if (Object.hasOwn(loops, key)) return Reflect.get(loops, key);
      const index = indexOf(key);
      return index < 0 ? Reflect.get(target, key, receiver) : at(index);
    },
    has: (target, key) => indexOf(key) >= 0 || Reflect.has(target, key),
    ownKeys: (target) => [...Array.from({ length }, (_none, index) => String(index)), ...Reflect.ownKeys(target)],
    getOwnPropertyDescriptor(target, key) {
      const index = indexOf(key);
      if (index >= 0) return { value: at(index), enumerable: true, configurable: true, writable: true };
      const own = Reflect.getOwnPropertyDescriptor(target, key);
      return key === "length" && own ? { ...own, value: length } : own;
    },
  });

  // what reports call most, without a trip through the proxy for each element
  function* iterate() {
    for (let index = 0; index < length; index += 1) yield at(index);
  }
  function map<T>(convert: (evaluation: CheckEvaluation, index: number) => T): T[] {
    const all: T[] = [];
    for (let index = 0; index < length; index += 1) all.push(convert(at(index), index));
    return all;
  }
  function filter(isWanted: (evaluation: CheckEvaluation, index: number) => boolean): CheckEvaluation[] {
    const wanted: CheckEvaluation[] = [];
    for (let index = 0; index < length; index += 1) {
      const evaluation = at(index);
      if (isWanted(evaluation, index)) wanted.push(evaluation);
    }
    return wanted;
  }
}

/** Makes an evaluation of a row; the rows of one resource mostly follow one another. */
function createReader(store: EvaluationStore, rules: readonly PreparedRule[], exemptionOf?: ExemptionOf) {
  let last = -1;
  let described = emptyResource();
  const words = new Map<number, Word>();
  const heads = rules.map(({ rule, parametersHash }) => ({
    rule: rule.name,
    severity: rule.severity ?? "MEDIUM",
    controls: rule.controls ?? [],
    parametersHash,
  }));
  return (row: number, resource: number): CheckEvaluation => {
    if (resource !== last) described = store.describe(resource).resource;
    last = resource;
    const head = heads[store.rows.rule.at(row)];
    if (!head) throw new RangeError("There is no such rule.");
    const code = store.rows.text.at(row) * WORDS.length + store.rows.word.at(row);
    let word = words.get(code);
    if (!word) {
      word = wordAt(store, row);
      if (words.size === REMEMBERED) words.clear();
      words.set(code, word);
    }
    return toEvaluation(head, described, word, word.status === "exempt" ? exemptionOf?.(row) : undefined);
  };
}

const REMEMBERED = 4096;

type Head = Pick<CheckEvaluation, "rule" | "severity" | "controls" | "parametersHash">;

type Writable = { -readonly [K in keyof CheckEvaluation]: CheckEvaluation[K] };

/** In the contract's order of members; what is unknown is absent. */
function toEvaluation(
  { rule, severity, controls, parametersHash }: Head,
  resource: Judged,
  word: Word,
  exemption: CheckEvaluation["exemption"],
): CheckEvaluation {
  const { resourceType, resourceId, resourceName, accountId, region, captureTime, source } = resource;
  const { status, complianceType, annotation, missing } = word;
  const evaluation: Partial<Writable> = { rule, resourceType, resourceId };
  if (resourceName) evaluation.resourceName = resourceName;
  evaluation.accountId = accountId;
  evaluation.region = region;
  evaluation.status = status;
  if (complianceType !== undefined) evaluation.complianceType = complianceType;
  if (annotation !== undefined) evaluation.annotation = annotation;
  if (exemption !== undefined) evaluation.exemption = exemption;
  if (missing !== undefined) evaluation.missing = missing;
  evaluation.severity = severity;
  evaluation.controls = controls;
  if (captureTime !== undefined) evaluation.configurationItemCaptureTime = captureTime;
  evaluation.parametersHash = parametersHash;
  evaluation.source = source;
  return evaluation as CheckEvaluation; // every member that must be is set
}

function emptyResource(): Judged {
  return { resourceType: "", resourceId: "", accountId: "", region: "", source: { file: "" } };
}

type Word = Pick<CheckEvaluation, "status" | "complianceType" | "annotation" | "missing">;

function wordAt(store: EvaluationStore, row: number): Word {
  const word = WORDS[store.rows.word.at(row)];
  const text = store.texts.get(store.rows.text.at(row));
  if (word === undefined || word === "undetermined")
    return { status: "undetermined", missing: JSON.parse(text ?? "[]") as readonly string[] };
  const complianceType: ComplianceType = word === "exempt" ? "NON_COMPLIANT" : word;
  const status = word === "exempt" ? word : "evaluated";
  return { status, complianceType, ...(text === undefined ? {} : { annotation: text }) };
}
