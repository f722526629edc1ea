import { findManagedRule } from "@rulewright/catalog/managed-rules";
import type { ParameterSpec } from "../core/parameter-spec.ts";
import { toWireValue } from "../core/wire.ts";
import { sortedEntries } from "./entries.ts";
import { literalText, logicalIdOf } from "./names.ts";
import { isPackParameter } from "./pack-parameter.ts";
import type { ConformancePack, PackEntry } from "./pack.ts";
import type { TemplateValue } from "./template.ts";

/** A rule's parameter that became one of the pack. */
export interface Promotion {
  /** The rule's parameter. */
  readonly parameter: string;
  /** The pack's parameter. */
  readonly name: string;
  readonly description: string | undefined;
  /** The default's text; `undefined` where the deployment must set the parameter, or may leave it empty. */
  readonly default: string | undefined;
  /** The rule does without a value: an empty one is not passed on. */
  readonly optional: boolean;
  /** What the rule takes; `undefined` for rules that are not ours. */
  readonly spec: ParameterSpec | undefined;
}

/** The parameters of an entry that are set at deployment, by the rule's name for them. */
export function promotionsOf(entry: PackEntry): ReadonlyMap<string, Promotion> {
  const found = new Map<string, Promotion>();
  for (const [parameter, value] of Object.entries(entry.parameters)) {
    if (!isPackParameter(value)) continue;
    const { name, default: given, description } = value["~packParameter"];
    found.set(parameter, {
      parameter,
      name: name ?? `${logicalIdOf(entry.name)}${logicalIdOf(parameter)}`,
      description,
      default: given === undefined ? undefined : toWireValue(given),
      optional: given === undefined && isOptional(entry, parameter),
      spec: entry.kind === "custom" ? entry.rule.parameters?.[parameter] : undefined,
    });
  }
  return found;
}

/** Every promotion of a pack, by the pack's name for it: one parameter may serve several rules. */
export function packParameters(pack: ConformancePack): ReadonlyMap<string, readonly Promotion[]> {
  const byName = new Map<string, Promotion[]>();
  for (const entry of sortedEntries(pack)) {
    for (const promotion of promotionsOf(entry).values()) {
      byName.set(promotion.name, [...(byName.get(promotion.name) ?? []), promotion]);
    }
  }
  return byName;
}

/** The condition under which an optional parameter of the pack has a value. */
export function hasValueCondition(name: string): string {
  return `Has${name}`;
}

/** The value that stands for a promoted parameter in the template. */
export function promotedValue({ name, optional }: Promotion): TemplateValue {
  const reference = { Ref: name };
  return optional ? { "Fn::If": [hasValueCondition(name), reference, { Ref: "AWS::NoValue" }] } : reference;
}

/** The declaration of a promoted parameter. */
export function parameterDeclaration(promotion: Promotion): TemplateValue {
  const value = promotion.default ?? (promotion.optional ? "" : undefined);
  return {
    Type: "String",
    ...(promotion.description === undefined ? {} : { Description: literalText(promotion.description) }),
    ...(value === undefined ? {} : { Default: literalText(value) }),
  };
}

function isOptional(entry: PackEntry, parameter: string): boolean {
  if (entry.kind === "custom") return entry.rule.parameters?.[parameter]?.required !== true;
  if (entry.kind === "policy") return true;
  return findManagedRule(entry.identifier)?.parameters?.find((each) => each.name === parameter)?.required !== true;
}
