import { organizationPackSteps } from "./organization-pack-steps.ts";
import type { PlanInput, TopologyPlan } from "./plan-input.ts";
import { beginStep, finishStep, uploadSteps } from "./record-steps.ts";
import { accountSteps } from "./stack-steps.ts";
import { stackSetSteps } from "./stack-set-steps.ts";
import type { Plan } from "./step.ts";

/**
 * Plans a publication: what is there already is left alone, so the plan of a finished publication does nothing, and that
 * of an interrupted one does the rest. Pure.
 *
 * @throws RulewrightError `RW4003` for too many accounts to exclude, `RW4013` for a target without accounts.
 */
export function planPublish(input: PlanInput, command: Plan["command"] = "publish"): Plan {
  const uploads = uploadSteps(input);
  const begin = beginStep(
    input,
    command,
    uploads.map(({ id }) => id),
  );
  const { steps, notes } = topologyPlan(input, begin.id);
  const finish = finishStep(
    input,
    begin,
    steps.map(({ id }) => id),
  );
  return {
    pack: input.release.pack,
    command,
    release: input.release.hash,
    accountId: input.observation.accountId,
    steps: [...uploads, begin, ...steps, finish],
    notes: [...notes, ...globalNotes(input), ...leftNotes(input)],
  };
}

function topologyPlan(input: PlanInput, begin: string): TopologyPlan {
  switch (input.target.topology) {
    case "account":
      return accountSteps(input, begin);
    case "stack-set":
      return stackSetSteps(input, begin);
    case "organization-pack":
      return organizationPackSteps(input, begin);
  }
}

function globalNotes({ release, target }: PlanInput): string[] {
  if (!release.manifest.rules.some(({ scope }) => scope === "global")) return [];
  const { globalRulesRegion, regions } = target;
  return [
    regions.includes(globalRulesRegion)
      ? `Rules about the account itself are deployed once, in ${globalRulesRegion}.`
      : `Rules about the account itself are not deployed: ${globalRulesRegion} is not among the Regions.`,
  ];
}

/** Nothing is removed that a publication before put elsewhere: a forgotten Region must not end its checks. */
function leftNotes({ release, target, observation }: PlanInput): string[] {
  const before = observation.published?.target;
  if (!before) return [];
  const regions = before.regions.filter((region) => !target.regions.includes(region));
  const units = before.organizationalUnits.filter((unit) => !target.organizationalUnits.includes(unit));
  const where = [...regions, ...units].join(", ");
  if (where !== "") {
    return [`${release.pack} stays in ${where}, where an earlier publication put it: publish does not remove it.`];
  }
  if (before.topology === target.topology) return [];
  return [`${release.pack} was published as ${before.topology} before: publish does not remove that.`];
}
