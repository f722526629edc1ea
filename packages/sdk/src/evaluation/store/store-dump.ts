import type { Interner } from "./interner.ts";
import type { ErrorsByResource } from "./resource-errors.ts";
import type { Arrays, ResourceColumns, RowColumns } from "./store-columns.ts";

/** What occurs again and again, and is held by numbers. */
export const INTERNED = ["accounts", "regions", "types", "files"] as const;

/**
 * A store's content as plain data and arrays of numbers, for another thread. Threads judge no templates: there are no
 * logical ids.
 */
export interface StoreDump {
  readonly interned: Readonly<Record<(typeof INTERNED)[number], readonly string[]>>;
  readonly texts: readonly Uint8Array[];
  readonly resources: Arrays<ResourceColumns>;
  readonly rows: Arrays<RowColumns>;
  readonly tags: Uint32Array;
  readonly errors: ErrorsByResource;
}

/** How the numbers of a dump differ from those of the store that takes it over. */
export interface Offsets {
  readonly firstRow: number;
  /** What references to texts grow by. */
  readonly shift: number;
}

/** The resources of a dump as a store counts. Loops over one array each, which is what machines do fast. */
export function renumbered(
  { interned, resources }: StoreDump,
  store: Readonly<Record<(typeof INTERNED)[number], Interner>>,
  { firstRow, shift }: Offsets,
): Arrays<ResourceColumns> {
  const numbersOf = (name: (typeof INTERNED)[number]) => interned[name].map((text) => store[name].add(text));
  return {
    ...resources,
    account: replaced(resources.account, numbersOf("accounts")),
    region: replaced(resources.region, numbersOf("regions")),
    type: replaced(resources.type, numbersOf("types")),
    file: replaced(resources.file, numbersOf("files")),
    id: shifted(resources.id, shift),
    name: shifted(resources.name, shift),
    firstRow: resources.firstRow.map((row) => row + firstRow),
  };
}

/** References to texts as another arena has them; 0 stands for none. */
export function shifted(references: Uint32Array, shift: number): Uint32Array {
  return references.map((reference) => (reference === 0 ? 0 : reference + shift));
}

function replaced<T extends Uint16Array | Uint32Array>(numbers: T, by: readonly number[]): T {
  for (let index = 0; index < numbers.length; index += 1) numbers[index] = by[numbers[index] ?? 0] ?? 0;
  return numbers;
}
