import type { Aws } from "../core/rule.ts";

/** An {@link Aws} that reaches nothing, and remembers that it was asked. */
export interface OfflineAws extends Aws {
  readonly asked: boolean;
}

/**
 * Runs a change rule's `collect` without AWS: a `collect` that needs no call gives its evidence, one that asks for a
 * client ends the evaluation as undetermined, whatever it makes of the refusal.
 */
export function createOfflineAws(): OfflineAws {
  let asked = false;
  return {
    get asked() {
      return asked;
    },
    client() {
      asked = true;
      throw new Error("Offline evaluation calls no AWS API.");
    },
  };
}
