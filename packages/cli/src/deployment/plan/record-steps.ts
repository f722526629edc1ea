import { canonicalJson } from "@rulewright/sdk";
import type { PlanInput } from "./plan-input.ts";
import type { Plan, RecordStep, UploadStep } from "./step.ts";
import { bucketOf } from "./target.ts";

/** Every object that the target's Regions need; the code belongs into each Region's own bucket. */
export function uploadSteps({ release, target, observation }: PlanInput): UploadStep[] {
  const { codeKeys, stackTemplateKey, packTemplateKey } = release;
  const keys =
    target.topology === "organization-pack"
      ? [packTemplateKey]
      : [...codeKeys, ...(stackTemplateKey === undefined ? [] : [stackTemplateKey])];
  return target.regions.flatMap((region) =>
    keys.map((key): UploadStep => {
      const isThere = observation.objects.get(region)?.has(key) === true;
      const name = key.slice(key.lastIndexOf("/") + 1);
      return {
        kind: "upload",
        id: `upload/${region}/${name}`,
        action: isThere ? "none" : "create",
        region,
        bucket: bucketOf(target, region),
        key,
        summary: isThere ? `${name} is in the bucket` : `put ${name} into ${bucketOf(target, region)}`,
        dependsOn: [],
      };
    }),
  );
}

/** Records the release before anything of it is deployed, so that an interrupted publication can be named and undone. */
export function beginStep(
  { release, target, observation }: PlanInput,
  command: Plan["command"],
  dependsOn: readonly string[],
): RecordStep {
  const { pointer, record, home } = observation;
  const isRollback = command === "rollback";
  const isNoted =
    pointer.pending === undefined
      ? pointer.current === release.hash
      : pointer.pending === release.hash && (pointer.rollingBack === true) === isRollback;
  const isRecorded = record !== undefined && canonicalJson(record.target) === canonicalJson(target);
  const isDone = isNoted && isRecorded;
  const action = isDone ? "none" : record === undefined ? "create" : "update";
  return {
    kind: "begin",
    id: "begin",
    isRollback,
    action,
    region: home,
    bucket: bucketOf(target, home),
    summary: isDone ? "the release is recorded" : `record release ${release.hash.slice(0, 12)} as on its way`,
    dependsOn,
  };
}

/** Makes the release the published one, once it is everywhere. */
export function finishStep(
  { release, target, observation }: PlanInput,
  begin: RecordStep,
  dependsOn: readonly string[],
): RecordStep {
  const { pointer, home } = observation;
  const isDone = begin.action === "none" && pointer.current === release.hash && pointer.pending === undefined;
  return {
    kind: "finish",
    id: "finish",
    isRollback: false,
    action: isDone ? "none" : pointer.current === undefined ? "create" : "update",
    region: home,
    bucket: bucketOf(target, home),
    summary: isDone ? "the release is the published one" : `make ${release.hash.slice(0, 12)} the published release`,
    dependsOn,
  };
}
