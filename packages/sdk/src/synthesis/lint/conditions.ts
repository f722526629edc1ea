import { LINT_ERRORS } from "./errors/index.ts";
import type { Uses } from "./intrinsics.ts";
import { loopsOf } from "./loops.ts";
import { kindOf, type PackNode } from "./node.ts";
import type { PackModel } from "./pack-model.ts";
import { callOf } from "./values.ts";

const CONDITION_FUNCTIONS: ReadonlySet<string> = new Set([
  "Fn::And",
  "Fn::Equals",
  "Fn::If",
  "Fn::Not",
  "Fn::Or",
  "Fn::ForEach",
  "Fn::Transform",
]);

/** Checks the section Conditions: each a condition function, used, resting on no loop. */
export function checkConditions(pack: PackModel, uses: Uses): void {
  const { report, conditions } = pack;
  const edges = new Map<string, string[]>();
  for (const [name, node] of conditions) {
    edges.set(name, [...namesIn(node)]);
    if (!uses.conditions.has(name)) report(LINT_ERRORS.CONDITION_UNUSED, node, `Nothing uses the condition ${name}.`);
    const call = callOf(node);
    const isCondition = call
      ? CONDITION_FUNCTIONS.has(call.name)
      : node.kind === "map" && node.members.has("Condition");
    if (isCondition || node.kind === "opaque") continue;
    const what = call?.name ?? kindOf(node);
    report(LINT_ERRORS.FUNCTION_SHAPE, node, `Condition ${name} is no condition function but ${what}.`);
  }
  for (const loop of loopsOf(edges)) {
    const node = conditions.get(loop[0] ?? "");
    if (node)
      report(LINT_ERRORS.CONDITION_LOOP, node, `Conditions rest on themselves: ${[...loop, loop[0]].join(", ")}.`);
  }
}

function* namesIn(node: PackNode): Generator<string> {
  if (node.kind === "list") for (const item of node.items) yield* namesIn(item);
  if (node.kind !== "map") return;
  const condition = node.members.get("Condition");
  if (condition?.kind === "scalar") yield condition.text;
  for (const member of node.members.values()) yield* namesIn(member);
}
