import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { answer, type AwsCall, type EndpointParts } from "./answer.ts";
import type { Caller } from "./caller.ts";
import { createClientConfig, type EndpointClientConfig } from "./client-config.ts";
import { FaultPlan, type Faults } from "./faults.ts";
import { type RequestLimits, TokenBuckets } from "./limits.ts";
import type { EndpointSwitches } from "./operation.ts";
import { type WireRequest, wireRequest } from "./protocol/wire.ts";
import { isListed, listedOperations } from "./services/index.ts";
import { createEndpointState, type EndpointState } from "./state/endpoint-state.ts";

/** Settings of an endpoint, all with defaults. */
export interface AwsEndpointOptions extends Partial<EndpointSwitches> {
  /** Time every answer takes; 0 when unset. */
  readonly latencyMs?: number;
  /** The account of callers whose access key holds no account id; 111122223333 when unset. */
  readonly account?: string;
  /** The region clients are configured with; us-east-1 when unset. */
  readonly region?: string;
  /** The clock of what the endpoint stores; the system's when unset. */
  readonly now?: () => Date;
}

/** A running endpoint. */
export interface AwsEndpoint {
  /** Root URL, `http://127.0.0.1:PORT`; good for `AWS_ENDPOINT_URL` too, save for S3 Control (see `clientConfig`). */
  readonly url: string;
  readonly clientConfig: EndpointClientConfig;
  /**
   * Configuration for another account, another Region or both. A child process is given an account by an access key
   * that ends with its id, such as `AWS_ACCESS_KEY_ID=AKID444455556666`.
   */
  readonly clientConfigFor: (caller: Partial<Caller>) => EndpointClientConfig;
  readonly state: EndpointState;
  readonly faults: Faults;
  readonly limits: RequestLimits;
  /** Every request so far, in the order of arrival. */
  readonly calls: readonly AwsCall[];
  /** What is answered, as `iam ListUsers`. */
  readonly operations: readonly string[];
  /** Ends open connections and stops listening. */
  close(): Promise<void>;
}

async function read(request: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://endpoint");
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return wireRequest({
    method: request.method ?? "GET",
    path: pathname,
    query: searchParams,
    headers: Object.fromEntries(headers),
    bytes: Buffer.concat(chunks),
  });
}

async function respond(request: IncomingMessage, response: ServerResponse, parts: EndpointParts): Promise<void> {
  const answered = await answer(await read(request), parts, randomUUID());
  if (answered === undefined) {
    request.socket.destroy();
    return;
  }
  const { status, headers, body } = answered;
  response.writeHead(status, { "content-length": Buffer.byteLength(body), ...headers }).end(body);
}

/**
 * Starts an AWS endpoint on a free port of the loopback interface. Real SDK v3 clients talk to it over HTTP; it
 * answers the operations it lists from its own state, and any other with HTTP 501 `RulewrightOperationNotListed`.
 *
 * @example
 * const endpoint = await createAwsEndpoint();
 * const client = new ConfigServiceClient({ ...endpoint.clientConfig, maxAttempts: 3 });
 */
export async function createAwsEndpoint(options: AwsEndpointOptions = {}): Promise<AwsEndpoint> {
  const { latencyMs = 0, account = "111122223333", region = "us-east-1", now = () => new Date() } = options;
  const { olderOrderingTimestamp = "ignored", longRuleNames = "refused", historyWindow = "ignored" } = options;
  const startMs = performance.now();
  const calls: { -readonly [Key in keyof AwsCall]: AwsCall[Key] }[] = [];
  const state = createEndpointState(account, now);
  const faults = new FaultPlan(isListed);
  const switches = { olderOrderingTimestamp, longRuleNames, historyWindow };
  const record: EndpointParts["record"] = (call) => {
    const entry = { ...call, atMs: performance.now() - startMs, outcome: "pending" };
    calls.push(entry);
    return (outcome) => (entry.outcome = outcome);
  };
  const limits = new TokenBuckets(isListed);
  const parts: EndpointParts = { state, switches, faults, limits, region, latencyMs, now, record };
  const server = createServer((request, response) => {
    // A client that hangs up while it is being answered is no one's error; its connection just ends.
    respond(request, response, parts).catch(() => request.socket.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    clientConfig: createClientConfig(url, region),
    clientConfigFor: (caller) => createClientConfig(url, caller.region ?? region, caller.account),
    state,
    faults,
    limits,
    calls,
    operations: listedOperations(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
