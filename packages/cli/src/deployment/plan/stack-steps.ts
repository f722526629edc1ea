import { bakeStep } from "./bake.ts";
import { decideStack } from "./decide.ts";
import type { PlanInput, TopologyPlan } from "./plan-input.ts";
import type { StackStep, StepAction } from "./step.ts";

/** Name of a pack's stack, and of its stack set; each variant has its own. */
export function stackNameOf(pack: string, variant?: string): string {
  return variant === undefined ? `rulewright-${pack}` : `rulewright-${pack}-${variant}`;
}

/** One stack per Region in the account of the credentials; with waves the first Region goes ahead. */
export function accountSteps(input: PlanInput, begin: string): TopologyPlan {
  const { target, rollout, observation, release } = input;
  const [first, ...others] = target.regions;
  if (!rollout.waves || others.length === 0) {
    return { steps: target.regions.map((region) => stackStep(input, region, [begin])), notes: [] };
  }
  const ahead = stackStep(input, first, [begin]);
  const rest = (dependsOn: readonly string[]) => others.map((region) => stackStep(input, region, dependsOn));
  const bake = bakeStep({
    minutes: rollout.bakeMinutes,
    now: observation.now,
    firstDoneAt: ahead.action === "none" ? observation.stacks.get(first)?.changedAt : undefined,
    restIsDone: others.every((region) => decideStack(observation.stacks.get(region), release.hash) === "none"),
    dependsOn: [ahead.id],
  });
  return { steps: [ahead, bake, ...rest([bake.id])], notes: [] };
}

/** The stack of one Region. */
export function stackStep(
  { release, target, observation }: PlanInput,
  region: string,
  dependsOn: readonly string[],
): StackStep<"stack"> {
  const stack = observation.stacks.get(region);
  const decision = decideStack(stack, release.hash);
  const name = stackNameOf(release.pack, target.variant);
  return {
    kind: "stack",
    id: `stack/${region}`,
    action: decision === "stuck" ? "wait" : decision,
    account: observation.accountId,
    region,
    name,
    summary: decision === "stuck" ? `stack ${name} is ${stack?.status ?? ""} and needs you` : SUMMARIES[decision](name),
    dependsOn,
  };
}

const SUMMARIES: Readonly<Record<StepAction, (name: string) => string>> = {
  create: (name) => `create stack ${name}`,
  update: (name) => `update stack ${name}`,
  replace: (name) => `delete stack ${name}, which never came to be, and create it again`,
  wait: (name) => `wait for stack ${name}, then bring it to the release`,
  delete: (name) => `delete stack ${name}`,
  none: (name) => `stack ${name} is at the release`,
};
