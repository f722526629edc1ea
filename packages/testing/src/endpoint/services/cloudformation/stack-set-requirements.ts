import type { Caller } from "../../caller.ts";
import type { StoredStackSet } from "../../cloudformation/stored-stack-set.ts";
import type { OperationContext } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";
import { STACK_SETS_PRINCIPAL } from "../../state/cloudformation-state.ts";
import { validationError } from "./template-source.ts";

/** The members that say whose StackSet is meant. */
export interface StackSetInput {
  readonly StackSetName?: string | undefined;
  readonly CallAs?: string | undefined;
}

/**
 * The administrator whose StackSets a call is about: the caller, or the management account for a delegated one.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html
 */
export function administratorOf(callAs: string | undefined, { state, caller }: OperationContext): Caller {
  if (callAs !== "DELEGATED_ADMIN") return caller;
  const { current } = state.organization;
  if (current?.delegatedAdministrators.get(STACK_SETS_PRINCIPAL)?.has(caller.account) !== true) {
    throw validationError("Account used is not a delegated administrator");
  }
  return { ...caller, account: current.managementAccount };
}

/** A StackSet by name or id. */
export function requireStackSet(
  { StackSetName: name = "", CallAs: callAs }: StackSetInput,
  context: OperationContext,
): StoredStackSet {
  const set = context.state.cloudFormation.stackSets.find(administratorOf(callAs, context), name);
  if (set === undefined) throw new ServiceError("StackSetNotFoundException", `StackSet ${name} not found`);
  return set;
}

/** Refuses service-managed permissions without trusted access, or for an account that may not act for others. */
export function refuseServiceManaged(callAs: string | undefined, { state, caller }: OperationContext): void {
  const { current } = state.organization;
  if (current === undefined || !current.trustedAccess.has(STACK_SETS_PRINCIPAL)) {
    throw validationError("You must enable organizations access to operate a service managed stack set");
  }
  if (callAs !== "DELEGATED_ADMIN" && caller.account !== current.managementAccount) {
    throw validationError("Account used is not the management account of the organization");
  }
}
