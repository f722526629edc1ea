import type { CheckError, Source } from "../../core/results.ts";
import type { Failure, Judged, Outcome } from "../outcome.ts";
import { uint32 } from "./column.ts";
import { Interner } from "./interner.ts";
import { rememberedTexts } from "./remembered-texts.ts";
import { ResourceErrors, errorOf } from "./resource-errors.ts";
import { ResourceIndex, hashText, type Place } from "./resource-index.ts";
import { resourceArrays, resourceColumns, rowArrays, rowColumns } from "./store-columns.ts";
import { renumbered, shifted, type StoreDump } from "./store-dump.ts";
import { createTagPicker, type PickTags, type TagKeys } from "./tag-picker.ts";
import { TextArena } from "./text-arena.ts";

/** What a row says, as a number. Only a run's end says `exempt`, of what was NON_COMPLIANT. */
export const WORDS = ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "undetermined", "exempt"] as const;

const UNDETERMINED = WORDS.indexOf("undetermined");
const NON_COMPLIANT = WORDS.indexOf("NON_COMPLIANT");

/** Told what `collect` or `evaluate` of a rule threw. */
export type OnThrown = (ruleName: string, error: unknown) => void;

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
  readonly resources = resourceColumns();
  readonly rows = rowColumns();
  /** Where in a template a resource stands. */
  readonly logicalIds = new Map<number, string>();
  /** Of a resource with something NON_COMPLIANT the tags that exemptions ask for, as JSON text; empty where none does. */
  readonly tags = uint32();
  readonly #addTags = rememberedTexts(this.texts);
  readonly #pickTags: PickTags | undefined;
  readonly #onThrown: OnThrown | undefined;
  readonly #errors = new ResourceErrors();
  readonly #annotation = rememberedTexts(this.texts);
  readonly #index = new ResourceIndex(this);
  #current = -1;

  /**
   * @param exemptions - Tell the tags to keep where a rule finds a resource NON_COMPLIANT.
   * @param onThrown - Told what a rule threw, which is not kept.
   */
  constructor(exemptions?: { readonly tagKeys: TagKeys }, onThrown?: OnThrown) {
    this.#pickTags = createTagPicker(exemptions?.tagKeys);
    this.#onThrown = onThrown;
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
    });
    if (source.logicalId !== undefined) this.logicalIds.set(this.#current, source.logicalId);
    return true;
  }

  /** Adds what a rule, by its number in the order of names, came to for the resource begun last. */
  add(rule: number, resource: Judged, ruleName: string, outcome: Outcome): void {
    if ("error" in outcome) return this.#fail(resource, ruleName, outcome.error);
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

  #fail(resource: Judged, ruleName: string, failure: Failure): void {
    if ("cause" in failure) this.#onThrown?.(ruleName, failure.cause);
    this.#errors.add(this.#current, errorOf(resource, ruleName, failure));
  }

  /** Of all resources, in the order in which they were begun. */
  get errors(): CheckError[] {
    return [...this.#errors.byResource.values()].flat();
  }

  get errorCount(): number {
    return this.#errors.count;
  }

  /** Takes over what another store held. Of a resource that both hold the newer state keeps its rows. */
  absorb(dump: StoreDump): void {
    const { resources, rows } = this;
    const first = resources.id.length;
    const shift = this.texts.append(dump.texts);
    const column = renumbered(dump, this, { firstRow: rows.rule.length, shift });
    resources.account.append(column.account);
    resources.region.append(column.region);
    resources.type.append(column.type);
    resources.id.append(column.id);
    resources.idHash.append(column.idHash);
    resources.name.append(column.name);
    resources.capturedAt.append(column.capturedAt);
    resources.stateId.append(column.stateId);
    resources.file.append(column.file);
    resources.line.append(column.line);
    resources.firstRow.append(column.firstRow);
    resources.rows.append(column.rows);
    rows.rule.append(dump.rows.rule);
    rows.word.append(dump.rows.word);
    rows.text.append(shifted(dump.rows.text, shift));
    if (dump.tags.some((tags) => tags !== 0)) this.tags.put(first + dump.tags.length - 1, 0);
    for (const [index, tags] of dump.tags.entries()) if (tags !== 0) this.tags.set(first + index, tags + shift);
    for (const [index, errors] of dump.errors) this.#errors.set(first + index, errors);
    for (let index = first; index < resources.id.length; index += 1) this.#settle(index);
  }

  /** Lets a resource that was added whole stand for what is called like it, or the other way round. */
  #settle(index: number): void {
    const { account, region, type, id, idHash, capturedAt, stateId } = this.resources;
    const place = { account: account.at(index), region: region.at(index), type: type.at(index) };
    const hash = idHash.at(index);
    const held = this.#index.find(place, hash, (other) => this.texts.isSame(id.at(other), id.at(index)), index);
    if (held === index) return;
    const isNewer = this.#isNewer(held, { capturedAt: capturedAt.at(index), stateId: stateId.at(index) });
    if (isNewer) this.#index.replace(place, hash, held, index);
    this.#forget(isNewer ? held : index);
  }

  /** What is left of a resource says nothing. */
  #forget(index: number): void {
    this.resources.rows.set(index, 0);
    if (this.tags.length > index) this.tags.set(index, 0);
    this.#errors.delete(index);
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
      interned: {
        accounts: this.accounts.texts,
        regions: this.regions.texts,
        types: this.types.texts,
        files: this.files.texts,
      },
      texts: this.texts.chunks,
      resources: resourceArrays(this.resources),
      rows: rowArrays(this.rows),
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
  #restate({
    name,
    capturedAt,
    stateId,
    file,
    line,
  }: State & Readonly<Record<"name" | "file" | "line", number>>): void {
    const { resources } = this;
    const index = this.#current;
    this.#forget(index);
    resources.name.set(index, name);
    resources.capturedAt.set(index, capturedAt);
    resources.stateId.set(index, stateId);
    resources.file.set(index, file);
    resources.line.set(index, line);
    resources.firstRow.set(index, this.rows.rule.length);
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
