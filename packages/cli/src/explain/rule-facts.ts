import {
  isParameterReference,
  isResourceId,
  isRunbook,
  runbookLabel,
  scopeOf,
  type AnyRemediation,
  type AnyRule,
  type ParameterSpec,
} from "@rulewright/sdk";
import { boundsOn, parameterBounds, type ControlBound, type ParameterBound } from "./bounds.ts";
import { controlsOfRule, type ControlGroup } from "./controls.ts";
import { packLines, type PackLines } from "./pack-lines.ts";

/** A parameter of a rule of ours: its spec, and what frameworks ask of it. */
export type ExplainedParameter = ParameterSpec & { readonly name: string; readonly bounds: readonly ParameterBound[] };

/** What a runbook's parameter gets: the resource's id, a parameter of the rule, or a literal. */
export type RemediationValue = "RESOURCE_ID" | { readonly parameter: string } | { readonly value: unknown };

/** What `rulewright explain` tells of a rule of ours. */
export interface RuleFacts {
  readonly version: 1;
  readonly kind: "rule";
  readonly name: string;
  readonly description: string;
  readonly severity: string;
  readonly trigger: "change" | "periodic" | "hybrid";
  readonly schedule?: string;
  readonly scope: "global" | "regional";
  readonly resourceTypes: readonly string[];
  readonly rationale?: string;
  readonly parameters: readonly ExplainedParameter[];
  readonly controls: readonly ControlGroup[];
  readonly replaces: readonly string[];
  readonly permissions: readonly string[];
  readonly remediation?: {
    readonly runbook: string;
    /** Of a runbook of the rule's own. */
    readonly description?: string;
    readonly parameters: { readonly [name: string]: RemediationValue };
  };
  readonly pack: PackLines;
}

/** Gathers what there is to tell of a rule. */
export function ruleFacts(rule: AnyRule, installed: boolean): RuleFacts {
  const bounds = boundsOnRule(rule);
  return {
    version: 1,
    kind: "rule",
    name: rule.name,
    description: rule.description,
    severity: rule.severity,
    trigger: rule.kind === "periodic-rule" ? "periodic" : rule.schedule === undefined ? "change" : "hybrid",
    ...(rule.schedule === undefined ? {} : { schedule: rule.schedule }),
    scope: scopeOf(rule),
    resourceTypes: rule.resourceTypes,
    ...(rule.rationale === undefined ? {} : { rationale: rule.rationale }),
    parameters: Object.entries(rule.parameters ?? {}).map(([name, spec]) => ({
      name,
      ...spec,
      bounds: parameterBounds(bounds, name),
    })),
    controls: controlsOfRule(rule),
    replaces: rule.replaces ?? [],
    permissions: rule.permissions ?? [],
    ...(rule.remediation === undefined ? {} : { remediation: remediationFacts(rule.remediation) }),
    pack: packLines([{ rule, bounds }], [], installed),
  };
}

/** The bounds on a rule of ours are those of the managed rules it stands in for. */
export function boundsOnRule({ replaces = [], parameters = {} }: AnyRule): readonly ControlBound[] {
  return boundsOn(replaces).filter(({ bound }) => bound.parameters.some((name) => Object.hasOwn(parameters, name)));
}

function remediationFacts({ runbook, parameters }: AnyRemediation): NonNullable<RuleFacts["remediation"]> {
  const values = Object.entries(parameters).map(([name, value]): [string, RemediationValue] => {
    if (isResourceId(value)) return [name, "RESOURCE_ID"];
    return [name, isParameterReference(value) ? { parameter: value["~parameter"] } : { value }];
  });
  const own = isRunbook(runbook) ? { description: runbook.description } : {};
  return { runbook: runbookLabel(runbook), ...own, parameters: Object.fromEntries(values) };
}
