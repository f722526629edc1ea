import type { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { RulewrightError, messageOf } from "@rulewright/sdk";
import { objectUrl } from "../aws/buckets.ts";
import { bucketIn } from "../aws/clients.ts";
import {
  createStack,
  deleteStack,
  describeStack,
  failureReasons,
  updateStack,
  type StackContent,
} from "../aws/stacks.ts";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import { decideStack } from "../plan/decide.ts";
import type { StackState } from "../plan/observation.ts";
import { explainReason } from "../plan/reasons.ts";
import type { StackStep } from "../plan/step.ts";
import { DONE, type Execution, type StepOutcome } from "./execution.ts";
import { mustBeOurs } from "./must-be-ours.ts";
import { pollUntil } from "./poll.ts";

/** Somebody else's operation, then a deletion, then ours; what needs more than that needs a person. */
const MOST_ROUNDS = 6;
const GOOD = new Set(["CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"]);

/** Brings a stack to the release, whatever state it is found in. @throws RulewrightError `RW4030`, `RW4031`. */
export async function deployStack(step: StackStep, execution: Execution): Promise<StepOutcome> {
  const client = execution.session.clients.cloudFormation(step.region);
  const content = await stackContent(step.name, step.region, execution);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const stack = await describeStack(client, step.name);
    mustBeOurs("stack", step.region, stack, execution);
    switch (decideStack(stack, content.release)) {
      case "none":
        return DONE;
      case "wait":
        await settledStack(client, step, stack, execution);
        break;
      case "replace":
        await removeStack(client, step, stack, execution);
        break;
      case "stuck":
        throw stuck(step, stack);
      case "create":
      case "update":
      case "delete":
        if (await change(client, step, stack, content, execution)) return DONE;
    }
  }
  const message = `Stack ${step.name} in ${step.region} does not come to rest: something else changes it.`;
  throw new RulewrightError(DEPLOYMENT_ERRORS.STEP_FAILED, message);
}

/** Deletes a stack with everything in it. */
export async function destroyStack(step: StackStep, execution: Execution): Promise<StepOutcome> {
  const client = execution.session.clients.cloudFormation(step.region);
  const stack = await describeStack(client, step.name);
  mustBeOurs("stack", step.region, stack, execution);
  if (stack?.status.endsWith("_IN_PROGRESS") === true && stack.status !== "DELETE_IN_PROGRESS") {
    await settledStack(client, step, stack, execution);
  }
  await removeStack(client, step, await describeStack(client, step.name), execution);
  return DONE;
}

/** What the stack of a Region is made of: the template from that Region's bucket. */
export async function stackContent(name: string, region: string, execution: Execution): Promise<StackContent> {
  const { session, release, target } = execution;
  const bucket = bucketIn(session.clients, target, region, session.bucketOwner);
  return {
    name,
    pack: release.pack,
    release: release.hash,
    templateUrl: await objectUrl(bucket, release.stackTemplateKey ?? ""),
    parameters: release.parameters,
  };
}

/** @returns `false` when something else got ahead, and the stack has to be looked at again. */
async function change(
  client: CloudFormationClient,
  step: StackStep,
  stack: StackState | undefined,
  content: StackContent,
  execution: Execution,
): Promise<boolean> {
  const startedAt = execution.session.now();
  try {
    if (stack === undefined || stack.status === "DELETE_COMPLETE") await createStack(client, content);
    else if (!(await updateStack(client, content))) return true;
  } catch (error) {
    if (/_IN_PROGRESS state/.test(messageOf(error))) return false;
    throw error;
  }
  const ended = await settledStack(client, step, stack, execution);
  if (ended !== undefined && GOOD.has(ended.status) && ended.release === content.release) return true;
  throw await failed(client, step, ended, startedAt);
}

async function settledStack(
  client: CloudFormationClient,
  step: StackStep,
  before: StackState | undefined,
  { poll, emit }: Execution,
): Promise<StackState | undefined> {
  const name = step.name;
  let shown = before?.status ?? "";
  return pollUntil(
    () => describeStack(client, name),
    (stack) => stack?.status.endsWith("_IN_PROGRESS") !== true,
    poll,
    (stack) => {
      if (stack === undefined || stack.status === shown) return;
      shown = stack.status;
      emit({ type: "progress", step: step.id, message: `${name}: ${stack.status}` });
    },
  );
}

/** By its id, which still answers when the name is free again. */
async function removeStack(
  client: CloudFormationClient,
  step: StackStep,
  stack: StackState | undefined,
  execution: Execution,
): Promise<void> {
  if (stack === undefined || stack.status === "DELETE_COMPLETE") return;
  const startedAt = execution.session.now();
  await deleteStack(client, stack.id);
  const ended = await pollUntil(
    () => describeStack(client, stack.id),
    (state) => state === undefined || !state.status.endsWith("_IN_PROGRESS"),
    execution.poll,
  );
  if (ended === undefined || ended.status === "DELETE_COMPLETE") return;
  throw await failed(client, step, ended, startedAt);
}

async function failed(
  client: CloudFormationClient,
  step: StackStep,
  stack: StackState | undefined,
  since: Date,
): Promise<RulewrightError> {
  const reasons = stack ? await failureReasons(client, stack.id, since) : [];
  const words = reasons.length > 0 ? reasons.join("; ") : (stack?.reason ?? "AWS gives no reason");
  const message = `Stack ${step.name} in ${step.region} ended as ${stack?.status ?? "gone"}: ${words}`;
  const hint = explainReason(words, step.region);
  return new RulewrightError(DEPLOYMENT_ERRORS.STEP_FAILED, message.replace(/[.\s]*$/, "."), hint ? { hint } : {});
}

function stuck({ name, region }: StackStep, stack: StackState | undefined): RulewrightError {
  const message = `Stack ${name} in ${region} is ${stack?.status ?? ""}: ${stack?.reason ?? "AWS gives no reason"}`;
  const hint = `aws cloudformation continue-update-rollback --stack-name ${name} --region ${region}, then run this again.`;
  return new RulewrightError(DEPLOYMENT_ERRORS.STACK_STUCK, message.replace(/[.\s]*$/, "."), { hint });
}
