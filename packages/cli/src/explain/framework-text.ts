import { counted } from "@rulewright/reports";
import type { MissingProof, ProvingRule } from "./control-facts.ts";
import { numberOf } from "./find-subject.ts";
import type { FrameworkFacts, ProvedControl } from "./framework-facts.ts";
import { columns, section } from "./layout.ts";
import { joined, pair } from "./text-parts.ts";

const WITHOUT: Readonly<Record<MissingProof["reason"], string>> = {
  manual: "no rule: a person has to check it",
  gap: "no rule",
  "security-hub-only": "no rule: Security Hub checks it by itself",
};

/** A framework for people: each control, and below its title the rules that prove it. */
export function frameworkText({ id, name, controls }: FrameworkFacts, width: number): string {
  const proved = controls.filter(({ rules }) => rules.length > 0).length;
  const example = controls[0]?.id ?? id;
  return joined([
    `${id}  ${name}`,
    `  ${proved} of ${counted(controls.length, "control")} have a rule; \`rulewright explain ${example}\` tells more of one.`,
    ...section("Controls", columns(controls.flatMap(linesOf), width)),
  ]);
}

function linesOf(control: ProvedControl): (readonly [string, string])[] {
  const { id, title = "", rules, missing } = control;
  const proof = missing ? WITHOUT[missing.reason] : rules.map(nameOf).join(", ");
  return title === "" ? pair(numberOf(id), proof) : [[numberOf(id), title], ...pair("", proof)];
}

function nameOf({ name, partly }: ProvingRule): string {
  return partly ? `${name} (in part)` : name;
}
