import { RulewrightError } from "@rulewright/sdk";
import { deleteBelow, getText, hasObject, putObject, type Bucket } from "../aws/buckets.ts";
import { bucketIn } from "../aws/clients.ts";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import {
  begun,
  homeKey,
  homeText,
  parsePointer,
  pointerKey,
  recordKey,
  recordText,
  settled,
  type Pointer,
} from "../plan/record.ts";
import { reachOf } from "../plan/target.ts";
import type { DeleteObjectsStep, RecordStep, UploadStep } from "../plan/step.ts";
import { DONE, type Execution, type StepOutcome } from "./execution.ts";

const TYPES: Readonly<Record<string, string>> = {
  zip: "application/zip",
  yaml: "application/yaml",
  json: "application/json",
};

/** Puts an object that is not there. @throws RulewrightError `RW4022` when a release to go back to lost it. */
export async function upload(step: UploadStep, { session, release, target }: Execution): Promise<StepOutcome> {
  const bucket = bucketIn(session.clients, target, step.region, session.bucketOwner);
  if (await hasObject(bucket, step.key)) return DONE;
  const body = release.bodies.get(step.key);
  if (body === undefined) {
    const message = `${step.key} is no longer in ${bucket.name}.`;
    throw new RulewrightError(DEPLOYMENT_ERRORS.RECORD_UNREADABLE, message);
  }
  await putObject(bucket, step.key, body, TYPES[step.key.split(".").at(-1) ?? ""] ?? "application/octet-stream");
  return DONE;
}

/**
 * Writes the record first, then the pointer to it: whoever reads the pointer finds the record. The other Regions' buckets
 * say where that is, so that the first Region can be dropped from a target.
 */
export async function begin(step: RecordStep, execution: Execution): Promise<StepOutcome> {
  const { session, release, target } = execution;
  const bucket = bucketIn(session.clients, target, step.region, session.bucketOwner);
  const text = recordText({ release, target });
  const { pack, hash } = release;
  await putObject(bucket, recordKey(pack, hash, target.variant), text, "application/json");
  for (const region of target.regions.filter((each) => each !== step.region)) {
    const other = bucketIn(session.clients, target, region, session.bucketOwner);
    await putObject(other, homeKey(pack, target.variant), homeText(step.region), "application/json");
  }
  await movePointer(bucket, execution, (pointer) => begun(pointer, hash, step.isRollback, reachOf(target)));
  return DONE;
}

/** Makes the release the published one. */
export async function finish(step: RecordStep, execution: Execution): Promise<StepOutcome> {
  const { session, release, target } = execution;
  const bucket = bucketIn(session.clients, target, step.region, session.bucketOwner);
  await movePointer(bucket, execution, (pointer) => settled(pointer, release.hash));
  return DONE;
}

/** Removes everything of a pack. */
export async function deleteObjects(step: DeleteObjectsStep, { session, target }: Execution): Promise<StepOutcome> {
  await deleteBelow(bucketIn(session.clients, target, step.region, session.bucketOwner), step.prefix);
  return DONE;
}

async function movePointer(
  bucket: Bucket,
  { release, target }: Execution,
  move: (pointer: Pointer) => Pointer,
): Promise<void> {
  const key = pointerKey(release.pack, target.variant);
  const text = await getText(bucket, key);
  const pointer = text === undefined ? {} : parsePointer(text, `${bucket.name}/${key}`);
  await putObject(bucket, key, `${JSON.stringify(move(pointer), null, 2)}\n`, "application/json");
}
