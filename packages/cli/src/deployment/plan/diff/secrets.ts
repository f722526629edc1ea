import { isObject } from "@rulewright/sdk";
import { rulesOf } from "../pack-template.ts";
import { packParametersOf } from "../release.ts";
import { objectOf, type Side } from "./change.ts";

/** Whose values are not shown: secret is what either release says is. */
export interface Secrets {
  readonly isOfRule: (rule: string, parameter: string) => boolean;
  readonly isOfRemediation: (rule: string, parameter: string) => boolean;
  /** A parameter of the stack, or of the pack where there is none. */
  readonly isOfStack: (parameter: string) => boolean;
}

/** Finds what is secret in two releases. */
export function secretsOf(...sides: readonly Side[]): Secrets {
  const rules = sides.flatMap(({ release }) => release.manifest.rules);
  const ofRules = new Set(rules.flatMap(({ name, secrets }) => secrets.map((each) => `${name} ${each}`)));
  const ofRemediations = new Set(
    rules.flatMap(({ name, remediation }) => (remediation?.secrets ?? []).map((each) => `${name} ${each}`)),
  );
  const isOfRule = (rule: string, parameter: string) => ofRules.has(`${rule} ${parameter}`);
  const ofStack = new Set(sides.flatMap((side) => [...declaredSecret(side), ...promotedSecret(side, isOfRule)]));
  return {
    isOfRule,
    isOfRemediation: (rule, parameter) => ofRemediations.has(`${rule} ${parameter}`),
    isOfStack: (parameter) => ofStack.has(parameter),
  };
}

/** Parameters that CloudFormation itself does not show. */
function declaredSecret({ release, stackTemplate = {} }: Side): string[] {
  const declared = { ...packParametersOf(release.packTemplate), ...objectOf(stackTemplate["Parameters"]) };
  return Object.entries(declared).flatMap(([name, each]) =>
    isObject(each) && String(each["NoEcho"]) === "true" ? [name] : [],
  );
}

/** Parameters that set a rule's secret at deployment. */
function promotedSecret({ release }: Side, isOfRule: Secrets["isOfRule"]): string[] {
  return [...rulesOf(release.packTemplate)].flatMap(([rule, properties]) =>
    Object.entries(objectOf(properties["InputParameters"])).flatMap(([name, value]) =>
      isOfRule(rule, name) ? referencesIn(value) : [],
    ),
  );
}

/** Names that a value refers to, wherever in it. */
function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  const { Ref: name } = value;
  return typeof name === "string" ? [name] : Object.values(value).flatMap(referencesIn);
}
