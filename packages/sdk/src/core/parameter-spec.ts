interface Described {
  /** Goes into the pack's Parameters and the rule's documentation. */
  readonly description: string;
  /** The rule cannot be judged without it; excludes `default`. */
  readonly required?: true;
  /** The value is never logged or printed. */
  readonly secret?: true;
}
interface NumberForm {
  readonly type: "integer" | "number";
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly number[];
}
interface StringForm {
  readonly type: "string";
  readonly minLength?: number;
  readonly maxLength?: number;
  /** A regular expression, unanchored, as in JSON Schema. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
}
interface NumberSpec extends Described, NumberForm {
  readonly default?: number;
}
interface StringSpec extends Described, StringForm {
  readonly default?: string;
}
interface BooleanSpec extends Described {
  readonly type: "boolean";
  readonly default?: boolean;
}
interface ArraySpec extends Described {
  readonly type: "array";
  readonly items: NumberForm | StringForm;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly default?: readonly (string | number)[];
}

/** The form of one element of an array parameter. */
export type ItemSpec = NumberForm | StringForm;

/** One parameter, in JSON Schema's vocabulary, as plain data. */
export type ParameterSpec = NumberSpec | StringSpec | BooleanSpec | ArraySpec;

/** A rule's parameters by their wire name (`MinimumPasswordLength`). */
export interface ParameterSpecs {
  readonly [name: string]: ParameterSpec;
}

type ValueOf<S> = S extends { readonly enum: readonly (infer V)[] }
  ? V
  : S extends { readonly type: "integer" | "number" }
    ? number
    : S extends { readonly type: "boolean" }
      ? boolean
      : S extends { readonly type: "array"; readonly items: infer I }
        ? readonly ValueOf<I>[]
        : string;

type Absent<S> = S extends
  { readonly default: string | number | boolean | readonly unknown[] } | { readonly required: true }
  ? never
  : undefined;

/** The values `evaluate` sees: with neither `default` nor `required` a parameter may be `undefined`. */
export type ParameterValues<P extends ParameterSpecs> = { readonly [K in keyof P]: ValueOf<P[K]> | Absent<P[K]> };

/** The values a pack or a test may set: any of them. */
export type ParameterSettings<P extends ParameterSpecs> = { readonly [K in keyof P]?: ValueOf<P[K]> };

type KnownKeys<S, M = ParameterSpec> = S extends { readonly type: infer T }
  ? M extends { readonly type: infer U }
    ? T extends U
      ? keyof M
      : never
    : never
  : never;

/** Makes a misspelt key of a spec, and a default that cannot be, a compile error there, whose message says what can. */
export type SoundSpecs<P> = {
  readonly [K in keyof P]: OnlyKnown<P[K]> &
    SoundDefault<P[K]> &
    (P[K] extends { readonly items: infer I } ? { readonly items: OnlyKnown<I, ItemSpec> } : unknown);
};
type OnlyKnown<S, M = ParameterSpec> = S & {
  readonly [X in Exclude<keyof S, KnownKeys<S, M>>]: UnknownKey<Exclude<KnownKeys<S, M>, keyof Described | "type">>;
};

/** What an unknown key would have to hold: nothing does. */
interface UnknownKey<Known> {
  readonly "not a key of this parameter; known": Known;
}

/** What a default must not be beside `required`, nor hold beside an enum or the form of the elements. */
type SoundDefault<S> = S extends { readonly default: infer D }
  ? S extends { readonly required: true }
    ? { readonly default: RequiredHasNoDefault }
    : [Misfits<Elements<D>, Elements<ValueOf<S>>>] extends [never]
      ? unknown
      : { readonly default: DefaultAmong<Elements<ValueOf<S>>> }
  : unknown;
type Elements<V> = V extends readonly (infer U)[] ? U : V;

/** Those of `D` that no `V` equals; a `number` may. */
type Misfits<D, V> = D extends unknown ? ([D & V] extends [never] ? D : never) : never;

/** What a default beside `required` would have to hold: nothing does. */
interface RequiredHasNoDefault {
  readonly "required excludes default": never;
}

/** What a default that is none of the allowed values would have to hold: nothing does. */
interface DefaultAmong<Allowed> {
  readonly "not allowed as default; allowed": Allowed;
}

/** The keys that a spec of each type may have: the same list for plain JavaScript. */
export const SPEC_KEYS = {
  integer: ["minimum", "maximum", "enum"],
  number: ["minimum", "maximum", "enum"],
  string: ["minLength", "maxLength", "pattern", "enum"],
  boolean: [],
  array: ["items", "minItems", "maxItems", "uniqueItems"],
} as const satisfies Readonly<Record<ParameterSpec["type"], readonly string[]>>;
