/** Where something stands. A member of a mapping stands at its key, all else at its own beginning. */
export interface Place {
  /** Keys from the template's root, joined by dots. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** Text, number, boolean or null. */
export interface ScalarNode extends Place {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** As AWS Config is told it. */
  readonly text: string;
}

/** A sequence. */
export interface ListNode extends Place {
  readonly kind: "list";
  readonly items: readonly PackNode[];
}

/** A mapping; of equal keys the last. */
export interface MapNode extends Place {
  readonly kind: "map";
  readonly members: ReadonlyMap<string, PackNode>;
}

/** What is reported already and not looked into: an alias, an unknown tag, what is nested too deeply. */
export interface OpaqueNode extends Place {
  readonly kind: "opaque";
}

/** A value of the template with its place. */
export type PackNode = ScalarNode | ListNode | MapNode | OpaqueNode;

const LONGEST_KEY = 80;

/** The place of a member that is missing: that of its owner, with the member's path. */
export function under(place: Place, key: string | number): Place {
  const step = String(key);
  const short = step.length > LONGEST_KEY ? `${step.slice(0, LONGEST_KEY)}…` : step;
  return { path: place.path === "" ? short : `${place.path}.${short}`, line: place.line, column: place.column };
}

/** A member of a mapping; nothing of anything else. */
export function memberOf(node: PackNode | undefined, key: string): PackNode | undefined {
  return node?.kind === "map" ? node.members.get(key) : undefined;
}

/** What a value is, as a message says it. */
export function kindOf(node: PackNode): string {
  if (node.kind === "list") return "a list";
  if (node.kind === "map") return "a mapping";
  if (node.kind === "opaque") return "no plain value";
  return node.value === null ? "nothing" : typeof node.value === "string" ? "text" : `a ${typeof node.value}`;
}

/** Every scalar below a node, itself included, but for those below members of one name. */
export function* scalarsOf(node: PackNode, except?: string): Generator<ScalarNode> {
  if (node.kind === "scalar") yield node;
  if (node.kind === "list") for (const item of node.items) yield* scalarsOf(item, except);
  if (node.kind !== "map") return;
  for (const [name, member] of node.members) if (name !== except) yield* scalarsOf(member, except);
}
