import type { Observation } from "../plan/observation.ts";
import type { Release } from "../plan/release.ts";
import type { Rollout, Target } from "../plan/target.ts";
import type { Session } from "../observe/session.ts";
import type { PublishEvent } from "./events.ts";
import type { Failure } from "./failure.ts";
import type { PollSettings } from "./poll.ts";

/** Everything that steps are done with. */
export interface Execution {
  readonly session: Session;
  readonly release: Release;
  readonly target: Target;
  readonly rollout: Rollout;
  readonly observation: Observation;
  readonly poll: PollSettings;
  readonly emit: (event: PublishEvent) => void;
}

/** What became of a step that did not throw. */
export interface StepOutcome {
  /** Accounts that are not as planned, although what follows may go on. */
  readonly failures: readonly Failure[];
}

/** All went well. */
export const DONE: StepOutcome = { failures: [] };
