import { open, type Tree, type TreeObject } from "./tree.ts";
import { Unknown, isUnknown, isValueList, isValueObject, type Value, type ValueObject } from "./value.ts";

/** What a template says of a property: a value, nothing, or something that is not known. */
export type Said<T> = T | Unknown | undefined;

/** Reads a property. A value of a kind that CloudFormation does not take there is not known. */
export type Read<T extends Tree = Tree> = (value: Value | undefined) => Said<T>;

/** Text; numbers and booleans are text to CloudFormation where it wants text. */
export const text: Read<string> = (value) => {
  if (value === undefined || isUnknown(value) || typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : new Unknown();
};

/** A whole number, as such or as text. */
export const integer: Read<number> = (value) => {
  const said = text(value);
  if (said === undefined || isUnknown(said)) return said;
  return /^-?\d{1,15}$/.test(said) ? Number(said) : new Unknown();
};

/** A boolean, as such or as text. */
export const flag: Read<boolean> = (value) => {
  const said = text(value);
  if (said === undefined || isUnknown(said)) return said;
  return /^(true|false)$/i.test(said) ? said.toLowerCase() === "true" : new Unknown();
};

/** A boolean that Config shows as text. */
export const flagText: Read<string> = (value) => {
  const said = flag(value);
  return typeof said === "boolean" ? String(said) : said;
};

/** The ARN of a key: Config shows the ARN, while a template may name the key by its id or an alias, which say less. */
export const keyArn: Read<string> = (value) => {
  const said = text(value);
  return typeof said === "string" && !/^arn:[^:]*:kms:.*:key\//.test(said) ? new Unknown() : said;
};

/** A value that Config shows as the template gives it, such as a policy document; nothing can be added to it. */
export const asIs: Read = (value) => value;

/** A list, each element read by `read`. */
export function listOf<T extends Tree>(read: Read<T>): Read<readonly (T | Unknown)[]> {
  return (value) => {
    if (value === undefined || isUnknown(value)) return value;
    // CloudFormation takes one value where it wants a list
    return (isValueList(value) ? value : [value]).map((item) => read(item) ?? new Unknown());
  };
}

/** An object: for each member of the item, the property it comes from and how that is read. */
export type Fields = Readonly<Record<string, readonly [property: string, read: Read]>>;

/** The members that `properties` say something of. */
export function pick(properties: ValueObject, fields: Fields): TreeObject {
  return Object.fromEntries(
    Object.entries(fields).map(([member, [property, read]]) => [member, read(properties[property])]),
  );
}

/** An object read member by member; the service may add to it. */
export function objectOf(fields: Fields): Read<TreeObject> {
  return (value) => {
    if (value === undefined || isUnknown(value)) return value;
    return isValueObject(value) ? open(pick(value, fields)) : new Unknown();
  };
}

/** What is said, else the value that AWS documents for a property left out. */
export function orDefault<T extends Tree, D extends Tree>(said: Said<T>, byDefault: D): T | D | Unknown {
  return said === undefined ? byDefault : said;
}
