import { isRule, type AnyRule } from "../core/any-rule.ts";
import type { ParameterBound } from "../core/bound.ts";
import { RulewrightError, messageOf } from "../core/errors.ts";
import { RUNTIME_ERRORS } from "./errors.ts";
import type { Exempt } from "./exempt.ts";

/** What AWS Config shows for a resource whose `collect` or `evaluate` failed. */
export type OnError = "not-applicable" | "keep" | "non-compliant";

/** One rule of a function: how to load it, and what its pack chose. */
export interface RuleBinding {
  /** Imports the rule's module and returns the rule; called at the rule's first event. */
  load(): Promise<unknown>;
  /** By default `"not-applicable"`, so that no old COMPLIANT lives on unproved. */
  readonly onError?: OnError;
  /** What the pack's framework demands of the parameters, by control: a looser value is refused. */
  readonly bounds?: readonly ControlBound[];
  /** The rule's exemptions, made by `exempting`. */
  readonly exempt?: Exempt;
}

/** A bound, and the control that it comes from. */
export interface ControlBound extends ParameterBound {
  readonly control: string;
}

/** The rules of a function by the name they are deployed under, before any suffix of the service. */
export interface RuleTable {
  readonly [ruleName: string]: RuleBinding;
}

/** The rule that an event is for. */
export interface Route {
  readonly name: string;
  readonly binding: RuleBinding;
}

/** Names that AWS Config makes: rules of a conformance pack, and of an organization, in a member account. */
const DEPLOYED_NAMES = [/^(.+)-conformance-pack-[a-z0-9]+$/, /^OrgConfigRule-(.+)-[a-z0-9]+$/];

/** The name that a deployed one stands for: the first of those that it may stand for which is known. */
export function baseName(deployedName: string, isKnown: (name: string) => boolean): string | undefined {
  const candidates = [deployedName, ...DEPLOYED_NAMES.map((form) => form.exec(deployedName)?.[1])];
  return candidates.find((name) => name !== undefined && isKnown(name));
}

/**
 * Finds the rule that a deployed name stands for: the exact name first, then a pack's, then an organization's.
 * @throws RulewrightError `RW2010` for a name that is none of these, listing the known ones.
 */
export function routeRule(table: RuleTable, deployedName: string): Route {
  const name = baseName(deployedName, (candidate) => Object.hasOwn(table, candidate));
  const binding = name === undefined ? undefined : table[name];
  if (name !== undefined && binding) return { name, binding };
  throw new RulewrightError(
    RUNTIME_ERRORS.RULE_UNKNOWN,
    `This function has no rule ${deployedName}. It has ${Object.keys(table).sort().join(", ") || "none"}.`,
  );
}

/** Rules that were loaded before: an import that is done still costs its way through the loader. */
const loadedRules = new WeakMap<RuleBinding, AnyRule>();

/**
 * Loads a rule's module, once; one that cannot be loaded leaves the others alive.
 * @throws RulewrightError `RW2011` when the module throws or holds no rule.
 */
export async function loadRule(route: Route): Promise<AnyRule> {
  const known = loadedRules.get(route.binding);
  if (known) return known;
  let loaded: unknown;
  try {
    loaded = await route.binding.load();
  } catch (cause) {
    throw new RulewrightError(
      RUNTIME_ERRORS.RULE_UNLOADABLE,
      `The module of rule ${route.name} cannot be loaded: ${messageOf(cause)}`,
      { cause },
    );
  }
  if (isRule(loaded)) {
    loadedRules.set(route.binding, loaded);
    return loaded;
  }
  throw new RulewrightError(RUNTIME_ERRORS.RULE_UNLOADABLE, `The module of rule ${route.name} holds no rule.`);
}
