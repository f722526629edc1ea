/** An object whose members nobody has listed. */
export interface OpenObject {
  readonly [key: string]: unknown;
}

/** An object without members. */
export type EmptyObject = Readonly<Record<string, never>>;

/**
 * A value that is either one `T` or an array of `T`: the facts do not say which. It has no usable members; read it with
 * `each()` of `@rulewright/sdk`.
 */
export interface Many<T> {
  readonly "~many": T;
}

/**
 * A value that AWS Config sends as text holding JSON (policy documents are URL-encoded besides). It is decoded before a rule
 * sees it, and stays a string only when it could not be decoded.
 */
export type Decoded<T> = T | string;

/** What an integer or number parameter accepts; on the wire it is text. */
export type NumberValue = number | string;

/** What a boolean parameter accepts; on the wire it is text, in any of these spellings. */
export type BooleanValue = boolean | "true" | "false" | "True" | "False" | "TRUE" | "FALSE";

/** What a list parameter accepts: the items, or the text with commas that goes over the wire. */
export type ListValue = string | readonly string[];

/** Parameters of a managed rule whose parameters no source lists. */
export interface UnknownParameters {
  readonly [name: string]: NumberValue | boolean | ListValue;
}
