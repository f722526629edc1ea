import { randomUUID } from "node:crypto";
import type { ServiceError } from "./service-error.ts";

/** Page sequences that can be open at once in one listing; the oldest is forgotten first. */
const MAX_OPEN_SEQUENCES = 1024;

/** One call of a listing operation. */
export interface PageRequest<Item> {
  /** What is listed, in words; a token of another listing is not valid here. */
  readonly listing: string;
  readonly token: string | undefined;
  readonly size: number;
  /** Takes the snapshot; called for the first page only. */
  readonly items: () => readonly Item[];
  readonly invalidToken: () => ServiceError;
  /** Shortens a page; given the items it would hold, answers how many it holds. */
  readonly cut?: (items: readonly Item[]) => number;
  /** Makes the first page empty, with a token for the items. */
  readonly startsEmpty?: (items: readonly Item[]) => boolean;
}

/** One page, with the token of the next unless it is the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

interface Cursor {
  readonly id: string;
  readonly page: number;
  readonly offset: number;
}

const toToken = ({ id, page, offset }: Cursor) => Buffer.from(`${id}/${page}/${offset}`).toString("base64url");

function toCursor(token: string): Cursor | undefined {
  const match = /^([0-9a-f-]{36})\/(\d+)\/(\d+)$/.exec(Buffer.from(token, "base64url").toString());
  return match?.[1] === undefined ? undefined : { id: match[1], page: Number(match[2]), offset: Number(match[3]) };
}

/** Tells which page of its sequence a request asks for; 1 when it carries no token, or none of ours. */
export function pageNumber(token: unknown): number {
  return typeof token === "string" ? (toCursor(token)?.page ?? 1) : 1;
}

/** Pages over a snapshot, so that what is stored meanwhile neither shifts nor re-sorts the pages to come. */
export class Pager<Item> {
  readonly #snapshots = new Map<string, { readonly listing: string; readonly items: readonly Item[] }>();

  page(request: PageRequest<Item>): Page<Item> {
    const isFirst = request.token === undefined;
    const cursor = isFirst ? { id: randomUUID(), page: 1, offset: 0 } : toCursor(request.token);
    const items = isFirst ? request.items() : this.#snapshot(cursor, request.listing);
    if (cursor === undefined || items === undefined) throw request.invalidToken();
    const isEmpty = isFirst && request.startsEmpty?.(items) === true;
    const full = isEmpty ? [] : items.slice(cursor.offset, cursor.offset + request.size);
    const held = request.cut === undefined ? full : full.slice(0, request.cut(full));
    const offset = cursor.offset + held.length;
    if (offset >= items.length) return { items: held, nextToken: undefined };
    if (isFirst) this.#keep(cursor.id, request.listing, items);
    return { items: held, nextToken: toToken({ id: cursor.id, page: cursor.page + 1, offset }) };
  }

  #snapshot(cursor: Cursor | undefined, listing: string): readonly Item[] | undefined {
    const snapshot = cursor && this.#snapshots.get(cursor.id);
    return snapshot?.listing === listing ? snapshot.items : undefined;
  }

  #keep(id: string, listing: string, items: readonly Item[]): void {
    this.#snapshots.set(id, { listing, items });
    const [oldest] = this.#snapshots.keys();
    if (this.#snapshots.size > MAX_OPEN_SEQUENCES && oldest !== undefined) this.#snapshots.delete(oldest);
  }
}
