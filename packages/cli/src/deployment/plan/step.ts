/** What a step does to what is there; `none` is there to show that nothing needs doing. */
export type StepAction = "create" | "update" | "replace" | "wait" | "delete" | "none";

interface StepBase {
  /** Unique in the plan, the same in every plan of the same publication. */
  readonly id: string;
  readonly action: StepAction;
  readonly account?: string;
  readonly region?: string;
  /** One sentence for people. */
  readonly summary: string;
  /** Steps that must have gone well before this one starts. */
  readonly dependsOn: readonly string[];
}

/** Puts a content-addressed object into a Region's bucket. */
export interface UploadStep extends StepBase {
  readonly kind: "upload";
  readonly region: string;
  readonly bucket: string;
  readonly key: string;
}

/** Records a release, and that it is on its way (`begin`) or everywhere (`finish`). */
export interface RecordStep extends StepBase {
  readonly kind: "begin" | "finish";
  readonly region: string;
  readonly bucket: string;
  /** The release is gone back to. */
  readonly isRollback: boolean;
}

/** An ordinary stack in the account of the credentials. */
export interface StackStep<Kind extends "stack" | "delete-stack" = "stack" | "delete-stack"> extends StepBase {
  readonly kind: Kind;
  readonly region: string;
  readonly name: string;
}

/** The definition of a stack set, with the stacks that are there already. */
export interface StackSetStep<
  Kind extends "stack-set" | "delete-stack-set" = "stack-set" | "delete-stack-set",
> extends StepBase {
  readonly kind: Kind;
  readonly region: string;
  readonly name: string;
  /** Only these accounts' stacks are updated, the others are left for a later step; all where empty. */
  readonly onlyAccounts: readonly string[];
}

/** Stacks of a stack set that are missing or behind, or all of them to be deleted. */
export interface StackInstancesStep<
  Kind extends "stack-instances" | "delete-stack-instances" = "stack-instances" | "delete-stack-instances",
> extends StepBase {
  readonly kind: Kind;
  readonly region: string;
  readonly name: string;
  /** Only in these accounts; all of the target where empty. */
  readonly onlyAccounts: readonly string[];
  /** Only what lies outside of the target is deleted. */
  readonly onlyDropped?: boolean;
}

/** An organization conformance pack in one Region. */
export interface OrganizationPackStep<
  Kind extends "organization-pack" | "delete-organization-pack" = "organization-pack" | "delete-organization-pack",
> extends StepBase {
  readonly kind: Kind;
  readonly region: string;
  readonly name: string;
  readonly excludedAccounts: readonly string[];
}

/** Lets the first wave work for a while before the rest follows. */
export interface BakeStep extends StepBase {
  readonly kind: "bake";
  readonly minutes: number;
  /** Accounts of the first wave whose stacks are looked at; with none it is what the first Region has. */
  readonly firstAccounts: readonly string[];
  /** Known when the first wave was there already; else it counts from the first wave's end. */
  readonly until?: string;
}

/** Removes everything of a pack from a Region's bucket. */
export interface DeleteObjectsStep extends StepBase {
  readonly kind: "delete-objects";
  readonly region: string;
  readonly bucket: string;
  readonly prefix: string;
}

/** One thing to do. */
export type Step =
  | UploadStep
  | RecordStep
  | StackStep<"stack">
  | StackStep<"delete-stack">
  | StackSetStep<"stack-set">
  | StackSetStep<"delete-stack-set">
  | StackInstancesStep<"stack-instances">
  | StackInstancesStep<"delete-stack-instances">
  | OrganizationPackStep<"organization-pack">
  | OrganizationPackStep<"delete-organization-pack">
  | BakeStep
  | DeleteObjectsStep;

/** What will be done for one pack, as data. */
export interface Plan {
  readonly pack: string;
  readonly variant?: string;
  readonly command: "publish" | "rollback" | "destroy";
  readonly release: string;
  readonly accountId: string;
  /** Who gets the pack, where stacks reach accounts of an organization. */
  readonly accounts?: readonly string[];
  readonly steps: readonly Step[];
  /** What changed stacks take away, beside the steps that delete: sentences without an end, to be agreed to as those. */
  readonly takesAway?: readonly string[];
  /** What a person should know beside the steps. */
  readonly notes: readonly string[];
}

/** The steps that change something, or wait for it. */
export function pendingSteps(plan: Plan): readonly Step[] {
  return plan.steps.filter(({ action }) => action !== "none");
}

/** The steps of a publication that take a pack away from where it was: somebody has to agree to each. */
export function removals({ command, steps }: Plan): readonly Step[] {
  if (command === "destroy") return [];
  return steps.filter(({ kind, action }) => kind.startsWith("delete-") && action !== "none");
}

/** The pending steps that each pending step waits for, also beyond steps that need nothing done. */
export function pendingDependencies(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  const expand = (ids: readonly string[]): readonly string[] =>
    ids.flatMap((id) => (steps.get(id)?.action === "none" ? expand(steps.get(id)?.dependsOn ?? []) : [id]));
  return new Map(pendingSteps(plan).map(({ id, dependsOn }) => [id, [...new Set(expand(dependsOn))]]));
}
