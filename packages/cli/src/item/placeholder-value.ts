import type { JsonNode, StringNode, TreeNode } from "@rulewright/catalog/resource-trees";
import { SKELETON, placeholderPolicy, placeholderText } from "./placeholder-text.ts";

/** What may stand in a skeleton. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** A value of the kind that a property has: every member filled, one element in each array, `null` where nobody knows. */
export function placeholderValue(node: TreeNode, property: string, resourceType: string): Value {
  const { kind } = node;
  if (kind === "string") return text(node, property, resourceType);
  if (kind === "number") return node.format === "epoch-ms" ? Date.parse(SKELETON.createdAt) : 0;
  if (kind === "boolean") return false;
  if (kind === "array") return array(node.item, property, resourceType);
  if (kind === "object" || kind === "map") return membersOf(node.members, resourceType);
  if (kind === "json") return json(node, property, resourceType);
  return kind === "one-of" ? oneOf(node.nodes, property, resourceType) : null;
}

/** The members of an object, each with a value. */
export function membersOf(
  members: { readonly [name: string]: TreeNode },
  resourceType: string,
): { readonly [name: string]: Value } {
  return Object.fromEntries(
    Object.entries(members).map(([name, node]) => [name, placeholderValue(node, name, resourceType)]),
  );
}

function text({ format }: StringNode, property: string, resourceType: string): string {
  const isV6 = /v6/i.test(property);
  if (format === "date") return SKELETON.createdAt;
  if (format === "cidr") return isV6 ? "2001:db8::/32" : "10.0.0.0/16";
  if (format === "ip") return isV6 ? "2001:db8::1" : "10.0.0.10";
  return placeholderText(property, resourceType);
}

/** One element, named like the array in the singular; none where nobody knows what an element is. */
function array(item: TreeNode, property: string, resourceType: string): Value {
  if (item.kind === "unknown" || item.kind === "many") return [];
  const singular = property.replace(/ies$/, "y").replace(/(?<!s)s$/, "");
  return [placeholderValue(item, singular, resourceType)];
}

/** JSON text whose content nobody shows is a policy in all types so far. */
function json({ urlEncoded, content }: JsonNode, property: string, resourceType: string): string {
  const isOpen = content.kind === "unknown" || (content.kind === "object" && Object.keys(content.members).length === 0);
  const plain = isOpen
    ? placeholderPolicy(resourceType, property)
    : JSON.stringify(placeholderValue(content, property, resourceType));
  return urlEncoded ? encodeURIComponent(plain) : plain;
}

/** Text that Config encodes is preferred: it is what arrives, and what a test of a rule should go through. */
function oneOf(nodes: readonly TreeNode[], property: string, resourceType: string): Value {
  const chosen = nodes.find(({ kind }) => kind === "json") ?? nodes[0];
  return chosen === undefined ? null : placeholderValue(chosen, property, resourceType);
}
