import { stringify } from "yaml";

/**
 * The text of a template or a runbook: YAML 1.1, which AWS reads, so that words like `on` and numbers in quotes stay text.
 * No anchors, which CloudFormation refuses, and no folded lines: equal documents give equal bytes, and diffs show what
 * changed.
 *
 * @param document - Plain data.
 */
export function toYaml(document: object): string {
  return stringify(document, { version: "1.1", lineWidth: 0, aliasDuplicateObjects: false });
}
