import type { AnyChangeRule, AnyPeriodicRule, AnyRule } from "../core/any-rule.ts";
import type { ConfigurationItem } from "../core/configuration-item.ts";
import type { CheckError, CheckResult, NotJudgedResource, Source } from "../core/results.ts";
import { readAny } from "./read-delivered.ts";
import { accountOf, judgeChange, judgeCollecting, type ChangeSubject } from "./change.ts";
import { hashOf, ruleHash } from "./hash.ts";
import type { PlannedItem, RawItem, SourcedEvidence } from "./inputs.ts";
import type { Judged } from "./outcome.ts";
import { judgeEvidence, notCollected, type KnownPlace } from "./periodic.ts";
import { prepareRule, type PreparedRule } from "./prepared-rule.ts";
import { createFindRecorded, type FindRecorded } from "./recorded-evidence.ts";
import { EvaluationStore, type StoreDump } from "./store/evaluation-store.ts";
import { compareText } from "./store/interner.ts";
import { lazyEvaluations, summarize } from "./store/lazy-evaluations.ts";

/** Settings of an offline run. */
export interface CheckOptions {
  /** The moment everything is judged at, instead of what the inputs say. */
  readonly now?: Date;
  /** Such as `rulewright 0.1.0`. */
  readonly tool: string;
  readonly generatedAt: Date;
}

/** The change rules of one resource type. */
interface TypeRules {
  readonly rules: readonly { readonly number: number; readonly prepared: PreparedRule<AnyChangeRule> }[];
  readonly collects: boolean;
}

/** What a part of a run came to, as plain data for another thread. */
export interface CheckPart {
  readonly store: StoreDump;
  readonly errors: readonly CheckError[];
  readonly places: readonly KnownPlace[];
}

/**
 * An offline run that takes its items one by one and holds none of them: what is kept of each are its identity and
 * what the rules came to. Calls no AWS API and reads no clock.
 */
export class Checker {
  readonly #prepared: readonly PreparedRule[];
  readonly #byType = new Map<string, TypeRules>();
  readonly #evidence: readonly SourcedEvidence[];
  readonly #findRecorded: FindRecorded;
  readonly #now: Date | undefined;
  readonly #places = new Map<string, KnownPlace>();
  readonly #notJudged: NotJudgedResource[] = [];
  #store = new EvaluationStore();
  #errors: CheckError[] = [];

  /** @throws RulewrightError `RW1001`, `RW1002` for a rule whose parameters have no usable values. */
  constructor(rules: readonly AnyRule[], evidence: readonly SourcedEvidence[], { now }: { readonly now?: Date } = {}) {
    this.#prepared = rules.map((rule) => prepareRule(rule)).sort((a, b) => compareText(a.rule.name, b.rule.name));
    this.#evidence = evidence;
    this.#now = now;
    for (const [number, prepared] of this.#prepared.entries()) {
      if (!isChange(prepared)) continue;
      for (const type of prepared.rule.resourceTypes) {
        const known = this.#byType.get(type);
        const collects = (known?.collects ?? false) || prepared.rule.collect !== undefined;
        this.#byType.set(type, { rules: [...(known?.rules ?? []), { number, prepared }], collects });
      }
    }
    this.#findRecorded = createFindRecorded(evidence, this.#prepared.filter(isChange));
  }

  /** Types that a change rule judges. */
  get readTypes(): ReadonlySet<string> {
    return new Set(this.#byType.keys());
  }

  /** Whether accounts and Regions count that only items of other types tell of. */
  get wantsPlaces(): boolean {
    return this.#prepared.some(isPeriodic);
  }

  get errorCount(): number {
    return this.#errors.length;
  }

  /** Something that could not be read. */
  addError(error: CheckError): void {
    this.#errors.push(error);
  }

  addNotJudged(resource: NotJudgedResource): void {
    this.#notJudged.push(resource);
  }

  /** Judges an item, if it is the newest state of its resource so far. A promise only where a rule collects. */
  add(given: RawItem | PlannedItem): void | Promise<void> {
    if ("item" in given) return this.#judgePlanned(given);
    const read = readAny(given.raw);
    if ("item" in read) return this.#judge(read.item, given);
    const { entry, message, ...identity } = read.refused;
    this.#errors.push({ ...identity, code: entry.code, message, source: given.source });
  }

  /** Notes an account and Region that items tell of which no rule judges. */
  addPlace(accountId: string, region: string, source: Source): void {
    const place = `${accountId} ${region}`;
    if (!this.#places.has(place)) this.#places.set(place, { accountId, region, source });
  }

  /** Hands over what was judged since the last time, and forgets it. */
  takePart(): CheckPart {
    const part = { store: this.#store.dump(), errors: this.#errors, places: [...this.#places.values()] };
    this.#store = new EvaluationStore();
    this.#errors = [];
    this.#places.clear();
    return part;
  }

  /** Takes over a part that another checker of the same rules judged. */
  addPart({ store, errors, places }: CheckPart): void {
    this.#store.absorb(EvaluationStore.load(store));
    this.#errors.push(...errors);
    for (const { accountId, region, source } of places) this.addPlace(accountId, region, source);
  }

  /** Judges the evidence and gives the result. */
  finish({ tool, generatedAt }: Omit<CheckOptions, "now">): CheckResult {
    for (const [number, prepared] of this.#prepared.entries()) {
      if (isPeriodic(prepared)) this.#judgePeriodic(number, prepared);
    }
    const errors = [...this.#errors, ...this.#store.errors];
    const hashes = this.#prepared.map(({ rule, parametersHash }) => [rule.name, [ruleHash(rule), parametersHash]]);
    return {
      version: 1,
      tool,
      generatedAt: generatedAt.toISOString(),
      rulesHash: hashOf(Object.fromEntries(hashes)),
      evaluations: lazyEvaluations(this.#store, this.#prepared),
      errors,
      summary: summarize(this.#store, errors),
      ...(this.#notJudged.length > 0 ? { notJudged: this.#notJudged } : {}),
    };
  }

  #judge(item: ConfigurationItem, { source, deliveredAt, unknown }: RawItem): void | Promise<void> {
    this.addPlace(item.awsAccountId, item.awsRegion, source);
    const rules = this.#byType.get(item.resourceType);
    if (!rules) return;
    const resource = describe(item, source);
    const capturedAt = Date.parse(item.configurationItemCaptureTime);
    if (!this.#store.begin(resource, { capturedAt, stateId: item.configurationStateId ?? 0 })) return;
    const now = this.#now ?? deliveredAt ?? new Date(capturedAt);
    return this.#apply(rules, resource, { item, account: accountOf(item), unknown: unknown ?? [], now });
  }

  #judgePlanned({ item, unknown, source }: PlannedItem): void | Promise<void> {
    this.addPlace(item.awsAccountId, item.awsRegion, source);
    const rules = this.#byType.get(item.resourceType);
    if (!rules) return;
    const resource = describe(item, source);
    this.#store.begin(resource);
    const captured = item.configurationItemCaptureTime;
    const now = this.#now ?? (captured === "" ? undefined : new Date(captured));
    return this.#apply(rules, resource, { item, account: accountOf(item), unknown, now });
  }

  #apply({ rules, collects }: TypeRules, resource: Judged, subject: ChangeSubject): void | Promise<void> {
    if (collects) return this.#applyCollecting(rules, resource, subject);
    for (const { number, prepared } of rules)
      this.#store.add(number, resource, prepared.rule.name, judgeChange(prepared, subject));
  }

  async #applyCollecting(rules: TypeRules["rules"], resource: Judged, subject: ChangeSubject): Promise<void> {
    for (const { number, prepared } of rules) {
      const { rule } = prepared;
      // an item of a template is not the one that was recorded
      const recorded = resource.source.logicalId === undefined ? this.#findRecorded(prepared, subject.item) : undefined;
      const outcome = rule.collect
        ? await judgeCollecting(prepared, subject, recorded, this.#now)
        : judgeChange(prepared, subject);
      this.#store.add(number, resource, rule.name, outcome);
    }
  }

  #judgePeriodic(number: number, prepared: PreparedRule<AnyPeriodicRule>): void {
    const { name } = prepared.rule;
    for (const outcomes of [
      judgeEvidence(prepared, this.#evidence, this.#now),
      notCollected(prepared, this.#places.values(), this.#evidence),
    ]) {
      for (const { resource, outcome } of outcomes) {
        this.#store.begin(resource);
        this.#store.add(number, resource, name, outcome);
      }
    }
  }
}

function describe(item: ConfigurationItem, source: Source): Judged {
  const { resourceType, resourceId, resourceName, awsAccountId: accountId, awsRegion: region } = item;
  const captureTime = item.configurationItemCaptureTime;
  return {
    resourceType,
    resourceId,
    resourceName,
    accountId,
    region,
    ...(captureTime === "" ? {} : { captureTime }),
    source,
  };
}

function isChange(prepared: PreparedRule): prepared is PreparedRule<AnyChangeRule> {
  return prepared.rule.kind === "rule";
}

function isPeriodic(prepared: PreparedRule): prepared is PreparedRule<AnyPeriodicRule> {
  return prepared.rule.kind === "periodic-rule";
}
