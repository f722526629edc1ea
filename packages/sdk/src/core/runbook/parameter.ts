import type { ParameterReference, ResourceIdReference } from "../remediation-values.ts";

/** A value inside a step's inputs: anything that YAML can hold. */
export type RunbookData =
  string | number | boolean | null | readonly RunbookData[] | { readonly [key: string]: RunbookData };

interface Described {
  /** What the person who starts the runbook reads. */
  readonly description: string;
}
interface StringParameter extends Described {
  readonly type: "String";
  readonly default?: string;
  readonly allowedValues?: readonly string[];
  /** A regular expression in Java's syntax; anchor it. */
  readonly allowedPattern?: string;
}
interface IntegerParameter extends Described {
  readonly type: "Integer";
  readonly default?: number;
  readonly allowedValues?: readonly number[];
}
interface BooleanParameter extends Described {
  readonly type: "Boolean";
  readonly default?: boolean;
}
interface StringListParameter extends Described {
  readonly type: "StringList";
  readonly default?: readonly string[];
}
interface MapListParameter extends Described {
  readonly type: "MapList";
  readonly default?: readonly { readonly [key: string]: RunbookData }[];
}
interface StringMapParameter extends Described {
  readonly type: "StringMap";
  readonly default?: { readonly [key: string]: RunbookData };
}

/**
 * A parameter of a runbook, as plain data; without a `default` it has to be passed.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html
 */
export type RunbookParameterSpec =
  StringParameter | IntegerParameter | BooleanParameter | StringListParameter | MapListParameter | StringMapParameter;

/** A runbook's parameters by name. The role that it assumes is added to them. */
export interface RunbookParameterSpecs {
  readonly [name: string]: RunbookParameterSpec;
}

/** Makes a misspelt key of a parameter a compile error at that key. */
export type OnlyRunbookKeys<B> = {
  readonly [K in keyof B]: B[K] & {
    readonly [X in Exclude<keyof B[K], KeysOf<B[K]>>]: UnknownKey<Exclude<KeysOf<B[K]>, keyof Described | "type">>;
  };
};
type KeysOf<S, M = RunbookParameterSpec> = S extends { readonly type: infer T }
  ? M extends { readonly type: T }
    ? keyof M
    : never
  : never;

/** What an unknown key would have to hold: nothing does. */
interface UnknownKey<Known> {
  readonly "not a key of this runbook parameter; known": Known;
}

type ValueOf<S> = S extends { readonly allowedValues: readonly (infer V)[] }
  ? V
  : S extends { readonly type: "Integer" }
    ? number
    : S extends { readonly type: "Boolean" }
      ? boolean
      : S extends { readonly type: "StringList" | "MapList" }
        ? readonly string[]
        : string;

type Passed<S, Name extends string> =
  ValueOf<S> | ParameterReference<Name> | (S extends { readonly type: "String" } ? ResourceIdReference : never);

type Required<B> = { [K in keyof B]: B[K] extends { readonly default: unknown } ? never : K }[keyof B];

/**
 * What a remediation passes to a runbook of ours: those without a default have to be there. A `MapList` takes the JSON
 * text of each map, a `StringMap` that of the map.
 */
export type RunbookArguments<B extends RunbookParameterSpecs, Name extends string> = [keyof B] extends [never]
  ? { readonly [name: string]: never }
  : { readonly [K in Required<B>]: Passed<B[K], Name> } & {
      readonly [K in Exclude<keyof B, Required<B>>]?: Passed<B[K], Name>;
    };

/** The keys that a parameter of each type may have, for plain JavaScript. */
export const RUNBOOK_PARAMETER_KEYS = {
  String: ["default", "allowedValues", "allowedPattern"],
  Integer: ["default", "allowedValues"],
  Boolean: ["default"],
  StringList: ["default"],
  MapList: ["default"],
  StringMap: ["default"],
} as const satisfies Readonly<Record<RunbookParameterSpec["type"], readonly string[]>>;
