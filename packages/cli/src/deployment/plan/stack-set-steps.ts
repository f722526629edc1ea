import { RulewrightError } from "@rulewright/sdk";
import { counted } from "@rulewright/reports";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import { bakeStep } from "./bake.ts";
import { decideInstances, isSatisfied, type InstanceNeeds } from "./decide.ts";
import type { Observation } from "./observation.ts";
import type { PlanInput, TopologyPlan } from "./plan-input.ts";
import { stackNameOf, stackStep } from "./stack-steps.ts";
import type { StackInstancesStep, StackSetStep, StackStep } from "./step.ts";
import type { Target } from "./target.ts";

/** Accounts that a stack set should have stacks in: active, below the units, not left out. */
export function targetAccounts(target: Target, { organization }: Pick<Observation, "organization">): readonly string[] {
  const { accounts, excludedAccounts } = target;
  return (organization?.members ?? [])
    .filter(({ isActive }) => isActive)
    .map(({ accountId }) => accountId)
    .filter((account) => accounts.length === 0 || accounts.includes(account))
    .filter((account) => !excludedAccounts.includes(account));
}

/** A stack set for the units' accounts, and ordinary stacks for the management account, which stack sets skip. */
export function stackSetSteps(input: PlanInput, after: readonly string[]): TopologyPlan {
  const accounts = targetAccounts(input.target, input.observation);
  if (accounts.length === 0) {
    const units = input.target.organizationalUnits.join(", ");
    throw new RulewrightError(DEPLOYMENT_ERRORS.TARGET_EMPTY, `No active account of ${units} is left to deploy to.`);
  }
  const first = input.rollout.waves ? firstAccounts(input, accounts) : [];
  const needs = (wave: readonly string[]) => decideInstances(input.observation.stackSet, wave, input.target.regions);
  const definition = definitionStep(input, first, after);
  if (first.length === 0) {
    const all = instancesStep(input, [], needs(accounts), [definition.id], "stack-instances", definition.action);
    const stacks = managementSteps(input, after);
    return { steps: [definition, all, ...stacks], notes: notesOf(input, accounts) };
  }
  const rest = accounts.filter((account) => !first.includes(account));
  const ahead = instancesStep(input, first, needs(first), [definition.id], "stack-instances/first", definition.action);
  const isAhead = definition.action === "none" && ahead.action === "none";
  const restIsDone = definition.action === "none" && isSatisfied(needs(rest));
  const bake = bakeStep({
    minutes: input.rollout.bakeMinutes,
    now: input.observation.now,
    firstDoneAt: isAhead ? input.observation.stackSet?.changedAt : undefined,
    restIsDone,
    firstAccounts: first,
    dependsOn: [ahead.id],
  });
  const last = instancesStep(input, [], needs(rest), [bake.id], "stack-instances", "none", !restIsDone);
  const stacks = managementSteps(input, [bake.id]);
  return { steps: [definition, ahead, bake, last, ...stacks], notes: notesOf(input, accounts) };
}

/** @throws RulewrightError `RW4013` for a first account that is none of the target's. */
function firstAccounts({ rollout, observation }: PlanInput, accounts: readonly string[]): readonly string[] {
  const { firstAccount } = rollout;
  if (firstAccount === undefined) {
    const withStacks = new Set((observation.stackSet?.instances ?? []).map(({ account }) => account));
    return [accounts.find((account) => withStacks.has(account)) ?? accounts[0] ?? ""];
  }
  if (accounts.includes(firstAccount)) return [firstAccount];
  const message = `The first account ${firstAccount} is not among the active accounts of the target.`;
  throw new RulewrightError(DEPLOYMENT_ERRORS.TARGET_EMPTY, message);
}

function definitionStep(
  { release, target, observation }: PlanInput,
  onlyAccounts: readonly string[],
  dependsOn: readonly string[],
): StackSetStep<"stack-set"> {
  const { stackSet, home } = observation;
  const name = stackNameOf(release.pack, target.variant);
  const action = stackSet === undefined ? "create" : stackSet.release === release.hash ? "none" : "update";
  const who = onlyAccounts.length > 0 ? ` with the stacks of ${onlyAccounts.join(", ")}` : " with its stacks";
  const hasStacks = (stackSet?.instances.length ?? 0) > 0;
  const summaries = {
    create: `create stack set ${name}`,
    update: `update stack set ${name}${hasStacks ? who : ""}`,
    none: `stack set ${name} is at the release`,
  };
  return {
    kind: "stack-set",
    id: "stack-set",
    action,
    region: home,
    name,
    onlyAccounts,
    summary: summaries[action],
    dependsOn,
  };
}

function instancesStep(
  { release, target, observation }: PlanInput,
  onlyAccounts: readonly string[],
  needs: InstanceNeeds,
  dependsOn: readonly string[],
  id: string,
  before: StackSetStep["action"],
  isBehind = false,
): StackInstancesStep<"stack-instances"> {
  const name = stackNameOf(release.pack, target.variant);
  const missing = needs.missing.length;
  // an update of the stack set takes along the stacks that are there
  const behind = before === "update" ? 0 : needs.outdated.length + needs.inoperable.length;
  const isBusy = observation.stackSet?.isBusy === true;
  const action = missing > 0 ? "create" : behind > 0 || isBehind ? "update" : isBusy ? "wait" : "none";
  const who = onlyAccounts.length > 0 ? ` for ${onlyAccounts.join(", ")}` : "";
  const work = `${instancesWork(missing, behind)} in ${counted(target.regions.length, "Region")}${who}`;
  const summaries = {
    create: work,
    update: work,
    wait: `wait for the operation of stack set ${name}`,
    none: `all stacks of ${name} are at the release`,
  };
  return {
    kind: "stack-instances",
    id,
    action,
    region: observation.home,
    name,
    onlyAccounts,
    summary: summaries[action],
    dependsOn,
  };
}

function instancesWork(missing: number, behind: number): string {
  const parts = [
    ...(missing > 0 ? [`create ${counted(missing, "stack")}`] : []),
    ...(behind > 0 ? [`bring ${counted(behind, "stack")} to the release`] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : "bring the other stacks to the release";
}

/** Only the management account itself can make a stack in the management account. */
function managementSteps(input: PlanInput, dependsOn: readonly string[]): StackStep<"stack">[] {
  return coversManagement(input) ? input.target.regions.map((region) => stackStep(input, region, dependsOn)) : [];
}

/** A variant covers the management account where it would cover any other: only one of several can. */
export function coversManagement({ target, observation }: Pick<PlanInput, "target" | "observation">): boolean {
  const { organization, accountId } = observation;
  if (!organization || organization.managementAccountId !== accountId) return false;
  const { accounts, excludedAccounts, variant } = target;
  if (variant !== undefined && !organization.holdsManagement) return false;
  return !excludedAccounts.includes(accountId) && (accounts.length === 0 || accounts.includes(accountId));
}

function notesOf(input: PlanInput, accounts: readonly string[]): string[] {
  const { target, observation } = input;
  const management = observation.organization?.managementAccountId ?? "";
  const suspended = (observation.organization?.members ?? []).filter(({ isActive }) => !isActive).length;
  const isNarrowed = target.accounts.length + target.excludedAccounts.length > 0;
  return [
    ...whoNote(target, accounts),
    coversManagement(input)
      ? `Stack sets skip the management account ${management}: an ordinary stack covers it.`
      : `Stack sets skip the management account ${management}: it is not covered by this publication.`,
    `${counted(accounts.length, "account")} of ${target.organizationalUnits.join(", ")}; AWS deploys to accounts that join later by itself.`,
    ...(isNarrowed
      ? ["Accounts that join later get the pack whether they are excluded or not: AWS offers no filter."]
      : []),
    ...(suspended > 0 ? [`${counted(suspended, "account")} not active: left out.`] : []),
  ];
}

/** Accounts named one by one in a note; the plan as JSON has them all. */
const MOST_NAMED = 10;

/** Of variants it matters which account gets which. */
function whoNote({ variant }: Target, accounts: readonly string[]): string[] {
  if (variant === undefined) return [];
  const more = accounts.length > MOST_NAMED ? ` and ${accounts.length - MOST_NAMED} more (--json names all)` : "";
  return [`${variant} goes to ${accounts.slice(0, MOST_NAMED).join(", ")}${more}.`];
}
