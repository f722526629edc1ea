import { isObject, type JsonObject } from "@rulewright/sdk";
import type { UnknownPath, UnknownPaths } from "@rulewright/sdk/items";

/** An item of which not everything was asked for. */
export interface PartialItem {
  readonly raw: unknown;
  readonly unknown: UnknownPaths;
}

/** What readers of items fill in where there is nothing. */
const SIMPLE = ["resourceName", "availabilityZone", "resourceCreationTime", "relatedEvents"] as const;

/**
 * A result of an advanced query: JSON text or an object with what was selected. Nobody can tell what else the
 * resource has, so every object in it is open.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_SelectResourceConfig.html
 */
export function fromQuery(result: unknown): PartialItem {
  const raw = typeof result === "string" ? parse(result) : result;
  if (!isObject(raw)) return { raw, unknown: [] };
  const unknown: UnknownPath[] = [["*"], ...SIMPLE.filter((name) => !(name in raw)).map((name) => [name])];
  const configuration = typeof raw["configuration"] === "string" ? parse(raw["configuration"]) : raw["configuration"];
  if (configuration === undefined) unknown.push(["configuration"]);
  else openAll(configuration, ["configuration"], unknown);
  const supplementary = raw["supplementaryConfiguration"];
  if (isObject(supplementary)) openAll(supplementary, ["supplementaryConfiguration"], unknown);
  return { raw: { ...raw, configuration: configuration ?? {} }, unknown: [...unknown, ...absent(raw)] };
}

/**
 * An item of BatchGetResourceConfig, which leaves tags and relationships out.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_BaseConfigurationItem.html
 */
export function fromBatch(raw: unknown): PartialItem {
  if (!isObject(raw)) return { raw, unknown: [] };
  return { raw, unknown: [...("relatedEvents" in raw ? [] : [["relatedEvents"]]), ...absent(raw)] };
}

function absent(raw: JsonObject): UnknownPath[] {
  const names = ["tags", "relationships", "supplementaryConfiguration"].filter((name) => !(name in raw));
  return names.map((name) => [name, "*"]);
}

function openAll(value: unknown, path: UnknownPath, unknown: UnknownPath[]): void {
  if (typeof value !== "object" || value === null || path.length > DEEPEST) return;
  if (!Array.isArray(value)) unknown.push([...path, "*"]);
  for (const [key, member] of Object.entries(value)) openAll(member, [...path, key], unknown);
}

/** AWS nests far less; deeper values count as complete. */
const DEEPEST = 64;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
