import type { Checker } from "@rulewright/sdk/evaluation";
import type { Gathered } from "./read-document.ts";

/** Judges what a document holds. Evidence is none of it: a checker has that from its beginning. */
export async function addGathered(checker: Checker, { items, errors, notJudged }: Gathered): Promise<void> {
  for (const error of errors) checker.addError(error);
  for (const item of items) await checker.add(item);
  for (const { resource, deployed } of notJudged) await checker.addNotJudged(resource, deployed);
}
