import { stringify } from "yaml";
import type { PackTemplate, StackTemplate } from "./template.ts";

/**
 * A template's text: YAML 1.1, which CloudFormation reads, so that words like `on` and numbers in quotes stay text.
 * No anchors, no folded lines: equal templates give equal bytes, and diffs show what changed.
 */
export function toYaml(template: PackTemplate | StackTemplate): string {
  return stringify(template, { version: "1.1", lineWidth: 0, aliasDuplicateObjects: false });
}
