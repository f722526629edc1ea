import type { ConfigurationItem } from "../../core/configuration-item.ts";

type Tags = ConfigurationItem["tags"];

/** Keys of tags by the names of rules. */
export type TagKeys = ReadonlyMap<string, readonly string[]>;

/** The tags to keep of a resource that a rule finds NON_COMPLIANT, as JSON text: nothing where it has none of them. */
export type PickTags = (ruleName: string, tags: Tags | undefined) => string | undefined;

/**
 * Makes a picker; none where no rule asks for tags. Whichever rule asks, the text is the same: one has room at a
 * resource.
 */
export function createTagPicker(keysByRule: TagKeys = new Map()): PickTags | undefined {
  const keys = [...new Set([...keysByRule.values()].flat())].sort();
  if (keys.length === 0) return undefined;
  return (ruleName, tags) => {
    if (!tags || !keysByRule.has(ruleName)) return undefined;
    const kept = keys.filter((key) => Object.hasOwn(tags, key)).map((key) => [key, tags[key]] as const);
    return kept.length > 0 ? JSON.stringify(Object.fromEntries(kept)) : undefined;
  };
}

/** What was picked; nothing of no text. */
export function readPickedTags(text: string | undefined): Tags | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as Tags);
}
