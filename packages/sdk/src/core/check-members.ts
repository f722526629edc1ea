import type { AnyRule } from "./any-rule.ts";
import { isObject, shown, type JsonObject } from "./json.ts";
import { didYouMeanRegion, isRegion } from "./region.ts";

/** Takes what is wrong with one key of a definition. */
export type Report = (key: string, message: string, hint?: string, severity?: "error" | "warning") => void;

/** Lists in which a second mention says nothing, or counts a thing twice. Actions of `permissions` may repeat. */
const SETS = ["resourceTypes", "references", "regions", "controls", "replaces", "previousNames"];
const TEXT_LISTS = ["references", "replaces", "previousNames"];

/**
 * Checks the members that only plain JavaScript gets wrong, since the types say what they hold, and the lists in which
 * something stands twice.
 */
export function checkMembers(rule: AnyRule, invalid: Report): void {
  const given: JsonObject = { ...rule };
  checkKinds(given, invalid);
  for (const key of TEXT_LISTS) {
    for (const element of elementsOf(given[key], key, invalid)) {
      if (!isText(element)) invalid(key, `${shown(element)} is no text.`);
    }
  }
  checkRegions(given["regions"], invalid);
  for (const key of SETS) {
    for (const element of repeated(given[key])) invalid(key, `${key} names ${shown(element)} twice.`, "Name it once.");
  }
  const { previousNames, name } = given;
  if (Array.isArray(previousNames) && previousNames.includes(name)) {
    invalid("previousNames", "its previousNames hold the name it has.", "Leave it out.");
  }
}

/** The elements of a list that need not be there: none where it is no list, which is reported. */
export function elementsOf(list: unknown, key: string, invalid: Report): readonly unknown[] {
  if (Array.isArray(list)) return list;
  if (list !== undefined) invalid(key, `${key} is not a list.`);
  return [];
}

/** What a list names more than once, each told once. */
export function repeated(list: unknown): readonly unknown[] {
  if (!Array.isArray(list)) return [];
  const elements: readonly unknown[] = list;
  return [...new Set(elements.filter((element, index) => elements.slice(0, index).includes(element)))];
}

function checkKinds({ exemptible, rationale, parameters, remediation }: JsonObject, invalid: Report): void {
  if (exemptible !== undefined && typeof exemptible !== "boolean") {
    invalid("exemptible", `exemptible is ${shown(exemptible)}, not true or false.`, "Write true or false, no text.");
  }
  if (rationale !== undefined && !isText(rationale))
    invalid("rationale", `the rationale ${shown(rationale)} is no text.`);
  for (const [key, value] of Object.entries({ parameters, remediation })) {
    if (value !== undefined && !isObject(value)) invalid(key, `${key} is ${shown(value)}, no object.`);
  }
}

function checkRegions(regions: unknown, invalid: Report): void {
  if (Array.isArray(regions) && regions.length === 0) {
    invalid("regions", "regions is empty, so that the rule would run in none.", "Leave it out for all of them.");
  }
  for (const region of elementsOf(regions, "regions", invalid)) {
    if (isText(region) && isRegion(region)) continue;
    const near = isText(region) ? didYouMeanRegion(region) : "";
    invalid("regions", `${shown(region)} is not a Region.`, near || "Write it as eu-west-1.");
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}
