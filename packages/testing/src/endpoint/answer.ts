import { setTimeout as wait } from "node:timers/promises";
import { callerOf, signingName } from "./signature.ts";
import { ENDPOINT_ERRORS } from "./endpoint-error.ts";
import type { FaultPlan } from "./faults.ts";
import type { TokenBuckets } from "./limits.ts";
import type { DecodedInput, EndpointSwitches } from "./operation.ts";
import { pageNumber } from "./pager.ts";
import { awsJson } from "./protocol/aws-json.ts";
import { awsQuery } from "./protocol/aws-query.ts";
import { restXml } from "./protocol/rest-xml.ts";
import { type ClientModule, errorOnWire, operationSchema } from "./protocol/schemas.ts";
import type { Protocol, WireError, WireRequest, WireResponse } from "./protocol/wire.ts";
import { ServiceError } from "./service-error.ts";
import { listedOperations, SERVICES } from "./services/index.ts";
import type { ServiceDefinition } from "./services/service.ts";
import type { EndpointState } from "./state/endpoint-state.ts";

/** A request the endpoint got, whatever became of it. */
export interface AwsCall {
  /** A `ServiceName`, or for a service that is not listed the name its requests are signed for. */
  readonly service: string;
  readonly operation: string;
  /** Empty when the request could not be decoded. */
  readonly input: DecodedInput;
  /** Milliseconds since the endpoint was started. */
  readonly atMs: number;
  /** `pending`, then `ok`, `dropped`, or the error's code as it went over the wire. */
  readonly outcome: string;
}

/** What answering needs of the endpoint. */
export interface EndpointParts {
  readonly state: EndpointState;
  readonly switches: EndpointSwitches;
  readonly faults: FaultPlan;
  readonly limits: TokenBuckets;
  /** The Region of requests that are not signed. */
  readonly region: string;
  readonly latencyMs: number;
  readonly now: () => Date;
  /** Notes a call and gives the means to note its outcome. */
  readonly record: (call: Omit<AwsCall, "atMs" | "outcome">) => (outcome: string) => void;
}

const notListed = (what: string) =>
  new ServiceError(
    "RulewrightOperationNotListed",
    `${ENDPOINT_ERRORS.OPERATION_NOT_LISTED.code}: the endpoint does not answer ${what}. ` +
      `It answers: ${listedOperations().join(", ")}.`,
    501,
  );

/** The protocol an unlisted service will most likely understand. */
function likelyProtocol({ headers }: WireRequest, signedFor: string): Protocol {
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return awsQuery("");
  return signedFor === "s3" ? restXml("") : awsJson();
}

function refuseUnknownService(request: WireRequest, parts: EndpointParts, requestId: string): WireResponse {
  const service = signingName(request);
  const action = request.form.get("Action");
  const operation = request.headers["x-amz-target"]?.split(".").at(-1) ?? action ?? `${request.method} ${request.path}`;
  const { name: code, status, message } = notListed(`${service} ${operation}`);
  parts.record({ service, operation, input: {} })(code);
  return likelyProtocol(request, service).encodeError({ code, status, message }, requestId);
}

async function loadClient(service: ServiceDefinition): Promise<ClientModule> {
  try {
    return await service.load();
  } catch {
    const { code, hint } = ENDPOINT_ERRORS.CLIENT_NOT_INSTALLED;
    const message = `${code}: the package @aws-sdk/client-${service.name} cannot be loaded. ${hint}`;
    throw new ServiceError("RulewrightClientNotInstalled", message, 501);
  }
}

function enumerationOf(client: ClientModule, name: string): ReadonlySet<string> {
  const values = client[name];
  return new Set(typeof values === "object" && values !== null ? Object.values(values).map(String) : []);
}

/** The members that carry the token of a page, in the spelling of each service. */
const PAGE_TOKENS = ["NextToken", "nextToken", "Marker", "ContinuationToken"];

/** Answers one request; undefined when a fault wants the connection dropped. */
export async function answer(
  request: WireRequest,
  parts: EndpointParts,
  requestId: string,
): Promise<WireResponse | undefined> {
  for (const service of SERVICES) {
    const operation = service.operationOf(request);
    if (operation !== undefined) return answerFor(service, operation, request, parts, requestId);
  }
  return refuseUnknownService(request, parts, requestId);
}

async function answerFor(
  service: ServiceDefinition,
  operation: string,
  request: WireRequest,
  parts: EndpointParts,
  requestId: string,
): Promise<WireResponse | undefined> {
  const { protocol } = service;
  let client: ClientModule = {};
  let note: ((outcome: string) => void) | undefined;
  const record = (input: DecodedInput) => (note ??= parts.record({ service: service.name, operation, input }));
  try {
    const handler = Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined;
    if (handler === undefined) throw notListed(`${service.name} ${operation}`);
    client = await loadClient(service);
    const schema = operationSchema(client, operation);
    if (schema === undefined) throw notListed(`${service.name} ${operation} (its client package has no schemas)`);
    const input = protocol.decode(request, schema);
    record(input);
    const caller = callerOf(request, { account: parts.state.account, region: parts.region });
    if (!parts.limits.admit(service.name, operation, caller, performance.now())) throw service.throttled();
    const page = pageNumber(PAGE_TOKENS.map((name) => input[name]).find((token) => token !== undefined));
    const { delayMs, failure, refuses } = parts.faults.decide(service.name, operation, page);
    if (parts.latencyMs + delayMs > 0) await wait(parts.latencyMs + delayMs, undefined, { ref: false });
    if (failure === "drop") {
      record(input)("dropped");
      return undefined;
    }
    if (failure !== undefined) throw failure === "throttle" ? service.throttled() : failure;
    const { state, switches } = parts;
    const enumeration = (name: string) => enumerationOf(client, name);
    const output = handler(input, { state, switches, now: parts.now(), caller, refuses, enumeration });
    const response = protocol.encode(schema, output, requestId);
    record(input)("ok");
    return response;
  } catch (error) {
    const wireError = toWireError(error, client);
    record({})(wireError.code);
    return protocol.encodeError(wireError, requestId);
  }
}

/** What is no `ServiceError` is a bug of the endpoint; the client sees it as a fault of the service. */
function toWireError(error: unknown, client: ClientModule): WireError {
  if (!(error instanceof ServiceError)) return { code: "InternalFailure", status: 500, message: String(error) };
  const { name, status, message, headers } = error;
  return { ...(errorOnWire(client, name) ?? { code: name, status }), shape: name, message, headers };
}
