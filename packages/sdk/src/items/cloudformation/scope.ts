import type { Value, ValueObject } from "./value.ts";

/** What a template's functions refer to. */
export interface Scope {
  /** Values of parameters and pseudo parameters. */
  readonly parameters: ReadonlyMap<string, Value>;
  readonly mappings: ValueObject;
  readonly conditions: ValueObject;
  /** Logical ids. */
  readonly resources: ReadonlySet<string>;
  /** Conditions that were decided; `undefined` for one that cannot be, or is being decided. */
  readonly decided: Map<string, boolean | undefined>;
}

/** What a function works with. */
export interface FunctionContext {
  readonly scope: Scope;
  /** Works out an argument. */
  readonly resolve: (value: Value) => Value | undefined;
}
