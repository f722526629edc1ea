import { counted } from "@rulewright/reports";
import { surplusInstances } from "./decide.ts";
import type { PlanInput } from "./plan-input.ts";
import { coversManagement, targetAccounts } from "./stack-set-steps.ts";
import { stackNameOf } from "./stack-steps.ts";
import type { Step } from "./step.ts";

/** Accounts named in a sentence. */
const MOST_NAMED = 5;

/** What the topology has put into Regions, units or accounts that the target no longer names. */
export function removalSteps(input: PlanInput, dependsOn: readonly string[]): Step[] {
  switch (input.target.topology) {
    case "account":
      return stacks(input, dependsOn, input.target.regions);
    case "stack-set":
      return [...instances(input, dependsOn), ...managementStacks(input, dependsOn)];
    case "organization-pack":
      return organizationPacks(input, dependsOn);
  }
}

function stacks(input: PlanInput, dependsOn: readonly string[], kept: readonly string[]): Step[] {
  const { observation, release, target } = input;
  const name = stackNameOf(release.pack, target.variant);
  const dropped = [...observation.stacks].filter(
    ([region, { status }]) => !kept.includes(region) && status !== "DELETE_COMPLETE",
  );
  return dropped.map(([region]) => ({
    kind: "delete-stack",
    id: `delete-stack/${region}`,
    action: "delete",
    account: observation.accountId,
    region,
    name,
    summary: `delete stack ${name}, which the target no longer names`,
    dependsOn,
  }));
}

/** Only its own credentials reach the management account, so nobody else's stacks are meant. */
function managementStacks(input: PlanInput, dependsOn: readonly string[]): Step[] {
  const { organization, accountId } = input.observation;
  if (organization?.managementAccountId !== accountId) return [];
  return stacks(input, dependsOn, coversManagement(input) ? input.target.regions : []);
}

function instances(input: PlanInput, dependsOn: readonly string[]): Step[] {
  const { observation, release, target } = input;
  const { stackSet, home, organization } = observation;
  const accounts = targetAccounts(target, observation);
  const inactive = (organization?.members ?? []).filter(({ isActive }) => !isActive);
  const reachable = [...accounts, ...inactive.map(({ accountId }) => accountId)];
  const surplus = surplusInstances(stackSet, reachable, target.regions);
  if (surplus.length === 0) return [];
  const name = stackNameOf(release.pack, target.variant);
  const regions = [...new Set(surplus.map(({ region }) => region))];
  const ids = [...new Set(surplus.map(({ account }) => account))];
  const more = ids.length > MOST_NAMED ? ` and ${ids.length - MOST_NAMED} more` : "";
  const where = `${regions.join(", ")} of ${ids.slice(0, MOST_NAMED).join(", ")}${more}`;
  return [
    {
      kind: "delete-stack-instances",
      id: "delete-stack-instances",
      action: "delete",
      region: home,
      name,
      onlyAccounts: [],
      onlyDropped: true,
      summary: `delete ${counted(surplus.length, "stack")} of ${name} outside of the target: ${where}`,
      dependsOn,
    },
  ];
}

function organizationPacks({ observation, release, target }: PlanInput, dependsOn: readonly string[]): Step[] {
  const dropped = [...observation.organizationPacks.keys()].filter((region) => !target.regions.includes(region));
  return dropped.map((region) => ({
    kind: "delete-organization-pack",
    id: `delete-organization-pack/${region}`,
    action: "delete",
    region,
    name: release.pack,
    excludedAccounts: [],
    summary: `delete organization conformance pack ${release.pack} from all accounts: the target no longer names ${region}`,
    dependsOn,
  }));
}
