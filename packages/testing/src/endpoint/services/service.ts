import type { Operation } from "../operation.ts";
import type { ClientModule } from "../protocol/schemas.ts";
import type { Protocol, WireRequest } from "../protocol/wire.ts";
import type { ServiceError } from "../service-error.ts";
import type { ServiceName } from "../service-name.ts";

/** All the endpoint knows of one service. */
export interface ServiceDefinition {
  readonly name: ServiceName;
  readonly protocol: Protocol;
  /** Name of the operation a request asks for; undefined when the request is not this service's. */
  readonly operationOf: (request: WireRequest) => string | undefined;
  /** Loads the client package whose schemas tell the shapes. */
  readonly load: () => Promise<ClientModule>;
  readonly operations: Readonly<Record<string, Operation>>;
  /** The error this service throttles with. */
  readonly throttled: () => ServiceError;
}

/** Finds the operation of a query request by the API version, in which services differ. */
export function queryAction(request: WireRequest, version: string): string | undefined {
  if (!request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return undefined;
  const { form } = request;
  return form.get("Version") === version ? (form.get("Action") ?? undefined) : undefined;
}

/** Finds the operation of a JSON request by the prefix of its target, in which services differ. */
export function jsonOperation({ headers }: WireRequest, targetPrefix: string): string | undefined {
  const target = headers["x-amz-target"];
  return target?.startsWith(targetPrefix) === true ? target.slice(targetPrefix.length) : undefined;
}
