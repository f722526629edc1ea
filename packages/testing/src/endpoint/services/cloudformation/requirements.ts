import type { StoredStack } from "../../cloudformation/stored-stack.ts";
import type { OperationContext } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";
import { validationError } from "./template-source.ts";

/** A stack by name or id, as operations that change it look for it. */
export function requireStack(nameOrId: string, { state, caller }: OperationContext): StoredStack {
  const stack = state.cloudFormation.stacks.find(caller, nameOrId);
  if (stack === undefined) throw validationError(`Stack [${nameOrId}] does not exist`);
  return stack;
}

/**
 * Tells whether a token was used for the same action before, so that the answer is the one of then.
 *
 * @throws ServiceError `TokenAlreadyExistsException` when it was used for another action.
 */
export function isRepeated({ tokens }: StoredStack, action: string, token: string | undefined): boolean {
  if (token === undefined) return false;
  const before = tokens.get(token);
  if (before !== undefined && before !== action) {
    throw new ServiceError("TokenAlreadyExistsException", `A client request token ${token} was used for ${before}.`);
  }
  tokens.set(token, action);
  return before !== undefined;
}

/** The pattern of names of stacks and change sets. */
export function refuseName(path: string, name: string): void {
  if (/^[a-zA-Z][-a-zA-Z0-9]*$/.test(name) && name.length <= 128) return;
  throw validationError(
    `1 validation error detected: Value '${name}' at '${path}' failed to satisfy constraint: Member must satisfy ` +
      "regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*",
  );
}
