/** Text; `format` where the facts know one. `date` is ISO 8601. */
export interface StringNode {
  readonly kind: "string";
  readonly format?: "cidr" | "ip" | "date";
}

/** A number; `epoch-ms` counts milliseconds since 1970. */
export interface NumberNode {
  readonly kind: "number";
  readonly format?: "integer" | "epoch-ms";
}

/** `true` or `false`. */
export interface BooleanNode {
  readonly kind: "boolean";
}

/** A value of which nothing is known. */
export interface UnknownNode {
  readonly kind: "unknown";
}

/** An object by its members; without any, nobody has listed them. */
export interface ObjectNode {
  readonly kind: "object";
  readonly members: { readonly [name: string]: TreeNode };
}

/** An object with free keys; `members` are keys that are known beside them. */
export interface MapNode {
  readonly kind: "map";
  readonly value: TreeNode;
  readonly members: { readonly [name: string]: TreeNode };
}

/** An array of one kind of element. */
export interface ArrayNode {
  readonly kind: "array";
  readonly item: TreeNode;
}

/** One value or an array of such values: the facts do not say which. */
export interface ManyNode {
  readonly kind: "many";
  readonly item: TreeNode;
}

/** Any of these, in no order of likelihood. */
export interface OneOfNode {
  readonly kind: "one-of";
  readonly nodes: readonly TreeNode[];
}

/** Text that holds JSON, URL-encoded besides or not; `content` is what the JSON says. */
export interface JsonNode {
  readonly kind: "json";
  readonly urlEncoded: boolean;
  readonly content: TreeNode;
}

/** A place in the configuration of a resource type. */
export type TreeNode =
  | StringNode
  | NumberNode
  | BooleanNode
  | UnknownNode
  | ObjectNode
  | MapNode
  | ArrayNode
  | ManyNode
  | OneOfNode
  | JsonNode;

/** The two parts of a configuration item that differ by resource type; any property may be missing or `null`. */
export interface ResourceTree {
  readonly configuration: ObjectNode | MapNode;
  /** Without members where nobody has listed any. */
  readonly supplementaryConfiguration: ObjectNode | MapNode;
}
