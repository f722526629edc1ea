import type { Observation } from "./observation.ts";
import type { Release } from "./release.ts";
import type { Step } from "./step.ts";
import type { Rollout, Target } from "./target.ts";

/** Everything that a plan is made of. */
export interface PlanInput {
  readonly release: Release;
  readonly target: Target;
  readonly rollout: Rollout;
  readonly observation: Observation;
}

/** What a topology adds to a plan. */
export interface TopologyPlan {
  readonly steps: readonly Step[];
  readonly notes: readonly string[];
}
