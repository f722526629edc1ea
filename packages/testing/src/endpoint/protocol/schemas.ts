import { NormalizedSchema } from "@smithy/core/schema";

/** The exports of a client package, of which only those that are schemas are used. */
export type ClientModule = Readonly<Record<string, unknown>>;

/** A schema in any of the forms the codecs take. */
export type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

/** The schema of an operation: what it takes, what it gives. */
export interface OperationSchema {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** How a REST operation is laid out; POST to `/` for the others. */
  readonly http: HttpLayout;
}

/** Method, path template (`/{Key+}?x-id=GetObject`) and status of success. */
export interface HttpLayout {
  readonly method: string;
  readonly uri: string;
  readonly status: number;
}

function httpLayout(traits: unknown): HttpLayout {
  const http: unknown = typeof traits === "object" && traits !== null && "http" in traits ? traits.http : undefined;
  const [method = "POST", uri = "/", status = 200]: unknown[] = Array.isArray(http) ? http : [];
  return { method: String(method), uri: String(uri), status: Number(status) };
}

const isOperation = (value: unknown): value is [9, string, string, unknown, SchemaRef, SchemaRef] =>
  Array.isArray(value) && value.length === 6 && value[0] === 9;

const isError = (value: unknown): value is SchemaRef => Array.isArray(value) && value[0] === -3;

type StructureSchema = Extract<ReturnType<NormalizedSchema["getSchema"]>, { 0: 3 }>;

/** Makes the schema of a structure, in the notation of the clients. */
export const structure = (
  name: string,
  members: Readonly<Record<string, StructureSchema[5][number]>>,
): StructureSchema => [3, "rulewright", name, 0, Object.keys(members), Object.values(members)];

/**
 * Finds an operation's schema among what a client package exports, as `ListUsers$`.
 * Undefined for a client too old to carry schemas.
 */
export function operationSchema(client: ClientModule, name: string): OperationSchema | undefined {
  const schema = client[`${name}$`];
  if (!isOperation(schema)) return undefined;
  const [, , , traits, input, output] = schema;
  return { name, input: NormalizedSchema.of(input), output: NormalizedSchema.of(output), http: httpLayout(traits) };
}

/**
 * Code and status of an error on the wire: IAM's `NoSuchEntityException` is `NoSuchEntity`, 404.
 * Undefined when the client has no such shape.
 */
export function errorOnWire(client: ClientModule, name: string): { code: string; status: number } | undefined {
  const schema = client[`${name}$`];
  if (!isError(schema)) return undefined;
  const { awsQueryError, httpError, error } = NormalizedSchema.of(schema).getMergedTraits();
  const [queryCode, queryStatus]: unknown[] = Array.isArray(awsQueryError) ? awsQueryError : [];
  const status = [queryStatus, httpError].find((candidate) => typeof candidate === "number");
  return {
    code: typeof queryCode === "string" ? queryCode : name,
    status: status ?? (error === "server" ? 500 : 400),
  };
}

/** Names of the members a structure requires: client schemas list these first and end with their number. */
export function requiredMembers(schema: NormalizedSchema): readonly string[] {
  const definition = schema.getSchema();
  if (!Array.isArray(definition) || definition[0] !== 3) return [];
  return definition[4].slice(0, definition[6] ?? 0);
}
