import { StackStore } from "../cloudformation/stack-store.ts";
import { StackSetStore } from "../cloudformation/stack-set-store.ts";
import type { OperationEngineParts } from "../cloudformation/operation-engine.ts";
import type { StackEngineParts } from "../cloudformation/stack-engine.ts";

/** The service principal that trusted access and delegated administrators of StackSets are registered for. */
export const STACK_SETS_PRINCIPAL = "member.org.stacksets.cloudformation.amazonaws.com";

/** The stacks and StackSets of all accounts and Regions. */
export class CloudFormationState {
  readonly stacks = new StackStore();
  readonly stackSets = new StackSetStore();
  readonly engine: StackEngineParts & OperationEngineParts;

  constructor(engine: StackEngineParts & OperationEngineParts) {
    this.engine = engine;
  }
}
