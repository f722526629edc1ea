import { bakeStep } from "./bake.ts";
import { decideOrganizationPack } from "./decide.ts";
import type { PlanInput, TopologyPlan } from "./plan-input.ts";
import { mustBeExcludable } from "./read-target.ts";
import type { OrganizationPackStep, StepAction } from "./step.ts";

/** One organization conformance pack per Region; with waves the first Region goes ahead. */
export function organizationPackSteps(input: PlanInput, begin: string): TopologyPlan {
  const { target, rollout, observation } = input;
  const excluded = exclusionsOf(input);
  mustBeExcludable(excluded);
  const stepOf = (region: string, dependsOn: readonly string[]) => packStep(input, region, excluded, dependsOn);
  const [first, ...others] = target.regions;
  if (!rollout.waves || others.length === 0) {
    return { steps: target.regions.map((region) => stepOf(region, [begin])), notes: notesOf(input, excluded) };
  }
  const ahead = stepOf(first, [begin]);
  const bake = bakeStep({
    minutes: rollout.bakeMinutes,
    now: observation.now,
    firstDoneAt: ahead.action === "none" ? observation.organizationPacks.get(first)?.changedAt : undefined,
    restIsDone: others.every((region) => stepOf(region, []).action === "none"),
    dependsOn: [ahead.id],
  });
  const rest = others.map((region) => stepOf(region, [bake.id]));
  return { steps: [ahead, bake, ...rest], notes: notesOf(input, excluded) };
}

/** Accounts that were named, and those outside of the units: AWS Config takes accounts only. */
export function exclusionsOf({ target, observation }: Pick<PlanInput, "target" | "observation">): readonly string[] {
  const { members = [], everyAccount } = observation.organization ?? {};
  const inside = new Set(members.map(({ accountId }) => accountId));
  const outside =
    target.organizationalUnits.length === 0 ? [] : (everyAccount ?? []).filter((account) => !inside.has(account));
  return [...new Set([...target.excludedAccounts, ...outside])].toSorted();
}

function packStep(
  { release, observation }: PlanInput,
  region: string,
  excludedAccounts: readonly string[],
  dependsOn: readonly string[],
): OrganizationPackStep<"organization-pack"> {
  const pack = observation.organizationPacks.get(region);
  const action = decideOrganizationPack(pack, release.hash, excludedAccounts);
  return {
    kind: "organization-pack",
    id: `organization-pack/${region}`,
    action,
    region,
    name: release.pack,
    excludedAccounts,
    summary: SUMMARIES[action](release.pack),
    dependsOn,
  };
}

const SUMMARIES: Readonly<Record<StepAction, (name: string) => string>> = {
  create: (name) => `create organization conformance pack ${name}`,
  update: (name) => `update organization conformance pack ${name}`,
  replace: (name) => `replace organization conformance pack ${name}`,
  wait: (name) => `wait for organization conformance pack ${name}, then bring it to the release`,
  delete: (name) => `delete organization conformance pack ${name}`,
  none: (name) => `organization conformance pack ${name} is at the release`,
};

function notesOf({ target, observation }: PlanInput, excluded: readonly string[]): string[] {
  const computed = excluded.length - target.excludedAccounts.length;
  const { managementAccountId } = observation.organization ?? {};
  return [
    ...(computed > 0
      ? [`AWS Config knows no organizational units here: the ${computed} accounts outside of them are excluded by id.`]
      : []),
    ...(target.organizationalUnits.length > 0
      ? ["An account that joins the organization later gets the pack in whatever unit it is; publish again then."]
      : []),
    ...(managementAccountId !== undefined && managementAccountId !== observation.accountId
      ? [
          `Called by a delegated administrator, the management account ${managementAccountId} is a target too unless it ` +
            "is excluded.",
        ]
      : []),
  ];
}
