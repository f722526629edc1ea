import { float64, uint16, uint32, uint8, type Column } from "./column.ts";

/** What is held of each resource. */
export type ResourceColumns = ReturnType<typeof resourceColumns>;

/** What is held of each evaluation. */
export type RowColumns = ReturnType<typeof rowColumns>;

/** Texts by their places in an arena, accounts and the like by their numbers. */
export function resourceColumns() {
  return {
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
}

/** The rule by its number in the order of names. */
export function rowColumns() {
  return { rule: uint16(), word: uint8(), text: uint32() };
}

/** The numbers of columns as an array each. */
export type Arrays<T> = { readonly [K in keyof T]: T[K] extends Column<infer N> ? N : never };

/** All columns as arrays. */
export function resourceArrays(columns: ResourceColumns): Arrays<ResourceColumns> {
  return {
    account: columns.account.toArray(),
    region: columns.region.toArray(),
    type: columns.type.toArray(),
    id: columns.id.toArray(),
    idHash: columns.idHash.toArray(),
    name: columns.name.toArray(),
    capturedAt: columns.capturedAt.toArray(),
    stateId: columns.stateId.toArray(),
    file: columns.file.toArray(),
    line: columns.line.toArray(),
    firstRow: columns.firstRow.toArray(),
    rows: columns.rows.toArray(),
  };
}

/** All columns as arrays. */
export function rowArrays({ rule, word, text }: RowColumns): Arrays<RowColumns> {
  return { rule: rule.toArray(), word: word.toArray(), text: text.toArray() };
}
