import type { Step } from "../plan/step.ts";
import { bake } from "./bake.ts";
import type { Execution, StepOutcome } from "./execution.ts";
import { deployOrganizationPack, destroyOrganizationPack } from "./organization-packs.ts";
import { begin, deleteObjects, finish, upload } from "./records.ts";
import { deployStackInstances, deployStackSet, destroyStackInstances, destroyStackSet } from "./stack-sets.ts";
import { deployStack, destroyStack } from "./stacks.ts";

/**
 * Does one step. Each looks at AWS first and does what is needed then, so a step can be repeated at any time, whatever
 * the plan thought it would have to do.
 */
export function doStep(step: Step, execution: Execution): Promise<StepOutcome> {
  if (isRemoval(step)) return remove(step, execution);
  switch (step.kind) {
    case "upload":
      return upload(step, execution);
    case "begin":
      return begin(step, execution);
    case "finish":
      return finish(step, execution);
    case "stack":
      return deployStack(step, execution);
    case "stack-set":
      return deployStackSet(step, execution);
    case "stack-instances":
      return deployStackInstances(step, execution);
    case "organization-pack":
      return deployOrganizationPack(step, execution);
    case "bake":
      return bake(step, execution);
  }
}

type Removal = Extract<Step, { readonly kind: `delete-${string}` }>;

function isRemoval(step: Step): step is Removal {
  return step.kind.startsWith("delete-");
}

function remove(step: Removal, execution: Execution): Promise<StepOutcome> {
  switch (step.kind) {
    case "delete-stack":
      return destroyStack(step, execution);
    case "delete-stack-set":
      return destroyStackSet(step, execution);
    case "delete-stack-instances":
      return destroyStackInstances(step, execution);
    case "delete-organization-pack":
      return destroyOrganizationPack(step, execution);
    case "delete-objects":
      return deleteObjects(step, execution);
  }
}
