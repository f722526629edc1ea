import type { Aws, ClientConfig } from "../core/rule.ts";

/**
 * How long a call may take, in milliseconds: the SDK waits for ever unless told otherwise, and a call that hangs must
 * not outlive the function.
 */
const CALL_LIMITS = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true } as const;

/**
 * What every client of a function is made with. The middleware of a command is put together once instead of at every
 * call: a client that is watched is watched before its first one.
 */
export const CLIENT_SETTINGS = { requestHandler: CALL_LIMITS, cacheMiddleware: true } as const;

/**
 * Hands out SDK clients, one per class and Region. Credentials come from the SDK's standard chain; a client tries a
 * call three times (the SDK's standard retries) unless `AWS_MAX_ATTEMPTS` says otherwise.
 */
export function createAws(region: string): Aws {
  const clients = new Map<unknown, Map<string, unknown>>();
  return {
    client<C>(ctor: new (config: ClientConfig) => C, overrides: { readonly region?: string } = {}): C {
      const key = overrides.region ?? region;
      const byRegion: Map<string, unknown> = clients.get(ctor) ?? new Map<string, unknown>();
      clients.set(ctor, byRegion);
      const cached = byRegion.get(key);
      if (cached instanceof ctor) return cached;
      const made = new ctor({ region: key, ...CLIENT_SETTINGS });
      byRegion.set(key, made);
      return made;
    },
  };
}
