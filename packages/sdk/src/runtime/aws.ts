import type { Aws, ClientConfig } from "../core/rule.ts";

/**
 * How long a call may take, in milliseconds: the SDK waits for ever unless told otherwise, and a call that hangs must
 * not outlive the function.
 */
export const CALL_LIMITS = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true } as const;

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
      const made = new ctor({ region: key, requestHandler: CALL_LIMITS });
      byRegion.set(key, made);
      return made;
    },
  };
}
