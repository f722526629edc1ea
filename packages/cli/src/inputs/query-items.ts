import { isObject } from "@rulewright/sdk";
import { openObjects, type UnknownPath, type UnknownPaths } from "@rulewright/sdk/items";

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
  else unknown.push(...openObjects(configuration, ["configuration"]));
  const supplementary = raw["supplementaryConfiguration"];
  if (isObject(supplementary)) unknown.push(...openObjects(supplementary, ["supplementaryConfiguration"]));
  return { raw: { ...raw, configuration: configuration ?? {} }, unknown };
}

/**
 * An item of BatchGetResourceConfig, which leaves more out than the engine sees by itself.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_BaseConfigurationItem.html
 */
export function fromBatch(raw: unknown): PartialItem {
  if (!isObject(raw)) return { raw, unknown: [] };
  return { raw, unknown: "relatedEvents" in raw ? [] : [["relatedEvents"]] };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
