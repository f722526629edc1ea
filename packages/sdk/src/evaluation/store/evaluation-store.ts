import type { CheckError, Source } from "../../core/results.ts";
import type { Judged, Outcome } from "../outcome.ts";
import { float64, uint16, uint32, uint8, type Numbers } from "./column.ts";
import { Interner } from "./interner.ts";
import { rememberedTexts } from "./remembered-texts.ts";
import { ResourceErrors, errorOf, type ErrorsByResource } from "./resource-errors.ts";
import { ResourceIndex, type Place } from "./resource-index.ts";
import { createTagPicker, type PickTags, type TagKeys } from "./tag-picker.ts";
import { TextArena } from "./text-arena.ts";

/** What a row says, as a number. Only a run's end says `exempt`, of what was NON_COMPLIANT. */
export const WORDS = ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "undetermined", "exempt"] as const;

const UNDETERMINED = WORDS.indexOf("undetermined");
const NON_COMPLIANT = WORDS.indexOf("NON_COMPLIANT");

/** A state of a resource among others of it. */
export interface State {
  /** Milliseconds since 1970; NaN where it is not known. */
  readonly capturedAt: number;
  readonly stateId: number;
}

/**
 * What every rule came to for every resource, in some forty bytes a resource and ten an evaluation beside the texts.
 * Of several states of one resource the newest is kept.
 */
export class EvaluationStore {
  readonly accounts = new Interner();
  readonly regions = new Interner();
  readonly types = new Interner();
  readonly files = new Interner();
  readonly texts = new TextArena();
  readonly resources = {
    account: uint32(),
    region: uint16(),
    type: uint16(),
    id: uint32(),
    idHash: uint32(),
    name: uint32(),
    capturedAt: float64(),
    stateId: float64(),
    file: uint32(),
    line: uint32(),
    firstRow: uint32(),
    rows: uint16(),
  };
  readonly rows = { rule: uint16(), word: uint8(), text: uint32() };
  /** Where in a template a resource stands. */
  readonly logicalIds = new Map<number, string>();
  /** Of a resource with something NON_COMPLIANT the tags that exemptions ask for, as JSON text; empty where none does. */
  readonly tags = uint32();
  readonly #addTags = rememberedTexts(this.texts);
  readonly #pickTags: PickTags | undefined;
  readonly #errors = new ResourceErrors();
  readonly #annotation = rememberedTexts(this.texts);
  readonly #index = new ResourceIndex(this);
  #current = -1;

  /** @param exemptions - Tell the tags to keep where a rule finds a resource NON_COMPLIANT. */
  constructor(exemptions?: { readonly tagKeys: TagKeys }) {
    this.#pickTags = createTagPicker(exemptions?.tagKeys);
  }

  /**
   * Begins a resource: the outcomes added next are its own. Of a resource that is held already, `state` must be newer.
   *
   * @param state - Without it the resource is never one with another, such as one of a template.
   * @returns Whether it begins; else this state is not to be judged.
   */
  begin(resource: Judged, state?: State): boolean {
    const { accountId, region, resourceType, resourceId, resourceName, captureTime, source } = resource;
    const place = {
      account: this.accounts.add(accountId),
      region: this.regions.add(region),
      type: this.types.add(resourceType),
    };
    if (!this.#open(place, resourceId, state)) return false;
    const captured = captureTime ? Date.parse(captureTime) : Number.NaN;
    this.#restate({
      name: resourceName ? this.texts.add(resourceName) : 0,
      capturedAt: state?.capturedAt ?? captured,
      stateId: state?.stateId ?? 0,
      file: this.files.add(source.file),
      line: source.line ?? 0,
    });
    if (source.logicalId !== undefined) this.logicalIds.set(this.#current, source.logicalId);
    return true;
  }

  /** Adds what a rule, by its number in the order of names, came to for the resource begun last. */
  add(rule: number, resource: Judged, ruleName: string, outcome: Outcome): void {
    if ("error" in outcome) return this.#errors.add(this.#current, errorOf(resource, ruleName, outcome.error));
    const { rows, resources } = this;
    rows.rule.push(rule);
    if ("missing" in outcome) {
      rows.word.push(UNDETERMINED);
      rows.text.push(this.#annotation(JSON.stringify(outcome.missing)));
    } else {
      const word = WORDS.indexOf(outcome.complianceType);
      if (word === NON_COMPLIANT) this.#keepTags(this.#pickTags?.(ruleName, resource.tags));
      rows.word.push(word);
      rows.text.push(outcome.annotation === undefined ? 0 : this.#annotation(outcome.annotation));
    }
    resources.rows.set(this.#current, resources.rows.at(this.#current) + 1);
  }

  /** Of all resources, in the order in which they were begun. */
  get errors(): CheckError[] {
    return [...this.#errors.byResource.values()].flat();
  }

  get errorCount(): number {
    return this.#errors.count;
  }

  /** Takes over what another store holds, as if its resources were begun here, one after the other. */
  absorb(other: EvaluationStore): void {
    const [accounts, regions, types, files] = (["accounts", "regions", "types", "files"] as const).map((name) =>
      other[name].texts.map((text) => this[name].add(text)),
    );
    const texts = new Map<number, number>();
    const { resources } = other;
    for (let index = 0; index < resources.id.length; index += 1) {
      const place = {
        account: accounts?.[resources.account.at(index)] ?? 0,
        region: regions?.[resources.region.at(index)] ?? 0,
        type: types?.[resources.type.at(index)] ?? 0,
      };
      const state = { capturedAt: resources.capturedAt.at(index), stateId: resources.stateId.at(index) };
      if (!this.#open(place, other.texts.get(resources.id.at(index)) ?? "", state)) continue;
      this.#restate({
        ...state,
        name: this.texts.copy(other.texts, resources.name.at(index)),
        file: files?.[resources.file.at(index)] ?? 0,
        line: resources.line.at(index),
      });
      this.#absorbRows(other, index, texts);
    }
  }

  #absorbRows(other: EvaluationStore, index: number, texts: Map<number, number>): void {
    const first = other.resources.firstRow.at(index);
    const count = other.resources.rows.at(index);
    for (let row = first; row < first + count; row += 1) {
      const ref = other.rows.text.at(row);
      let text = ref === 0 ? 0 : texts.get(ref);
      if (text === undefined) texts.set(ref, (text = this.#annotation(other.texts.get(ref) ?? "")));
      this.rows.rule.push(other.rows.rule.at(row));
      this.rows.word.push(other.rows.word.at(row));
      this.rows.text.push(text);
    }
    const tags = other.tags.at(index);
    if (tags !== 0) this.#keepTags(other.texts.get(tags));
    this.resources.rows.set(this.#current, count);
    this.#errors.set(this.#current, other.#errors.byResource.get(index));
  }

  /** A resource as it was begun. */
  describe(index: number): { readonly resource: Judged; readonly state: State } {
    const { resources, texts } = this;
    const name = texts.get(resources.name.at(index));
    const capturedAt = resources.capturedAt.at(index);
    return {
      resource: {
        resourceType: this.types.get(resources.type.at(index)),
        resourceId: texts.get(resources.id.at(index)) ?? "",
        ...(name === undefined ? {} : { resourceName: name }),
        accountId: this.accounts.get(resources.account.at(index)),
        region: this.regions.get(resources.region.at(index)),
        ...(Number.isNaN(capturedAt) ? {} : { captureTime: new Date(capturedAt).toISOString() }),
        source: this.#sourceOf(index),
      },
      state: { capturedAt, stateId: resources.stateId.at(index) },
    };
  }

  /** Everything but functions, for another thread. */
  dump(): StoreDump {
    return {
      interned: [this.accounts.texts, this.regions.texts, this.types.texts, this.files.texts],
      texts: this.texts.chunks,
      resources: Object.values(this.resources).map((column) => column.toArray()),
      rows: Object.values(this.rows).map((column) => column.toArray()),
      tags: this.tags.toArray(),
      logicalIds: this.logicalIds,
      errors: this.#errors.byResource,
    };
  }

  /** A store to read from, not to add to, as {@link dump} left it. */
  static load(dump: StoreDump): EvaluationStore {
    const store = new EvaluationStore();
    for (const [number, interner] of [store.accounts, store.regions, store.types, store.files].entries())
      for (const text of dump.interned[number] ?? []) interner.add(text);
    store.texts.load(dump.texts);
    for (const [number, column] of Object.values(store.resources).entries()) column.load(dump.resources[number]);
    for (const [number, column] of Object.values(store.rows).entries()) column.load(dump.rows[number]);
    store.tags.load(dump.tags);
    for (const [index, logicalId] of dump.logicalIds) store.logicalIds.set(index, logicalId);
    for (const [index, errors] of dump.errors) store.#errors.set(index, errors);
    return store;
  }

  /** Makes a resource the current one. @returns Whether its outcomes are wanted. */
  #open(place: Place, resourceId: string, state: State | undefined): boolean {
    const { resources } = this;
    this.#current = resources.id.length;
    if (state) {
      const { index, isNew } = this.#index.find(place, resourceId, this.#current);
      this.#current = index;
      if (!isNew) return this.#isNewer(index, state);
    }
    resources.account.push(place.account);
    resources.region.push(place.region);
    resources.type.push(place.type);
    resources.id.push(this.texts.add(resourceId));
    resources.idHash.push(this.#index.hash(resourceId));
    for (const column of [resources.name, resources.capturedAt, resources.stateId, resources.file, resources.line])
      column.push(0);
    resources.firstRow.push(0);
    resources.rows.push(0);
    return true;
  }

  #isNewer(index: number, { capturedAt, stateId }: State): boolean {
    const known = this.resources.capturedAt.at(index);
    return capturedAt === known ? stateId > this.resources.stateId.at(index) : capturedAt > known;
  }

  /** Sets what differs between states; the rows of an earlier one are not referred to any more. */
  #restate({ name, capturedAt, stateId, file, line }: State & Record<"name" | "file" | "line", number>): void {
    const { resources } = this;
    const index = this.#current;
    resources.name.set(index, name);
    resources.capturedAt.set(index, capturedAt);
    resources.stateId.set(index, stateId);
    resources.file.set(index, file);
    resources.line.set(index, line);
    resources.firstRow.set(index, this.rows.rule.length);
    resources.rows.set(index, 0);
    if (this.tags.length > index) this.tags.set(index, 0);
    this.#errors.delete(index);
  }

  #keepTags(text: string | undefined): void {
    if (text !== undefined) this.tags.put(this.#current, this.#addTags(text));
  }

  #sourceOf(index: number): Source {
    const line = this.resources.line.at(index);
    const logicalId = this.logicalIds.get(index);
    const file = this.files.get(this.resources.file.at(index));
    if (line === 0) return { file };
    return logicalId === undefined ? { file, line } : { file, line, logicalId };
  }
}

/** A store's content as plain data and arrays of numbers. */
export interface StoreDump {
  readonly interned: readonly (readonly string[])[];
  readonly texts: readonly Uint8Array[];
  readonly resources: readonly Numbers[];
  readonly rows: readonly Numbers[];
  readonly tags: Numbers;
  readonly logicalIds: ReadonlyMap<number, string>;
  readonly errors: ErrorsByResource;
}
