import type { NormalizedSchema } from "@smithy/core/schema";
import { ServiceError } from "../service-error.ts";
import type { OperationSchema } from "./schemas.ts";
import type { WireRequest } from "./wire.ts";

type Traits = ReturnType<NormalizedSchema["getMergedTraits"]>;

/** The members of a structure, with their traits; none for a unit. */
export function membersOf(schema: NormalizedSchema): readonly [string, NormalizedSchema, Traits][] {
  if (schema.isUnitSchema()) return [];
  return [...schema.structIterator()].map(([name, member]) => [name, member, member.getMergedTraits()]);
}

/** The member that is the whole body. */
export const payloadOf = (schema: NormalizedSchema) =>
  membersOf(schema).find(([, , { httpPayload }]) => httpPayload !== undefined);

/** Turns `/{Bucket}/{Key+}?list` into an expression; a label with a plus spans slashes. */
function pathPattern(uri: string): RegExp {
  const [path = ""] = uri.replace(/\/$/, "").split("?");
  const pattern = path.replaceAll(/\{(\w+)(\+?)\}/g, (_label, name: string, isGreedy: string) =>
    isGreedy === "" ? `(?<${name}>[^/]+)` : `(?<${name}>.+)`,
  );
  return new RegExp(`^${pattern}/?$`);
}

function labels(uri: string, path: string): Readonly<Record<string, string>> {
  const found = pathPattern(uri).exec(path)?.groups ?? {};
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, decodeURIComponent(value)]));
}

const prefixed = (headers: Readonly<Record<string, string>>, prefix: string) =>
  Object.entries(headers)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]): [string, string] => [name.slice(prefix.length), value]);

/** The text of one member, from where its traits say. */
function boundText(
  name: string,
  { httpLabel, httpHeader, httpQuery }: Traits,
  { headers, query }: WireRequest,
  inPath: Readonly<Record<string, string>>,
): string | undefined {
  if (httpLabel !== undefined) return inPath[name];
  if (httpHeader !== undefined) return headers[httpHeader.toLowerCase()];
  return httpQuery === undefined ? undefined : (query.get(httpQuery) ?? undefined);
}

/**
 * Gathers the members of a request that are in its path, query string and headers, all as text.
 *
 * @param pathPrefix - Stands before the operation's own path, such as `/{Bucket}`.
 * @see https://smithy.io/2.0/spec/http-bindings.html
 */
export function boundMembers(request: WireRequest, { input, http }: OperationSchema, pathPrefix = "") {
  const inPath = labels(`${pathPrefix}${http.uri}`.replace("/?", "?"), request.path);
  const found: Record<string, unknown> = {};
  for (const [name, , traits] of membersOf(input)) {
    const { httpPrefixHeaders: prefix } = traits;
    const text = boundText(name, traits, request, inPath);
    if (text !== undefined) found[name] = text;
    const entries = prefix === undefined ? [] : prefixed(request.headers, prefix.toLowerCase());
    if (entries.length > 0) found[name] = Object.fromEntries(entries);
  }
  return found;
}

function headerText(schema: NormalizedSchema, value: unknown): string {
  if (value instanceof Date) return schema.isTimestampSchema() ? value.toUTCString() : value.toISOString();
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  throw new ServiceError("InternalFailure", `The endpoint cannot write ${schema.getName()} as a header.`, 500);
}

/** Splits an output into its headers and the members that make up the body. */
export function splitOutput(schema: NormalizedSchema, output: Readonly<Record<string, unknown>>) {
  const headers: Record<string, string> = {};
  const content: Record<string, unknown> = {};
  for (const [name, member, { httpHeader, httpPrefixHeaders }] of membersOf(schema)) {
    const value = output[name];
    if (value === undefined) continue;
    if (httpHeader !== undefined) headers[httpHeader.toLowerCase()] = headerText(member, value);
    else if (httpPrefixHeaders === undefined) content[name] = value;
    else for (const [key, text] of Object.entries(value ?? {})) headers[`${httpPrefixHeaders}${key}`] = String(text);
  }
  return { headers, content };
}

/** Tells whether any member of an output belongs to the body. */
export const hasBody = (schema: NormalizedSchema): boolean =>
  membersOf(schema).some(([, , { httpHeader, httpPrefixHeaders }]) => (httpHeader ?? httpPrefixHeaders) === undefined);
