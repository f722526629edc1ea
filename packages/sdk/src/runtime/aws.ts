import type { Aws, ClientConfig } from "../core/rule.ts";

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
      const made = new ctor({ region: key });
      byRegion.set(key, made);
      return made;
    },
  };
}
