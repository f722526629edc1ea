import { RulewrightError } from "../core/errors.ts";
import { givenNames, hintFor } from "./check-members.ts";
import { SYNTHESIS_ERRORS } from "./errors.ts";

/**
 * Refuses what plain JavaScript gives a function beside its settings.
 * @throws RulewrightError `RW3021` naming every such setting at once.
 */
export function refuseOthers(functionName: string, given: object, known: readonly string[]): void {
  const others = givenNames(given).filter((name) => !known.includes(name));
  const [first] = others;
  if (first === undefined) return;
  const message = `${functionName} has no setting ${others.join(", ")}.`;
  throw new RulewrightError(SYNTHESIS_ERRORS.SETTING_REFUSED, message, { hint: hintFor(first, known) });
}
