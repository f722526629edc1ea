import { RulewrightError } from "@rulewright/sdk";
import { strange } from "../plan/owner.ts";
import type { Execution } from "./execution.ts";

/**
 * Checks once more that a stack or stack set is not another pack's: it may have come to be since the plan.
 * @throws RulewrightError `RW4025`.
 */
export function mustBeOurs(
  kind: "stack" | "stack set",
  region: string,
  found: { readonly pack?: string } | undefined,
  { release, target }: Pick<Execution, "release" | "target">,
): void {
  const [other] = found ? strange(kind, region, { pack: release.pack, variant: target.variant }, found) : [];
  if (other) throw new RulewrightError(other, other.message);
}
