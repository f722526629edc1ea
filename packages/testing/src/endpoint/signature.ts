import type { Caller } from "./caller.ts";
import type { WireRequest } from "./protocol/wire.ts";

const SCOPE = /Credential=(?<key>[^/]+)\/\d+\/(?<region>[^/]+)\/(?<service>[^/]+)\//;

const scopeOf = ({ headers }: WireRequest) => SCOPE.exec(headers["authorization"] ?? "")?.groups;

/** The service a request is signed for, from the credential scope of its signature. */
export const signingName = (request: WireRequest): string => scopeOf(request)?.["service"] ?? "unknown";

/**
 * Reads the caller: an access key that holds twelve digits is that account's (`AKID444455556666`), any other is the
 * endpoint's own.
 */
export function callerOf(request: WireRequest, whenUnsigned: Caller): Caller {
  const { key = "", region = whenUnsigned.region } = scopeOf(request) ?? {};
  return { account: /\d{12}/.exec(key)?.[0] ?? whenUnsigned.account, region };
}
