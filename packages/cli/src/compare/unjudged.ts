import { ACCOUNT_TYPE } from "@rulewright/sdk";
import type { ComparableResult } from "./comparable.ts";

type ComparableError = ComparableResult["errors"][number];

/** A rule and a resource of which a result may have no evaluation. */
type Pair = Required<ComparableError>;

/** Why a result has no evaluation of them, where it says so itself. */
type FindUnjudged = (pair: Pair) => "ERROR" | "UNDETERMINED" | undefined;

const NAMES = ["rule", "resourceType", "resourceId", "accountId", "region"] as const;

/**
 * Makes the search for what a result tells of the rules and resources that it does not have. An error is about every
 * rule, account and the like that it leaves open: an item that cannot be read is not judged by any rule, a type that
 * cannot be listed has none of its resources. One of a file is about nothing that could be told. Where a rule's word on
 * the account itself is missing, its evidence is: then it judges nothing there.
 */
export function findUnjudged({ evaluations, errors }: ComparableResult): FindUnjudged {
  const byType = new Map<string, ComparableError[]>();
  for (const error of errors) {
    const { resourceType, resourceId = "" } = error;
    if (resourceType === undefined) continue;
    const key = [resourceType, resourceId].join("\n");
    const others = byType.get(key);
    if (others) others.push(error);
    else byType.set(key, [error]);
  }
  const failed = new Set(errors.filter(isOfAccount).map(ruleAndPlace));
  const undetermined = new Set(
    evaluations.filter((each) => each.status === "undetermined" && isOfAccount(each)).map(ruleAndPlace),
  );
  return (pair) => {
    const { resourceType, resourceId } = pair;
    const about = [`${resourceType}\n${resourceId}`, `${resourceType}\n`].flatMap((key) => byType.get(key) ?? []);
    const place = ruleAndPlace(pair);
    if (failed.has(place) || about.some((error) => isAbout(error, pair))) return "ERROR";
    return undetermined.has(place) ? "UNDETERMINED" : undefined;
  };
}

/** All that the error names is the pair's. */
function isAbout(error: ComparableError, pair: Pair): boolean {
  return NAMES.every((name) => error[name] === undefined || error[name] === pair[name]);
}

/** Whether it is a rule's word on the account itself. */
function isOfAccount({ rule, resourceType, resourceId, accountId }: ComparableError): boolean {
  return rule !== undefined && resourceType === ACCOUNT_TYPE && accountId !== undefined && resourceId === accountId;
}

function ruleAndPlace({ rule, accountId, region }: ComparableError): string {
  return [rule, accountId, region].join("\n");
}
