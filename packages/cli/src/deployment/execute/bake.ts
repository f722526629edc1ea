import { RulewrightError } from "@rulewright/sdk";
import { packFailure } from "../aws/account-packs.ts";
import { alarmsOn } from "../aws/alarms.ts";
import { describeStackInstances } from "../aws/stack-sets.ts";
import { describeStack, stackResources } from "../aws/stacks.ts";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import { observeOrganizationPack } from "../observe/observe.ts";
import { explainReason } from "../plan/reasons.ts";
import { stackNameOf } from "../plan/stack-steps.ts";
import type { BakeStep } from "../plan/step.ts";
import { DONE, type Execution, type StepOutcome } from "./execution.ts";
import { pauseFor } from "./poll.ts";

/** One thing that is not well in the first wave. */
type Trouble = string;

/**
 * Lets the first wave work, and looks at it all the while: the rest follows only a wave that is well. Alarms and packs are
 * read with the credentials of the publication, so those of members are seen by the state of their stacks only.
 *
 * @throws RulewrightError `RW4033` with what is not well.
 */
export async function bake({ minutes, until, firstAccounts }: BakeStep, execution: Execution): Promise<StepOutcome> {
  const { session, poll } = execution;
  const end = until === undefined ? session.now().getTime() + minutes * 60_000 : Date.parse(until);
  for (;;) {
    const troubles = await look(firstAccounts, execution);
    if (troubles.length > 0) throw ofTroubles(troubles, execution.target.regions[0]);
    const left = end - session.now().getTime();
    if (left <= 0) return DONE;
    await pauseFor(Math.min(left, poll.mostMs), poll.signal);
  }
}

function ofTroubles(troubles: readonly Trouble[], region: string): RulewrightError {
  const message = `The first wave is not well, so the rest is not begun: ${troubles.join("; ")}`;
  const advice = explainReason(troubles.join("; "), region);
  const hint = advice === undefined ? {} : { hint: `${advice} ${DEPLOYMENT_ERRORS.BAKE_FAILED.hint}` };
  return new RulewrightError(DEPLOYMENT_ERRORS.BAKE_FAILED, message.replace(/[.\s]*$/, "."), hint);
}

async function look(firstAccounts: readonly string[], execution: Execution): Promise<readonly Trouble[]> {
  const { target, release } = execution;
  const [first] = target.regions;
  switch (target.topology) {
    case "account":
      return ofStack(stackNameOf(release.pack), first, execution);
    case "stack-set":
      return ofInstances(firstAccounts, execution);
    case "organization-pack":
      return ofOrganizationPack(first, execution);
  }
}

/** Of a stack in the account of the credentials. `stack` is its name or id. */
async function ofStack(stack: string, region: string, { session }: Execution): Promise<readonly Trouble[]> {
  const client = session.clients.cloudFormation(region);
  const state = await describeStack(client, stack);
  const isWhole = state !== undefined && /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(state.status);
  if (!isWhole) return [`stack ${stack} in ${region} is ${state?.status ?? "gone"}`];
  const resources = await stackResources(client, stack);
  const idsOf = (type: string) => resources.flatMap((each) => (each.type === type ? [each.physicalId] : []));
  const alarms = await alarmsOn(session.clients.cloudWatch(region), idsOf("AWS::CloudWatch::Alarm"));
  const packs = idsOf("AWS::Config::ConformancePack");
  const failures = await Promise.all(packs.map((pack) => packFailure(session.clients.config(region), pack)));
  return [
    ...alarms.map(({ name, reason }) => `alarm ${name} in ${region} is on: ${reason}`),
    ...failures.flatMap((failure) => (failure === undefined ? [] : [`${failure} in ${region}`])),
  ];
}

async function ofInstances(accounts: readonly string[], execution: Execution): Promise<readonly Trouble[]> {
  const { session, observation, release, target } = execution;
  const name = stackNameOf(release.pack, target.variant);
  const ref = { client: session.clients.cloudFormation(observation.home), name, callAs: target.callAs };
  const troubles: Trouble[] = [];
  for (const account of accounts) {
    for (const { region, status, detailedStatus, reason, stackId } of await describeStackInstances(ref, account)) {
      if (!target.regions.includes(region)) continue;
      if (status !== "CURRENT" || (detailedStatus !== undefined && detailedStatus !== "SUCCEEDED")) {
        troubles.push(`the stack of ${account} in ${region} is ${detailedStatus ?? status}: ${reason ?? "no reason"}`);
      } else if (account === session.accountId && stackId !== undefined) {
        troubles.push(...(await ofStack(stackId, region, execution)));
      }
    }
  }
  return troubles;
}

async function ofOrganizationPack(region: string, execution: Execution): Promise<readonly Trouble[]> {
  const { session, release, target, observation } = execution;
  const state = await observeOrganizationPack(session, release.pack, target, region, observation.home);
  if (state?.status.endsWith("_SUCCESSFUL") === true) return [];
  const reason = state?.reason === undefined ? "" : `: ${state.reason}`;
  return [`organization conformance pack ${release.pack} in ${region} is ${state?.status ?? "gone"}${reason}`];
}
