import { boundText, isObject, meetsBound, type JsonObject } from "@rulewright/sdk";
import type { ManifestBound } from "../deployment/plan/manifest.ts";
import { referenceIn, rulesOf } from "../deployment/plan/pack-template.ts";
import type { Artifacts } from "../deployment/plan/release.ts";
import type { LooserParameter } from "./row.ts";

/** A bound on a rule some of whose parameters the deployment sets. */
export interface Guardrail {
  readonly rule: string;
  readonly bound: ManifestBound;
  /** Parameters of the stack that carry the bounded values. */
  readonly parameters: readonly string[];
}

/** The guardrails of a pack that its deployment could loosen. */
export function guardrailsOf({
  manifest,
  packTemplate,
}: Pick<Artifacts, "manifest" | "packTemplate">): readonly Guardrail[] {
  const definitions = rulesOf(packTemplate);
  return manifest.rules.flatMap(({ name: rule, bounds }) => {
    const references = referencesOf(definitions.get(rule) ?? {});
    return bounds
      .map((bound) => ({ rule, bound, parameters: bound.parameters.flatMap((name) => references.get(name) ?? []) }))
      .filter(({ parameters }) => parameters.length > 0);
  });
}

/** The live parameters that are looser than their guardrail. An empty one leaves the rule its own default. */
export function looserParameters(
  guardrails: readonly Guardrail[],
  live: Readonly<Record<string, string>>,
): LooserParameter[] {
  return guardrails.flatMap(({ rule, bound, parameters }): LooserParameter[] => {
    const values = parameters.flatMap((name) => (live[name] ? [{ name, value: live[name] }] : []));
    const [first] = values;
    // one of several parameters is enough
    if (!first || values.some(({ value }) => meetsBound(bound, [value]))) return [];
    return [{ parameter: first.name, value: first.value, rule, control: bound.control, wanted: boundText(bound) }];
  });
}

/** The rule's parameters that refer to one of the pack. */
function referencesOf({ InputParameters }: JsonObject): ReadonlyMap<string, string> {
  const inputs = isObject(InputParameters) ? Object.entries(InputParameters) : [];
  return new Map(
    inputs.flatMap(([name, value]): [string, string][] => {
      const reference = referenceIn(value);
      return reference ? [[name, reference.name]] : [];
    }),
  );
}
