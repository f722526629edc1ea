import { boundText } from "./bounds.ts";
import type { ControlFacts, ProvingRule } from "./control-facts.ts";
import { columns, section, wrap } from "./layout.ts";
import type { ManagedRuleFacts } from "./managed-rule-facts.ts";
import type { RuleFacts } from "./rule-facts.ts";
import {
  controlSection,
  formOf,
  joined,
  managedParameterLines,
  packSection,
  pair,
  parameterLines,
  remediationLines,
  runbookLines,
} from "./text-parts.ts";

const WHEN = {
  change: "when a resource changes",
  periodic: "on a schedule",
  hybrid: "when a resource changes and on a schedule",
};

/** A rule of ours for people. */
export function ruleText(facts: RuleFacts, width: number): string {
  const schedule = facts.schedule === undefined ? "" : `, every ${facts.schedule}`;
  return joined([
    `${facts.name}  ${facts.severity}`,
    ...wrap(facts.description, width, 2),
    ...(facts.rationale === undefined ? [] : wrap(facts.rationale, width, 2)),
    "",
    ...columns(
      [
        ["judged", `${WHEN[facts.trigger]}${schedule}; ${facts.scope}`],
        ["types", facts.resourceTypes.join(", ")],
        ...pair("replaces", facts.replaces.join(", ")),
        ...pair("permissions", facts.permissions.join(", ")),
      ],
      width,
    ),
    ...section(
      "Parameters",
      facts.parameters.flatMap((spec) => parameterLines(spec.name, formOf(spec), spec.description, spec.bounds, width)),
    ),
    ...controlSection(facts.controls, width),
    ...section("Remediation", facts.remediation === undefined ? [] : remediationLines(facts.remediation, width)),
    ...packSection(facts.pack),
  ]);
}

/** A managed rule for people. */
export function managedRuleText(facts: ManagedRuleFacts, width: number): string {
  return joined([
    `${facts.identifier}  ${facts.severity?.toUpperCase() ?? "no severity known"}`,
    ...wrap(facts.title === undefined ? `Managed rule of AWS.` : `Managed rule of AWS: ${facts.title}.`, width, 2),
    ...(facts.legacy ? ["  No longer offered for new rules."] : []),
    ...(facts.placeholder ? ["  Stands for a manual control in a conformance pack, and judges nothing."] : []),
    "",
    ...columns(
      [
        ["name", facts.name],
        ...pair("judged", facts.trigger === null ? "" : WHEN[facts.trigger]),
        ["types", facts.resourceTypes.join(", ") || "none named: the account"],
        ...pair("replaced by", facts.replacedBy.join(", ")),
        ...pair("concluded from names", facts.inferred.join(", ")),
      ],
      width,
    ),
    ...section("Parameters", managedParameterLines(facts.parameters, width)),
    ...controlSection(facts.controls, width),
    ...section(
      "Runbooks that can repair it",
      facts.runbooks.flatMap((each) => runbookLines(each, width)),
    ),
    ...packSection(facts.pack),
  ]);
}

/** A control for people. */
export function controlText(facts: ControlFacts, width: number): string {
  const marks = [
    ...(facts.severity === undefined ? [] : [facts.severity.toUpperCase()]),
    ...(facts.level === undefined ? [] : [`level ${facts.level}`]),
    ...(facts.assessment === undefined ? [] : [facts.assessment]),
  ];
  const bounds = facts.bounds.map(
    (bound) => `${bound.parameters.join(" or ")} of ${bound.rule}: ${boundText({ ...bound, controls: [] })}`,
  );
  return joined([
    `${facts.id}  ${marks.join(", ")}`.trimEnd(),
    ...(facts.title === undefined ? [] : wrap(facts.title, width, 2)),
    "",
    ...columns(
      [
        ...pair("types", facts.resourceTypes.join(", ")),
        ...pair("consists of", facts.securityHub.join(", ")),
        ...pair("related", facts.related.join(", ")),
      ],
      width,
    ),
    ...section("Metric filter", facts.metricFilter === undefined ? [] : wrap(facts.metricFilter, width, 2)),
    ...section(
      "Asked of parameters",
      bounds.flatMap((text) => wrap(text, width, 2, 2)),
    ),
    ...section(
      "Proved by",
      columns(
        facts.rules.map((rule) => [rule.name, aboutProof(rule)] as const),
        width,
      ),
    ),
    ...section("Not proved by any rule", missingLines(facts, width)),
    ...packSection(facts.pack),
  ]);
}

function aboutProof({ kind, partly, replaces = [] }: ProvingRule): string {
  const whose = kind === "rule" ? "a custom rule" : "a managed rule";
  return `${whose}${partly ? ", in part" : ""}${replaces.length > 0 ? `, in place of ${replaces.join(", ")}` : ""}`;
}

function missingLines({ missing }: ControlFacts, width: number): string[] {
  if (!missing) return [];
  const parts = missing.partlyCoveredBy;
  return [
    ...wrap(missing.message, width, 2),
    ...(parts.length > 0 ? wrap(`Managed rules that look at a part: ${parts.join(", ")}.`, width, 2) : []),
  ];
}
