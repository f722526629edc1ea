import type { AnyChangeRule, AnyPeriodicRule, AnyRule } from "../core/any-rule.ts";
import type { ConfigurationItem } from "../core/configuration-item.ts";
import type { ExemptionMatcher } from "../core/exemptions/matcher.ts";
import type { JsonObject } from "../core/json.ts";
import type { CheckError, CheckResult, NotJudgedResource, Source } from "../core/results.ts";
import type { RefusedItem } from "../items/read-item.ts";
import { readAny } from "./read-delivered.ts";
import { accountOf, judgeChange, judgeCollecting, type ChangeSubject } from "./change.ts";
import { describe, knownTags, withAbsent } from "./describe.ts";
import { FROZEN_ITEMS, freezeJson } from "./freeze-item.ts";
import { hashOf, ruleHash } from "./hash.ts";
import type { PlannedItem, RawItem, SourcedEvidence, UnreadResource } from "./inputs.ts";
import { KnownPlaces, type KnownPlace } from "./known-places.ts";
import type { Judged, Outcome } from "./outcome.ts";
import { judgeEvidence, notCollected, placesOf } from "./periodic.ts";
import { isChange, isPeriodic, prepareRule, type PreparedRule } from "./prepared-rule.ts";
import { createFindRecorded, type FindRecorded } from "./recorded-evidence.ts";
import { unreadItem } from "./unread-item.ts";
import { placeOfRaw, type PlacedItem, type RunSelection } from "./run-selection.ts";
import { EvaluationStore, type State } from "./store/evaluation-store.ts";
import { exemptRows } from "./store/exempt-rows.ts";
import { compareText } from "./store/interner.ts";
import { lazyEvaluations } from "./store/lazy-evaluations.ts";
import type { StoreDump } from "./store/store-dump.ts";
import { summarizeStore } from "./store/summarize-store.ts";

/** What a run judges by, and what of its inputs. */
export interface CheckerOptions {
  /** The moment everything is judged at, instead of what the inputs say. */
  readonly now?: Date;
  /** Wire values of parameters by the name of their rule; the others have their defaults. */
  readonly settings?: ReadonlyMap<string, JsonObject>;
  /** The names that rules have in evidence, by the names that the run has for them; mostly these are the same. */
  readonly evidenceNames?: ReadonlyMap<string, string>;
  /** Everything where absent. */
  readonly select?: RunSelection;
  /** Tells the tags that have to be kept for exemptions. */
  readonly exemptions?: Pick<ExemptionMatcher, "tagKeys">;
  /** Told what `collect` or `evaluate` threw, resource by resource. The result has its message only. */
  readonly onThrown?: (ruleName: string, error: unknown) => void;
}

/** Settings of an offline run. */
export interface CheckOptions extends CheckerOptions {
  /** Such as `rulewright 0.1.0`. */
  readonly tool: string;
  readonly generatedAt: Date;
  /** Asked once for everything that is NON_COMPLIANT in the end; it then knows what has expired and what was unused. */
  readonly exemptions?: ExemptionMatcher;
}

/** The change rules of one resource type. */
interface TypeRules {
  /** Of so many items more it is looked whether a rule changes them. */
  toFreeze: number;
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
  readonly #select: RunSelection | undefined;
  #places = new KnownPlaces();
  readonly #notJudged: NotJudgedResource[] = [];
  readonly #exemptions: CheckerOptions["exemptions"];
  readonly #onThrown: CheckerOptions["onThrown"];
  #store: EvaluationStore;
  #errors: CheckError[] = [];

  /** @throws RulewrightError `RW1001`, `RW1002` for a rule whose parameters have no usable values. */
  constructor(rules: readonly AnyRule[], evidence: readonly SourcedEvidence[], options: CheckerOptions = {}) {
    const { now, settings, evidenceNames, select, exemptions, onThrown } = options;
    this.#prepared = rules
      .map((rule) => prepareRule(rule, settings?.get(rule.name), evidenceNames?.get(rule.name)))
      .sort((a, b) => compareText(a.rule.name, b.rule.name));
    this.#evidence = evidence;
    this.#now = now;
    this.#select = select;
    this.#exemptions = exemptions;
    this.#onThrown = onThrown;
    this.#store = new EvaluationStore(exemptions, onThrown);
    for (const [number, prepared] of this.#prepared.entries()) {
      if (!isChange(prepared)) continue;
      for (const type of prepared.rule.resourceTypes) {
        if (select?.resourceType(type) === false) continue;
        const known = this.#byType.get(type);
        const collects = (known?.collects ?? false) || prepared.rule.collect !== undefined;
        this.#byType.set(type, {
          toFreeze: FROZEN_ITEMS,
          rules: [...(known?.rules ?? []), { number, prepared }],
          collects,
        });
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
    return this.#select !== undefined || this.#prepared.some(isPeriodic);
  }

  /** Accounts and Regions that the inputs tell of so far, whether or not anything of them is judged. */
  get places(): Iterable<Pick<KnownPlace, "accountId" | "region">> {
    return placesOf(this.#places, this.#evidence);
  }

  /** Errors so far, of files and of resources. */
  get errorCount(): number {
    return this.#errors.length + this.#store.errorCount;
  }

  /** Something that could not be read. */
  addError(error: CheckError): void {
    this.#errors.push(error);
  }

  /**
   * A resource of a template that could not be read: rules that judge its type, or that of what it is a part of, end
   * undetermined by whatever they read. A promise only where a rule collects.
   */
  addNotJudged(resource: NotJudgedResource, deployed?: UnreadResource): void | Promise<void> {
    const { resourceType } = resource;
    if (resourceType !== "" && this.#select?.resourceType(deployed?.partOf ?? resourceType) === false) return;
    const unread = deployed && unreadItem(resource, deployed);
    if (unread && resourceType !== "" && !this.#isSelected(unread.item, resource.source)) return;
    this.#notJudged.push(resource);
    return unread && this.add(unread);
  }

  /** Judges an item, if it is the newest state of its resource so far. A promise only where a rule collects. */
  add(given: RawItem | PlannedItem): void | Promise<void> {
    if ("item" in given) return this.#isSelected(given.item, given.source) ? this.#judgePlanned(given) : undefined;
    const place = this.#select && placeOfRaw(given.raw);
    if (place && !this.#isSelected(place, given.source)) return;
    const read = readAny(given.raw);
    if ("item" in read) return this.#judge(read.item, withAbsent(given, read.absent));
    const { entry, message, state, ...identity } = read.refused;
    this.#errors.push({ ...identity, code: entry.code, message, source: given.source });
    this.#displace(identity, state, given.source);
  }

  /** A state that cannot be read leaves nothing of an earlier one: what that came to is not true any more. */
  #displace(
    identity: Omit<RefusedItem, "entry" | "message" | "state">,
    state: State | undefined,
    source: Source,
  ): void {
    const { resourceType, resourceId, accountId, region } = identity;
    if (resourceType === undefined || resourceId === undefined || !accountId || !region) return;
    if (this.#byType.has(resourceType))
      this.#store.begin({ resourceType, resourceId, accountId, region, source }, state ?? UNKNOWN_STATE);
  }

  /**
   * What the rules would read of an item and is not known, as paths such as `tags.owner`; `tags` also where exemptions
   * ask for them. Nothing of it is kept: a caller who can get hold of it adds the item whole.
   */
  async unknownReads(given: RawItem): Promise<readonly string[]> {
    const read = readAny(given.raw);
    if (!("item" in read) || !this.#isSelected(read.item, given.source)) return [];
    const whole = withAbsent(given, read.absent);
    const subject = this.#subjectOf(read.item, whole, Date.parse(read.item.configurationItemCaptureTime));
    const missing = new Set<string>();
    for (const { prepared } of this.#byType.get(read.item.resourceType)?.rules ?? []) {
      const outcome = await this.#outcomeOf(prepared, subject, given.source);
      if ("missing" in outcome) for (const path of outcome.missing) missing.add(path);
      if (this.#wantsTags(prepared, outcome) && !knownTags(read.item, whole)) missing.add("tags");
    }
    return [...missing].sort();
  }

  /** Notes an account and Region that items tell of which no rule judges. */
  addPlace(accountId: string, region: string, source: Source): void {
    this.#places.add(accountId, region, source);
  }

  /** Hands over what was judged since the last time, and forgets it. */
  takePart(): CheckPart {
    const part = { store: this.#store.dump(), errors: this.#errors, places: [...this.#places] };
    this.#store = new EvaluationStore(this.#exemptions, this.#onThrown);
    this.#errors = [];
    this.#places = new KnownPlaces();
    return part;
  }

  /** Takes over a part that another checker of the same rules judged. */
  addPart({ store, errors, places }: CheckPart): void {
    this.#store.absorb(store);
    this.#errors.push(...errors);
    for (const { accountId, region, source } of places) this.addPlace(accountId, region, source);
  }

  /** Judges the evidence, applies the exemptions and gives the result. */
  finish({ tool, generatedAt, exemptions }: Omit<CheckOptions, "now">): CheckResult {
    for (const [number, prepared] of this.#prepared.entries()) {
      if (isPeriodic(prepared)) this.#judgePeriodic(number, prepared);
    }
    const exemptionOf = exemptions && exemptRows(this.#store, this.#prepared, exemptions);
    const errors = [...this.#errors, ...this.#store.errors];
    const hashes = this.#prepared.map(({ rule, parametersHash }) => [rule.name, [ruleHash(rule), parametersHash]]);
    return {
      version: 1,
      tool,
      generatedAt: generatedAt.toISOString(),
      rulesHash: hashOf(Object.fromEntries(hashes)),
      evaluations: lazyEvaluations(this.#store, this.#prepared, exemptionOf),
      errors,
      ...summarizeStore(this.#store, this.#prepared, errors.length),
      ...(this.#notJudged.length > 0 ? { notJudged: this.#notJudged } : {}),
    };
  }

  #wantsTags({ rule }: PreparedRule, outcome: Outcome): boolean {
    const isBad = "complianceType" in outcome && outcome.complianceType === "NON_COMPLIANT";
    return isBad && this.#exemptions?.tagKeys.has(rule.name) === true;
  }

  /** Of what is not selected its place alone counts. */
  #isSelected(item: PlacedItem, source: Source): boolean {
    if (this.#select?.item(item) !== false) return true;
    if (/^\d{12}$/.test(item.awsAccountId)) this.addPlace(item.awsAccountId, item.awsRegion, source);
    return false;
  }

  #judge(item: ConfigurationItem, given: RawItem): void | Promise<void> {
    const { source } = given;
    this.addPlace(item.awsAccountId, item.awsRegion, source);
    const rules = this.#byType.get(item.resourceType);
    if (!rules) return;
    const resource = describe(item, source, knownTags(item, given));
    const capturedAt = Date.parse(item.configurationItemCaptureTime);
    if (!this.#store.begin(resource, { capturedAt, stateId: item.configurationStateId ?? 0 })) return;
    if (rules.toFreeze-- > 0) freezeJson(item);
    return this.#apply(rules, resource, this.#subjectOf(item, given, capturedAt));
  }

  #subjectOf(item: ConfigurationItem, given: RawItem, capturedAt: number): ChangeSubject {
    const { deliveredAt, unknown = [] } = given;
    const now = this.#now ?? deliveredAt ?? new Date(capturedAt);
    return { item, account: accountOf(item), unknown, now };
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
      const outcome = await this.#outcomeOf(prepared, subject, resource.source);
      this.#store.add(number, resource, prepared.rule.name, outcome);
    }
  }

  async #outcomeOf(
    prepared: PreparedRule<AnyChangeRule>,
    subject: ChangeSubject,
    { logicalId }: Source,
  ): Promise<Outcome> {
    if (!prepared.rule.collect) return judgeChange(prepared, subject);
    // an item of a template is not the one that was recorded
    const recorded = logicalId === undefined ? this.#findRecorded(prepared, subject.item) : undefined;
    return judgeCollecting(prepared, subject, recorded, this.#now);
  }

  #judgePeriodic(number: number, prepared: PreparedRule<AnyPeriodicRule>): void {
    const { rule } = prepared;
    const { name } = rule;
    const select = this.#select;
    const isWithin = (place: Pick<KnownPlace, "accountId" | "region">) => select?.evidence(place, rule) ?? true;
    const evidence = this.#evidence.filter(({ entry }) => isWithin(entry));
    const places = [...this.#places].filter(isWithin);
    for (const outcomes of [
      judgeEvidence(prepared, evidence, { now: this.#now, isWanted: select?.resourceType }),
      notCollected(prepared, places, evidence),
    ]) {
      for (const { resource, outcome } of outcomes) {
        this.#store.begin(resource);
        this.#store.add(number, resource, name, outcome);
      }
    }
  }
}

/** Later than any other: which state came last is not known, so none is judged. */
const UNKNOWN_STATE: State = { capturedAt: Number.POSITIVE_INFINITY, stateId: 0 };
