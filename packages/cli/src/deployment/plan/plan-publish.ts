import { organizationPackSteps } from "./organization-pack-steps.ts";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import { exemptionNotes } from "./exemption-notes.ts";
import { globalNotes, globalRemovals } from "./global-rules.ts";
import type { PlanInput, TopologyPlan } from "./plan-input.ts";
import { beginStep, finishStep, uploadSteps } from "./record-steps.ts";
import { removalSteps } from "./removal-steps.ts";
import { accountSteps } from "./stack-steps.ts";
import { coversManagement, stackSetSteps, targetAccounts } from "./stack-set-steps.ts";
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
  const { release, target } = input;
  return {
    pack: release.pack,
    ...(target.variant === undefined ? {} : { variant: target.variant }),
    command,
    release: input.release.hash,
    accountId: input.observation.accountId,
    ...(target.topology === "stack-set" ? { accounts: publishedAccounts(input) } : {}),
    steps: [...uploads, begin, ...steps, finish],
    ...takesAwayOf(input),
    notes: [
      ...recorderNotes(input),
      ...exemptionNotes(input),
      ...notes,
      ...globalNotes(input),
      ...limitedNotes(input),
      ...formerNotes(input),
    ],
  };
}

/** Every account that a stack set's target comes to, the management account among them where a stack covers it. */
export function publishedAccounts(input: Pick<PlanInput, "target" | "observation">): readonly string[] {
  const members = targetAccounts(input.target, input.observation);
  return coversManagement(input) ? [input.observation.accountId, ...members] : members;
}

function topologyPlan(input: PlanInput, begin: string): TopologyPlan {
  switch (input.target.topology) {
    case "account":
      return withRemovals(accountSteps(input, begin), input);
    case "stack-set": {
      // an account that changes its variant cannot have the pack twice, so what is dropped goes first
      const dropped = removalSteps(input, [begin]);
      const { steps, notes } = stackSetSteps(input, [begin, ...dropped.map(({ id }) => id)]);
      return { steps: [...dropped, ...steps], notes };
    }
    case "organization-pack":
      return withRemovals(organizationPackSteps(input, begin), input);
  }
}

/** What replaces a dropped Region is there before that goes. */
function withRemovals({ steps, notes }: TopologyPlan, input: PlanInput): TopologyPlan {
  const after = steps.map(({ id }) => id);
  return { steps: [...steps, ...removalSteps(input, after)], notes };
}

/** AWS refuses a pack where nothing is recorded; what it lacks is the business of `doctor`. */
function recorderNotes({ target, observation }: PlanInput): string[] {
  const { unrecorded, accountId } = observation;
  if (unrecorded.length === 0) return [];
  const { code } = DEPLOYMENT_ERRORS.RECORDER_MISSING;
  return [
    `${code}: AWS Config does not record in account ${accountId}, ${unrecorded.join(", ")}: the pack is refused there. See ` +
      `\`rulewright doctor --topology ${target.topology} --regions ${unrecorded.join(" ")}\`.`,
  ];
}

function takesAwayOf(input: PlanInput): Pick<Plan, "takesAway"> {
  const takesAway = globalRemovals(input);
  return takesAway.length === 0 ? {} : { takesAway };
}

/** A rule that none of the Regions has judges nothing, which nobody would notice. */
function limitedNotes({ release, target }: PlanInput): string[] {
  const nowhere = release.manifest.rules.filter(
    ({ regions }) => regions !== undefined && !regions.some((region) => target.regions.includes(region)),
  );
  if (nowhere.length === 0) return [];
  const needed = [...new Set(nowhere.flatMap(({ regions = [] }) => regions))].sort();
  const names = nowhere.map(({ name }) => name).join(", ");
  return [`Rules of other Regions (${needed.join(", ")}) are not deployed: ${names}.`];
}

/** A publication takes away what its own topology dropped, never what another one put there. */
function formerNotes({ release, target, observation }: PlanInput): string[] {
  const others = observation.former.topologies.filter((topology) => topology !== target.topology);
  if (others.length === 0 || target.variant !== undefined) return [];
  return [`${release.pack} was published as ${others.join(", ")} before: publish does not remove that.`];
}
