import { RESOURCE_TREES } from "./generated/resource-trees.generated.ts";
import type { MapNode, ObjectNode, ResourceTree, TreeNode } from "./model/resource-tree.ts";

export type {
  ArrayNode,
  BooleanNode,
  JsonNode,
  ManyNode,
  MapNode,
  NumberNode,
  ObjectNode,
  OneOfNode,
  ResourceTree,
  StringNode,
  TreeNode,
  UnknownNode,
} from "./model/resource-tree.ts";

/** Leaves by the codes of the generated text, which are those of `scripts/catalog/generate-resource-trees.mjs`. */
const LEAVES: ReadonlyMap<string, TreeNode> = new Map<string, TreeNode>([
  ["s", { kind: "string" }],
  ["c", { kind: "string", format: "cidr" }],
  ["p", { kind: "string", format: "ip" }],
  ["t", { kind: "string", format: "date" }],
  ["d", { kind: "number" }],
  ["i", { kind: "number", format: "integer" }],
  ["m", { kind: "number", format: "epoch-ms" }],
  ["b", { kind: "boolean" }],
  ["u", { kind: "json", urlEncoded: true, content: { kind: "object", members: {} } }],
  ["?", { kind: "unknown" }],
]);

/**
 * Gives the properties that are documented for a resource type, as data. A tree is made at each call.
 *
 * @returns `undefined` for an unknown type, and for one whose properties nobody has listed.
 */
export function resourceTree(resourceType: string): ResourceTree | undefined {
  const text = Object.hasOwn(RESOURCE_TREES, resourceType) ? RESOURCE_TREES[resourceType] : undefined;
  if (text === undefined) return undefined;
  const sections: unknown = JSON.parse(text);
  const [configuration, supplementary = {}]: readonly unknown[] = Array.isArray(sections) ? sections : [];
  return {
    configuration: decodeSection(configuration, resourceType),
    supplementaryConfiguration: decodeSection(supplementary, resourceType),
  };
}

function decodeSection(code: unknown, resourceType: string): ObjectNode | MapNode {
  const node = decode(code);
  if (node.kind === "object" || node.kind === "map") return node;
  throw new Error(`The tree of ${resourceType} is no object.`);
}

function decode(code: unknown): TreeNode {
  if (typeof code === "string") return LEAVES.get(code) ?? unreadable(code);
  if (Array.isArray(code)) return { kind: "array", item: decode(code[0]) };
  if (typeof code !== "object" || code === null) return unreadable(code);
  const entries: readonly (readonly [string, unknown])[] = Object.entries(code);
  const [operator, operand] = entries[0] ?? [];
  if (operator === "$many") return { kind: "many", item: decode(operand) };
  if (operator === "$json") return { kind: "json", urlEncoded: false, content: decode(operand) };
  if (operator === "$or" && Array.isArray(operand)) return { kind: "one-of", nodes: operand.map(decode) };
  const members = Object.fromEntries(
    entries.filter(([name]) => name !== "*").map(([name, member]) => [name, decode(member)]),
  );
  const free = entries.find(([name]) => name === "*");
  return free === undefined ? { kind: "object", members } : { kind: "map", value: decode(free[1]), members };
}

function unreadable(code: unknown): never {
  throw new Error(`There is no tree of ${JSON.stringify(code)}.`);
}
