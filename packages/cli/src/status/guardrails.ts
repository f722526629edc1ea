import { frameworkControls, type Bound } from "@rulewright/catalog/controls";
import { isObject, type JsonObject } from "@rulewright/sdk";
import { isFramework } from "@rulewright/sdk/synthesis";
import type { Artifacts } from "../deployment/plan/release.ts";
import { rulesOf } from "../doctor/pack-needs.ts";
import { boundText, meets } from "../explain/bounds.ts";
import type { LooserParameter } from "./row.ts";

/** A bound on a rule some of whose parameters the deployment sets. */
export interface Guardrail {
  readonly rule: string;
  readonly control: string;
  readonly bound: Bound;
  /** Parameters of the stack that carry the bounded values. */
  readonly parameters: readonly string[];
}

/**
 * The guardrails of a pack that its deployment could loosen.
 * @param replaces - Managed rules that a rule of ours stands in for, by the rule's own name.
 */
export function guardrailsOf(
  { manifest, packTemplate }: Pick<Artifacts, "manifest" | "packTemplate">,
  replaces: (rule: string) => readonly string[],
): readonly Guardrail[] {
  const pack = manifest.document["pack"];
  const framework = isObject(pack) ? pack["framework"] : undefined;
  if (typeof framework !== "string" || !isFramework(framework)) return [];
  const definitions = rulesOf(packTemplate);
  const ownNames = ruleNames(manifest.document);
  const controls = frameworkControls(framework);
  return [...definitions].flatMap(([rule, properties]) => {
    const references = referencesOf(properties);
    if (references.size === 0) return [];
    const own = ownNames.get(rule);
    const identifiers = own === undefined ? managedIdentifiers(properties) : replaces(own);
    return controls.flatMap(({ id, bounds }) =>
      bounds
        .filter((bound) => identifiers.includes(bound.rule))
        .map((bound) => ({
          rule,
          control: id,
          bound,
          parameters: bound.parameters.flatMap((name) => references.get(name) ?? []),
        }))
        .filter(({ parameters }) => parameters.length > 0),
    );
  });
}

/** The live parameters that are looser than their guardrail. An empty one leaves the rule its own default. */
export function looserParameters(
  guardrails: readonly Guardrail[],
  live: Readonly<Record<string, string>>,
): LooserParameter[] {
  return guardrails.flatMap(({ rule, control, bound, parameters }): LooserParameter[] => {
    const values = parameters.flatMap((name) => (live[name] ? [{ name, value: live[name] }] : []));
    const wanted = { ...bound, controls: [control] };
    // one of several parameters is enough
    const [first] = values;
    if (!first || values.some(({ value }) => meets(wanted, bound.op === "contains" ? value.split(",") : value)))
      return [];
    return [{ parameter: first.name, value: first.value, rule, control, wanted: boundText(wanted) }];
  });
}

function ruleNames(document: JsonObject): ReadonlyMap<string, string> {
  const rules = Array.isArray(document["rules"]) ? document["rules"].filter(isObject) : [];
  return new Map(
    rules.flatMap(({ name, rule }): [string, string][] =>
      typeof name === "string" && typeof rule === "string" ? [[name, rule]] : [],
    ),
  );
}

function managedIdentifiers({ Source }: JsonObject): readonly string[] {
  const identifier = isObject(Source) && Source["Owner"] === "AWS" ? Source["SourceIdentifier"] : undefined;
  return typeof identifier === "string" ? [identifier] : [];
}

/** The rule's parameters that refer to one of the pack. */
function referencesOf({ InputParameters }: JsonObject): ReadonlyMap<string, string> {
  const inputs = isObject(InputParameters) ? Object.entries(InputParameters) : [];
  return new Map(
    inputs.flatMap(([name, value]): [string, string][] => {
      const reference = referenceIn(value);
      return reference === undefined ? [] : [[name, reference]];
    }),
  );
}

function referenceIn(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  if (typeof value["Ref"] === "string") return value["Ref"];
  const choice = value["Fn::If"];
  return Array.isArray(choice) ? referenceIn(choice[1]) : undefined;
}
