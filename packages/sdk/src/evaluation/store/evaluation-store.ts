import type { CheckError, Source } from "../../core/results.ts";
import type { Judged, Outcome } from "../outcome.ts";
import { float64, uint16, uint32, uint8, type Column, type Numbers } from "./column.ts";
import { Interner } from "./interner.ts";
import { rememberedTexts } from "./remembered-texts.ts";
import { ResourceErrors, errorOf, type ErrorsByResource } from "./resource-errors.ts";
import { ResourceIndex, hashText, type Place } from "./resource-index.ts";
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
    const idHash = hashText(resourceId);
    if (!this.#find(place, idHash, (held) => this.texts.get(held) === resourceId, state)) return false;
    if (this.#current === this.resources.id.length) this.#push(place, idHash, this.texts.add(resourceId));
    this.#restate({
      name: resourceName ? this.texts.add(resourceName) : 0,
      capturedAt: state?.capturedAt ?? (captureTime ? Date.parse(captureTime) : Number.NaN),
      stateId: state?.stateId ?? 0,
      file: this.files.add(source.file),
      line: source.line ?? 0,
      firstRow: this.rows.rule.length,
      rows: 0,
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

  /** Takes over what another store held, as if its resources were begun here, one after the other. */
  absorb(dump: StoreDump): void {
    const [accounts, regions, types, files] = INTERNED.map((name, number) =>
      (dump.interned[number] ?? []).map((text) => this[name].add(text)),
    );
    const shift = this.texts.append(dump.texts);
    const firstRow = this.#absorbRows(dump, shift);
    const column = dump.resources;
    for (const [index, ref] of column.id.entries()) {
      const place = {
        account: accounts?.[column.account[index] ?? 0] ?? 0,
        region: regions?.[column.region[index] ?? 0] ?? 0,
        type: types?.[column.type[index] ?? 0] ?? 0,
      };
      const state = { capturedAt: column.capturedAt[index] ?? 0, stateId: column.stateId[index] ?? 0 };
      const name = column.name[index] ?? 0;
      const id = ref + shift;
      const idHash = column.idHash[index] ?? 0;
      if (!this.#find(place, idHash, (held) => this.texts.isSame(held, id), state)) continue;
      if (this.#current === this.resources.id.length) this.#push(place, idHash, id);
      this.#restate({
        ...state,
        name: name === 0 ? 0 : name + shift,
        file: files?.[column.file[index] ?? 0] ?? 0,
        line: column.line[index] ?? 0,
        firstRow: firstRow + (column.firstRow[index] ?? 0),
        rows: column.rows[index] ?? 0,
      });
      const tags = dump.tags[index] ?? 0;
      if (tags !== 0) this.#keepTags(this.texts.get(tags + shift));
      this.#errors.set(this.#current, dump.errors.get(index));
    }
  }

  /** @returns The number of the first row. */
  #absorbRows({ rows }: StoreDump, shift: number): number {
    const first = this.rows.rule.length;
    const texts = new Map([[0, 0]]);
    this.rows.rule.append(rows.rule);
    this.rows.word.append(rows.word);
    for (const ref of rows.text) {
      let text = texts.get(ref);
      if (text === undefined) texts.set(ref, (text = this.#annotation(this.texts.get(ref + shift) ?? "")));
      this.rows.text.push(text);
    }
    return first;
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
    const { resources, rows } = this;
    return {
      interned: INTERNED.map((name) => this[name].texts),
      texts: this.texts.chunks,
      resources: mapColumns(resources),
      rows: mapColumns(rows),
      tags: this.tags.toArray(),
      errors: this.#errors.byResource,
    };
  }

  /** Makes a resource the current one, or the next where there is none yet. @returns Whether its outcomes are wanted. */
  #find(place: Place, idHash: number, hasId: (ref: number) => boolean, state: State | undefined): boolean {
    const { id } = this.resources;
    const next = id.length;
    this.#current = state ? this.#index.find(place, idHash, (held) => hasId(id.at(held)), next) : next;
    return !state || this.#current === next || this.#isNewer(this.#current, state);
  }

  #push(place: Place, idHash: number, id: number): void {
    const { resources } = this;
    resources.account.push(place.account);
    resources.region.push(place.region);
    resources.type.push(place.type);
    resources.id.push(id);
    resources.idHash.push(idHash);
    resources.name.push(0);
    resources.capturedAt.push(0);
    resources.stateId.push(0);
    resources.file.push(0);
    resources.line.push(0);
    resources.firstRow.push(0);
    resources.rows.push(0);
  }

  #isNewer(index: number, { capturedAt, stateId }: State): boolean {
    const known = this.resources.capturedAt.at(index);
    return capturedAt === known ? stateId > this.resources.stateId.at(index) : capturedAt > known;
  }

  /** Sets what differs between states; the rows of an earlier one are not referred to any more. */
  #restate(values: State & Readonly<Record<"name" | "file" | "line" | "firstRow" | "rows", number>>): void {
    const { resources } = this;
    const index = this.#current;
    resources.name.set(index, values.name);
    resources.capturedAt.set(index, values.capturedAt);
    resources.stateId.set(index, values.stateId);
    resources.file.set(index, values.file);
    resources.line.set(index, values.line);
    resources.firstRow.set(index, values.firstRow);
    resources.rows.set(index, values.rows);
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

const INTERNED = ["accounts", "regions", "types", "files"] as const;

type Arrays<T> = { readonly [K in keyof T]: T[K] extends Column<infer N> ? N : never };

function mapColumns<T extends Readonly<Record<string, Column>>>(columns: T): Arrays<T> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, column.toArray()]),
  ) as unknown as Arrays<T>; // an array of its own width for each column
}

/**
 * A store's content as plain data and arrays of numbers. Of threads alone: they judge no templates, so it has no logical
 * ids.
 */
export interface StoreDump {
  readonly interned: readonly (readonly string[])[];
  readonly texts: readonly Uint8Array[];
  readonly resources: Arrays<EvaluationStore["resources"]>;
  readonly rows: Arrays<EvaluationStore["rows"]>;
  readonly tags: Numbers;
  readonly errors: ErrorsByResource;
}
