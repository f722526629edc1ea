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
  readonly dependsOn: readonly string[];
}

/** The pause between the first wave and the rest; it is over for a wave that is older. */
export function bakeStep({ minutes, now, firstDoneAt, restIsDone, dependsOn }: BakeInput): BakeStep {
  const until = firstDoneAt && new Date(firstDoneAt.getTime() + minutes * MINUTE_MS);
  const isOver = restIsDone || minutes === 0 || (until !== undefined && until <= now);
  return {
    kind: "bake",
    id: "bake",
    action: isOver ? "none" : "wait",
    minutes,
    ...(until ? { until: until.toISOString() } : {}),
    summary: isOver ? "the first wave has had its time" : `let the first wave work for ${minutes} minutes`,
    dependsOn,
  };
}
