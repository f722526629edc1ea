import { findManagedRule, managedRules, type ManagedRule } from "@rulewright/catalog/managed-rules";
import { shown } from "../../core/json.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { memberOf, type ScalarNode } from "./node.ts";
import type { PackModel, Resource } from "./pack-model.ts";
import { nearest } from "./report.ts";

/** What the catalogue knows of the managed rule that a config rule runs; nothing of others. */
export function managedRuleOf({ properties }: Resource): ManagedRule | undefined {
  const source = memberOf(properties, "Source");
  const owner = memberOf(source, "Owner");
  const identifier = memberOf(source, "SourceIdentifier");
  if (owner?.kind !== "scalar" || owner.text !== "AWS" || identifier?.kind !== "scalar") return undefined;
  const rule = findManagedRule(identifier.text);
  return rule?.identifier === identifier.text ? rule : undefined;
}

/** Checks the identifier of a managed rule against the catalogue. */
export function checkManagedIdentifier(identifier: ScalarNode, { report }: PackModel): void {
  const { text } = identifier;
  const known = findManagedRule(text);
  if (known?.identifier === text) {
    if (known.legacy) report(LINT_ERRORS.MANAGED_LEGACY, identifier, `AWS no longer offers the managed rule ${text}.`);
    return;
  }
  const meant =
    known ?? findManagedRule(text.toUpperCase()) ?? findManagedRule(text.toLowerCase().replaceAll("_", "-"));
  const hint = () => (meant ? `Did you mean ${meant.identifier}?` : nearest(text, identifiers()));
  report(LINT_ERRORS.MANAGED_UNKNOWN, identifier, `AWS has no managed rule ${shown(text)}.`, hint);
}

function identifiers(): readonly string[] {
  return managedRules().map((rule) => rule.identifier);
}
