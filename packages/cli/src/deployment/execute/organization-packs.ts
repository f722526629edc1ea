import { RulewrightError } from "@rulewright/sdk";
import { putObject } from "../aws/buckets.ts";
import { bucketIn } from "../aws/clients.ts";
import { deleteOrganizationPack, organizationPackFailures, putOrganizationPack } from "../aws/organization-packs.ts";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import { observeOrganizationPack } from "../observe/observe.ts";
import { decideOrganizationPack } from "../plan/decide.ts";
import type { OrganizationPackState } from "../plan/observation.ts";
import { explainReason } from "../plan/reasons.ts";
import { organizationPackKey } from "../plan/record.ts";
import { organizationPackParameters } from "../plan/release.ts";
import type { OrganizationPackStep } from "../plan/step.ts";
import { DONE, type Execution, type StepOutcome } from "./execution.ts";
import type { Failure } from "./failure.ts";
import { pollUntil } from "./poll.ts";

/** Somebody else's operation first, then ours. */
const MOST_ROUNDS = 4;

/** Brings an organization pack to the release. @throws RulewrightError `RW4031` where an account failed. */
export async function deployOrganizationPack(step: OrganizationPackStep, execution: Execution): Promise<StepOutcome> {
  const { session, release, target, poll } = execution;
  const client = session.clients.config(step.region);
  const look = () => stateOf(step, execution);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const action = decideOrganizationPack(await look(), release.hash, step.excludedAccounts);
    if (action === "none") return DONE;
    if (action === "wait") {
      await pollUntil(look, isAtRest, poll);
      continue;
    }
    const bucket = bucketIn(session.clients, target, step.region, session.bucketOwner);
    const isStarted = await putOrganizationPack(client, {
      name: step.name,
      templateUri: `s3://${bucket.name}/${release.packTemplateKey}`,
      parameters: organizationPackParameters(release, target, step.region),
      excludedAccounts: step.excludedAccounts,
    });
    const ended = await pollUntil(look, isAtRest, poll);
    if (!isStarted) continue;
    if (ended?.status.endsWith("_SUCCESSFUL") !== true) throw await failed(step, ended, execution);
    await note(step, execution);
    return DONE;
  }
  const message = `Organization pack ${step.name} in ${step.region} does not come to rest: something else changes it.`;
  throw new RulewrightError(DEPLOYMENT_ERRORS.STEP_FAILED, message);
}

/** Deletes an organization pack from all accounts. */
export async function destroyOrganizationPack(step: OrganizationPackStep, execution: Execution): Promise<StepOutcome> {
  const client = execution.session.clients.config(step.region);
  const look = () => stateOf(step, execution);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const isStarted = await deleteOrganizationPack(client, step.name);
    const ended = await pollUntil(look, isAtRest, execution.poll);
    if (!isStarted) continue;
    if (ended === undefined) return DONE;
    throw await failed(step, ended, execution);
  }
  const message = `Organization pack ${step.name} in ${step.region} stays in use by another operation.`;
  throw new RulewrightError(DEPLOYMENT_ERRORS.STEP_FAILED, message);
}

function stateOf({ name, region }: OrganizationPackStep, { session, target, observation }: Execution) {
  return observeOrganizationPack(session, name, target, region, observation.home);
}

function isAtRest(state: OrganizationPackState | undefined): boolean {
  return state === undefined || !state.status.endsWith("_IN_PROGRESS");
}

async function note(step: OrganizationPackStep, { session, target, release, observation }: Execution): Promise<void> {
  const bucket = bucketIn(session.clients, target, observation.home, session.bucketOwner);
  const text = `${JSON.stringify({ current: release.hash })}\n`;
  await putObject(bucket, organizationPackKey(step.name, step.region), text, "application/json");
}

/** AWS has given up on the whole; who it failed for is told account by account. */
async function failed(
  step: OrganizationPackStep,
  state: OrganizationPackState | undefined,
  { session, emit }: Execution,
): Promise<RulewrightError> {
  const client = session.clients.config(step.region);
  const found = await organizationPackFailures(client, step.name, step.region).catch((): Failure[] => []);
  for (const failure of found) {
    const advice = explainReason(failure.reason, failure.region);
    emit({ type: "failure", step: step.id, ...failure, ...(advice === undefined ? {} : { advice }) });
  }
  const words = state?.reason ?? found[0]?.reason ?? "AWS gives no reason";
  const count = found.length > 0 ? ` in ${found.length} accounts` : "";
  const message = `Organization pack ${step.name} in ${step.region} ended as ${state?.status ?? "gone"}${count}: ${words}`;
  const hint = explainReason(words, step.region);
  return new RulewrightError(DEPLOYMENT_ERRORS.STEP_FAILED, message.replace(/[.\s]*$/, "."), hint ? { hint } : {});
}
