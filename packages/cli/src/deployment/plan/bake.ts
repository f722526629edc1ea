import type { BakeStep } from "./step.ts";

const MINUTE_MS = 60_000;

/** What a pause between waves depends on. */
export interface BakeInput {
  readonly minutes: number;
  readonly now: Date;
  /** When the first wave was done; unknown while it is not. */
  readonly firstDoneAt: Date | undefined;
  /** Nothing comes after it. */
  readonly restIsDone: boolean;
  readonly firstAccounts?: readonly string[];
  readonly dependsOn: readonly string[];
}

/**
 * The pause between the first wave and the rest. Of a wave that is older nothing is left to wait for, but it is looked at
 * once more as long as the rest is not done.
 */
export function bakeStep({
  minutes,
  now,
  firstDoneAt,
  restIsDone,
  firstAccounts = [],
  dependsOn,
}: BakeInput): BakeStep {
  const until = firstDoneAt && new Date(firstDoneAt.getTime() + minutes * MINUTE_MS);
  const hasHadTime = minutes === 0 || (until !== undefined && until <= now);
  const watch = hasHadTime ? "look at" : `for ${minutes} minutes watch`;
  return {
    kind: "bake",
    id: "bake",
    action: restIsDone ? "none" : "wait",
    minutes,
    firstAccounts,
    ...(until ? { until: until.toISOString() } : {}),
    summary: restIsDone ? "the first wave has had its time" : `${watch} the first wave: alarms and state`,
    dependsOn,
  };
}
