import { isObject } from "../core/json.ts";

/** Whether a pack's entry starts its runbook without a person. */
export function isAutomatic(entry: unknown): boolean {
  return isObject(entry) && isObject(entry["remediation"]) && entry["remediation"]["automatic"] === true;
}

const ATTEMPTS: readonly string[] = ["maximumAutomaticAttempts", "retryAttemptSeconds"];

/**
 * The settings of a remediation that say nothing because a person starts the runbook. An `automatic` that is neither
 * true nor false is told of by itself.
 */
export function idleAttempts(settings: unknown): readonly string[] {
  if (!isObject(settings)) return [];
  const { automatic = false } = settings;
  return automatic === false ? ATTEMPTS.filter((name) => settings[name] !== undefined) : [];
}
