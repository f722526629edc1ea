import type { NormalizedSchema } from "@smithy/core/schema";
import { missing, refuseViolations } from "../constraints.ts";
import type { DecodedInput } from "../operation.ts";
import { ServiceError } from "../service-error.ts";
import { requiredMembers } from "./schemas.ts";

/** How scalars are written: as JSON values, or all as text (forms, headers, query strings). */
export type ScalarNotation = "json" | "text";

interface Walk {
  readonly notation: ScalarNotation;
  readonly missing: string[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** AWS writes paths with a small first letter and list items as `name.1.member`. */
const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
const memberPath = (path: string, name: string) => (path === "" ? lowerFirst(name) : `${path}.${lowerFirst(name)}`);

function refuseKind(path: string, wanted: string): never {
  throw new ServiceError("SerializationException", `The value at '${path}' is not a ${wanted}.`);
}

/**
 * Turns a request into an operation's input by its schema; timestamps become dates.
 *
 * Stricter than AWS in one point: a member the schema does not know is refused, not ignored, for in a test it is a
 * mistake.
 *
 * @param validationCode - `ValidationException` for JSON services, `ValidationError` for query services.
 * @param ready - Members that are decoded already, such as the body of an upload.
 */
export function decodeInput(
  schema: NormalizedSchema,
  source: DecodedInput,
  notation: ScalarNotation,
  validationCode?: string,
  ready: DecodedInput = {},
): DecodedInput {
  const walk: Walk = { notation, missing: [] };
  const input = schema.isUnitSchema() ? {} : readStruct(walk, schema, source, "", ready);
  refuseViolations(walk.missing.map(missing), validationCode);
  return input;
}

function readStruct(
  walk: Walk,
  schema: NormalizedSchema,
  value: unknown,
  path: string,
  ready: DecodedInput = {},
): DecodedInput {
  if (!isRecord(value)) return refuseKind(path, "structure");
  const rest = new Set(Object.keys(value));
  const result: Record<string, unknown> = { ...ready };
  const required = new Set(requiredMembers(schema));
  for (const [name, member] of schema.structIterator()) {
    rest.delete(name);
    if (Object.hasOwn(ready, name)) continue;
    const given = value[name] ?? undefined;
    if (given !== undefined) result[name] = readValue(walk, member, given, memberPath(path, name));
    else if (required.has(name)) walk.missing.push(memberPath(path, name));
  }
  const [unknown] = rest;
  if (unknown === undefined) return result;
  throw new ServiceError("SerializationException", `${schema.getName()} has no member "${unknown}".`);
}

function readValue(walk: Walk, schema: NormalizedSchema, value: unknown, path: string): unknown {
  if (schema.isStructSchema()) return readStruct(walk, schema, value, path);
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return refuseKind(path, "list");
    const items = schema.getValueSchema();
    return value.map((item, index) => readValue(walk, items, item, `${path}.${index + 1}.member`));
  }
  if (schema.isMapSchema()) {
    if (!isRecord(value)) return refuseKind(path, "map");
    const values = schema.getValueSchema();
    const entries = Object.entries(value).map(([key, item]) => [key, readValue(walk, values, item, `${path}.${key}`)]);
    return Object.fromEntries(entries);
  }
  return readScalar(walk.notation, schema, value, path);
}

function readScalar(notation: ScalarNotation, schema: NormalizedSchema, value: unknown, path: string): unknown {
  if (schema.isStringSchema()) return typeof value === "string" ? value : refuseKind(path, "string");
  if (schema.isBooleanSchema()) {
    const flag = notation === "text" ? { true: true, false: false }[String(value)] : value;
    return typeof flag === "boolean" ? flag : refuseKind(path, "boolean");
  }
  if (schema.isNumericSchema()) return readNumber(notation, value) ?? refuseKind(path, "number");
  if (schema.isTimestampSchema()) return readTimestamp(notation, value) ?? refuseKind(path, "timestamp");
  if (schema.isBlobSchema()) return readBlob(value) ?? refuseKind(path, "base64 text");
  return refuseKind(path, "kind of value the endpoint reads");
}

/** Epoch seconds in JSON; as text, whatever form of date the member is sent in. */
function readTimestamp(notation: ScalarNotation, value: unknown): Date | undefined {
  const seconds = readNumber("json", value) ?? NaN;
  const date = notation === "text" ? new Date(String(value)) : new Date(Math.round(seconds * 1000));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function readBlob(value: unknown): Uint8Array | undefined {
  const isBase64 = typeof value === "string" && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
  return isBase64 ? Buffer.from(value, "base64") : undefined;
}

function readNumber(notation: ScalarNotation, value: unknown): number | undefined {
  const number = notation === "text" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}
