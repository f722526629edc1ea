/** Ends the reading of a path that is not known: records it and throws. */
export type Reader = (path: string) => never;

/** What is not known of one object or array. */
export interface Holes {
  /** Members whose value is not known, nor whether they exist. */
  readonly unknown: ReadonlySet<string>;
  /** There may be members beyond those shown. */
  readonly isOpen: boolean;
  readonly path: readonly string[];
  readonly fail: Reader;
}

/** Node's `util.inspect` reads past a proxy; this is the one thing it asks for. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** A proxy over an object or array of its own through which no hole can be read, counted or listed. */
export function guardOf<T extends object>(copy: T, holes: Holes): T {
  const { unknown, isOpen, fail } = holes;
  const hasHole = isOpen || unknown.size > 0;
  if (!hasHole) return copy; // only members further down have holes, and they are guarded themselves
  const here = holes.path.join(".") || "configurationItem";
  Reflect.defineProperty(copy, INSPECT, { value: () => fail(here), configurable: true });
  const check = Array.isArray(copy) ? arrayCheck(holes, here) : objectCheck(copy, holes);
  return new Proxy(copy, {
    get(target, key, receiver) {
      check(key);
      return Reflect.get(target, key, receiver);
    },
    has(target, key) {
      check(key);
      return Reflect.has(target, key) && !isKnownAbsent(target, key);
    },
    getOwnPropertyDescriptor(target, key) {
      check(key, true);
      return isKnownAbsent(target, key) ? undefined : Reflect.getOwnPropertyDescriptor(target, key);
    },
    ownKeys: () => fail(isOpen ? here : pathOf(holes, [...unknown][0] ?? "")),
    // a wrapper stays as it is: what cannot change cannot disagree with what is told of it
    preventExtensions: () => false,
  });
}

/** Fails for a key that must not be read; `own` when only the object's own members count. */
type Check = (key: string | symbol, own?: boolean) => void;

/** Members that every object inherits (`toString`) are the language's, unless the object is asked for its own. */
function objectCheck(copy: object, holes: Holes): Check {
  return (key, own = false) => {
    if (typeof key === "symbol") return;
    const isShown = own ? Object.hasOwn(copy, key) : key in copy;
    if (holes.unknown.has(key) || (holes.isOpen && !isShown)) holes.fail(pathOf(holes, key));
  };
}

/** Of an array with an unknown number of elements, neither the length nor any element is known. */
function arrayCheck(holes: Holes, here: string): Check {
  return (key) => {
    if (typeof key === "symbol") return;
    if (holes.isOpen && (key === "length" || /^\d+$/.test(key))) holes.fail(here);
    if (holes.unknown.has(key)) holes.fail(pathOf(holes, key));
  };
}

function isKnownAbsent(target: object, key: string | symbol): boolean {
  return typeof key === "string" && Object.hasOwn(target, key) && Reflect.get(target, key) === undefined;
}

function pathOf({ path }: Holes, key: string): string {
  return [...path, key].join(".");
}
