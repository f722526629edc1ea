import type { ConfigurationItem } from "../../core/configuration-item.ts";
import type { Source } from "../../core/results.ts";
import { ANY_OTHER, type UnknownPath, type UnknownPaths } from "../incomplete/unknown-paths.ts";
import type { Adapter, AdapterContext, TemplateResource } from "./adapter.ts";
import { text } from "./properties.ts";
import { open, toPlainObject, type TreeObject } from "./tree.ts";
import { isUnknown, isValueList, isValueObject, type Unknown, type Value } from "./value.ts";

/** A resource of a template as an item of which not everything is known. */
export interface TemplateItem {
  /**
   * Holds nothing where something is unknown: wrap it by `wrapIncomplete` before a rule sees it. `resourceId` is the
   * logical id, and `configurationItemCaptureTime` empty, where the true ones are not known.
   */
  readonly item: ConfigurationItem;
  readonly unknown: UnknownPaths;
  readonly source: Source;
}

/** What of an item no template says. */
const NEVER_KNOWN: UnknownPaths = [
  [ANY_OTHER], // such as the state id
  ["availabilityZone"],
  ["resourceCreationTime"],
  ["relationships", ANY_OTHER],
];

/** Makes the item that Config would record of a resource right after the deployment. */
export function toItem(
  resource: TemplateResource,
  adapter: Adapter,
  context: AdapterContext,
  { file, now }: { readonly file: string; readonly now?: Date | undefined },
): TemplateItem {
  const { logicalId, line, properties } = resource;
  const converted = adapter.convert(resource, context);
  const unknown: UnknownPath[] = [...NEVER_KNOWN];
  /** The value, or what stands for one that is not known. */
  const known = <T extends string | null>(said: T | Unknown | undefined, path: string, substitute: T): T => {
    if (said !== undefined && !isUnknown(said)) return said;
    unknown.push([path]);
    return substitute;
  };
  const part = (tree: TreeObject, path: string) => toPlainObject(open(tree), [path], unknown);
  const arn = converted.arn;
  const item: ConfigurationItem = {
    configurationItemCaptureTime: known(now?.toISOString(), "configurationItemCaptureTime", ""),
    configurationItemStatus: "OK",
    awsAccountId: context.accountId,
    awsRegion: adapter.isGlobal ? "global" : context.region,
    availabilityZone: null,
    resourceType: adapter.resourceType,
    resourceId: known(converted.resourceId, "resourceId", logicalId),
    resourceName: known<string | null>(converted.resourceName, "resourceName", null),
    ...(typeof arn === "string" ? { ARN: arn } : {}),
    resourceCreationTime: null,
    relatedEvents: [],
    relationships: [],
    tags: toTags(properties["Tags"], unknown),
    configuration: part(converted.configuration, "configuration"),
    supplementaryConfiguration: part(converted.supplementaryConfiguration ?? {}, "supplementaryConfiguration"),
  };
  return { item, unknown, source: { file, line, logicalId } };
}

/** The tags of the template; the stack may add others, which never replace these. */
function toTags(tags: Value | undefined, unknown: UnknownPath[]): ConfigurationItem["tags"] {
  unknown.push(["tags", ANY_OTHER]);
  const known = new Map<string, string>();
  for (const tag of isValueList(tags) ? tags : []) {
    const key = isValueObject(tag) ? text(tag["Key"]) : undefined;
    if (!isValueObject(tag) || typeof key !== "string") continue;
    const value = text(tag["Value"]);
    if (typeof value === "string") known.set(key, value);
    else unknown.push(["tags", key]);
  }
  return Object.fromEntries(known);
}
