import type { JsonObject } from "../../core/json.ts";
import type { UnknownPath, UnknownPaths } from "./unknown-paths.ts";

/** Parts of an item that are there, though empty, in everything that AWS Config delivers. */
const PARTS = ["tags", "relationships", "supplementaryConfiguration"] as const;

/** AWS nests far less; deeper values count as complete. */
const DEEPEST = 64;

/**
 * What an item does not say of itself: parts that it does not have at all, as results of queries and of
 * BatchGetResourceConfig leave them out. One that lacks its status too is a row of a query, whose objects leave out what
 * is null.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_BaseConfigurationItem.html
 */
export function absentParts(raw: JsonObject): UnknownPaths {
  const absent: UnknownPath[] = PARTS.filter((name) => !Object.hasOwn(raw, name)).map((name) => [name, "*"]);
  if (absent.length === 0 || Object.hasOwn(raw, "configurationItemStatus")) return absent;
  return [...absent, ...openObjects(raw["configuration"], ["configuration"])];
}

/** Opens every object of a value: of none can anybody tell what else it has. */
export function openObjects(value: unknown, path: UnknownPath): UnknownPath[] {
  if (typeof value !== "object" || value === null || path.length > DEEPEST) return [];
  const members = Object.entries(value).flatMap(([key, member]) => openObjects(member, [...path, key]));
  return Array.isArray(value) ? members : [[...path, "*"], ...members];
}
