/** An attribute of a resource of the same template. */
export interface Reference {
  readonly logicalId: string;
  /** `Ref` for what `Ref` gives. */
  readonly attribute: string;
}

/** A value that only the deployment knows. */
export class Unknown {
  /** What it is exactly, when it is one attribute of one resource. */
  readonly reference: Reference | undefined;
  /** Logical ids of all resources it is made of. */
  readonly mentions: ReadonlySet<string>;

  constructor(mentions: Iterable<string> = [], reference?: Reference) {
    this.mentions = new Set(mentions);
    this.reference = reference;
  }
}

/** A value of a template: JSON in which parts may be unknown. */
export type Value = string | number | boolean | null | Unknown | readonly Value[] | ValueObject;

/** An object of a template. */
export interface ValueObject {
  readonly [key: string]: Value;
}

/** Tells an object of a template from its other values. */
export function isValueObject(value: Value | undefined): value is ValueObject {
  return typeof value === "object" && value !== null && !isValueList(value) && !isUnknown(value);
}

/** Tells a list from a template's other values. */
export function isValueList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Tells a value that only the deployment knows. */
export function isUnknown(value: unknown): value is Unknown {
  return value instanceof Unknown;
}

/** A value that is made of others and not known: it mentions what they mention. */
export function unknownFrom(...values: readonly (Value | undefined)[]): Unknown {
  return new Unknown(values.flatMap((value) => mentionsIn(value)));
}

/** Tells whether a value or something within it is not known. */
export function hasUnknown(value: Value | undefined): boolean {
  if (isUnknown(value)) return true;
  if (isValueList(value)) return value.some(hasUnknown);
  return isValueObject(value) && Object.values(value).some(hasUnknown);
}

function mentionsIn(value: Value | undefined): readonly string[] {
  if (isUnknown(value)) return [...value.mentions];
  if (isValueList(value)) return value.flatMap(mentionsIn);
  return isValueObject(value) ? Object.values(value).flatMap(mentionsIn) : [];
}
