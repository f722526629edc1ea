import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { RulewrightError, type Aws, type ClientConfig } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";

/** Calls of one account share small quotas, so a long run is throttled often, and has the time to wait. */
const ATTEMPTS = 8;
const CALL_LIMITS = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true };

/**
 * Hands out clients for long runs from a terminal, one per class and Region: more patient than those of a function.
 * Credentials come from the SDK's standard chain; `AWS_MAX_ATTEMPTS` is honoured.
 */
export function createLiveAws(region: string): Aws {
  const clients = new Map<unknown, Map<string, unknown>>();
  return {
    client<C>(ctor: new (config: ClientConfig) => C, overrides: { readonly region?: string } = {}): C {
      const key = overrides.region ?? region;
      const byRegion = clients.get(ctor) ?? new Map<string, unknown>();
      clients.set(ctor, byRegion);
      const cached = byRegion.get(key);
      if (cached instanceof ctor) return cached;
      const attempts = process.env["AWS_MAX_ATTEMPTS"] === undefined ? { maxAttempts: ATTEMPTS } : {};
      const made = new ctor({ region: key, requestHandler: CALL_LIMITS, ...attempts });
      byRegion.set(key, made);
      return made;
    },
  };
}

/** The Region of the standard chain: environment, then profile. @throws RulewrightError `RW5041`. */
export async function regionOfChain(): Promise<string> {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const fromEnvironment = AWS_REGION || AWS_DEFAULT_REGION;
  if (fromEnvironment) return fromEnvironment;
  try {
    return await new ConfigServiceClient().config.region();
  } catch (cause) {
    throw new RulewrightError(CLI_ERRORS.REGION_UNKNOWN, "No Region is configured.", { cause });
  }
}
