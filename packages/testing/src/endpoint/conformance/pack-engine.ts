import type { ConfigState } from "../state/config-state.ts";
import type { PlannedFailures } from "../state/planned-failures.ts";
import type { StateClock } from "../state/state-clock.ts";
import type { StoredPack } from "./pack-store.ts";

/** What moving a pack takes. */
export interface PackEngineParts {
  readonly clock: StateClock;
  readonly failures: PlannedFailures;
  readonly now: () => Date;
  readonly config: ConfigState;
}

const undertaking = ({ name, account, region }: StoredPack, action: "create" | "delete") => ({
  of: "conformancePack" as const,
  name,
  account,
  region,
  action,
});

/** The result token of a pack's rule, for tests that report for it. */
export const packRuleToken = (ruleName: string) => `token-of-${ruleName}`;

/** Brings a pack to CREATE_COMPLETE at once: its rules are there and take evaluations. */
export function completePack(pack: StoredPack, config: ConfigState, now: Date): void {
  const before = pack.rules;
  config.packs.settleRules(pack);
  const kept = new Set(pack.rules.map(({ name }) => name));
  for (const { name } of before) if (!kept.has(name)) config.removeRule(name);
  for (const { name } of pack.rules) config.registerRule(name, { resultToken: packRuleToken(name), invokedTime: now });
  pack.state = "CREATE_COMPLETE";
  pack.completedTime = now;
}

/** Removes a pack with its rules and their results. */
export function removePack(pack: StoredPack, config: ConfigState): void {
  for (const { name } of pack.rules) config.removeRule(name);
  config.packs.remove(pack);
}

/**
 * Deploys what was put: CREATE_IN_PROGRESS, also for an update, then CREATE_COMPLETE or CREATE_FAILED.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_ConformancePackStatusDetail.html
 */
export function startPack(pack: StoredPack, { clock, failures, now, config }: PackEngineParts): void {
  clock.start(pack, () => {
    const failure = failures.strike(undertaking(pack, "create"));
    if (failure === undefined) {
      completePack(pack, config, now());
      return true;
    }
    pack.state = "CREATE_FAILED";
    pack.reason = failure.reason;
    pack.completedTime = now();
    return true;
  });
}

/** Deletes a pack: DELETE_IN_PROGRESS, then it is gone or DELETE_FAILED. */
export function startPackDeletion(pack: StoredPack, { clock, failures, now, config }: PackEngineParts): void {
  pack.state = "DELETE_IN_PROGRESS";
  pack.requestedTime = now();
  clock.start(pack, () => {
    const failure = failures.strike(undertaking(pack, "delete"));
    if (failure === undefined) {
      removePack(pack, config);
      return true;
    }
    pack.state = "DELETE_FAILED";
    pack.reason = failure.reason;
    return true;
  });
}
