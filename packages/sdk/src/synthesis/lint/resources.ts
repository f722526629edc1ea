import { shown } from "../../core/json.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { LINT_LIMITS } from "./limits.ts";
import { loopsOf } from "./loops.ts";
import type { PackNode, ScalarNode } from "./node.ts";
import type { PackModel, Resource } from "./pack-model.ts";
import { nearest } from "./report.ts";

/** Checks what all resources have in common: logical ids and DependsOn, and how many there are. */
export function checkResources(pack: PackModel): void {
  const { report, resources } = pack;
  const edges = new Map<string, string[]>();
  for (const resource of resources.values()) {
    if (!/^[A-Za-z0-9]{1,255}$/.test(resource.id)) {
      report(LINT_ERRORS.LOGICAL_ID, resource.node, `${shown(resource.id)} is no logical id: letters and digits only.`);
    }
    const names = dependenciesOf(resource, pack);
    edges.set(
      resource.id,
      names.map((name) => name.text),
    );
    for (const name of names) checkDependency(resource, name, pack);
  }
  for (const loop of loopsOf(edges)) {
    const node = resources.get(loop[0] ?? "")?.node;
    if (node && loop.length > 1) {
      report(LINT_ERRORS.DEPENDS_ON, node, `Resources wait for each other: ${[...loop, loop[0]].join(", ")}.`);
    }
  }
  checkNumbers(pack);
}

/** The logical ids that a resource depends on. */
export function dependenciesOf({ node }: Resource, { report }: PackModel): readonly ScalarNode[] {
  const given = node.members.get("DependsOn");
  if (given === undefined || given.kind === "opaque") return [];
  const items: readonly PackNode[] = given.kind === "list" ? given.items : [given];
  return items.filter((item): item is ScalarNode => {
    const isName = item.kind === "scalar" && typeof item.value === "string";
    if (!isName) report(LINT_ERRORS.VALUE_KIND, item, "DependsOn takes logical ids, as text.");
    return isName;
  });
}

function checkDependency({ id }: Resource, name: ScalarNode, { report, resources }: PackModel): void {
  if (name.text === id) {
    report(LINT_ERRORS.DEPENDS_ON, name, `${id} depends on itself.`);
  } else if (!resources.has(name.text)) {
    const hint = () => nearest(name.text, resources.keys());
    report(LINT_ERRORS.DEPENDS_ON, name, `${id} depends on ${shown(name.text)}, which the pack does not have.`, hint);
  }
}

function checkNumbers({ report, place, rules, remediations }: PackModel): void {
  const most = LINT_LIMITS.rulesPerPack;
  if (rules.length === 0) report(LINT_ERRORS.RULES_NONE, place, "The pack has no rule.");
  const beyond = rules[most];
  if (beyond) {
    report(LINT_ERRORS.RULES_TOO_MANY, beyond.node, `The pack has ${rules.length} rules; AWS Config takes ${most}.`);
  }
  const both = [...rules, ...remediations];
  const last = both[most];
  if (last && !beyond) {
    const message = `The pack has ${rules.length} rules and ${remediations.length} remediations, together more than ${most}.`;
    report(LINT_ERRORS.RESOURCES_MANY, last.node, message);
  }
}
