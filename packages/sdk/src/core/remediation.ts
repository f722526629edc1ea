import type { RunbookName, Runbooks } from "@rulewright/catalog";
import type { ParameterSpecs } from "./parameter-spec.ts";

/**
 * Stands for the id of the non-compliant resource, the one dynamic value that AWS Config hands to a runbook. Plain
 * data and no text, so that it is told from a literal, by the compiler too, whichever copy of the SDK made it.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_ResourceValue.html
 */
export const RESOURCE_ID = { "~resourceId": true } as const;

/** The type of {@link RESOURCE_ID}. */
export type ResourceIdReference = typeof RESOURCE_ID;

/** Tells {@link RESOURCE_ID} from a literal value. */
export function isResourceId(value: unknown): value is ResourceIdReference {
  return typeof value === "object" && value !== null && "~resourceId" in value;
}

/** A reference to the rule's own effective parameter. Plain data, so that two copies of the SDK agree on it. */
export interface ParameterReference<Name extends string = string> {
  readonly "~parameter": Name;
}

/** Binds a runbook's parameter to the rule's effective parameter of that name. */
export function parameter<const Name extends string>(name: Name): ParameterReference<Name> {
  return { "~parameter": name };
}

/** Tells a {@link ParameterReference} from a literal value. */
export function isParameterReference(value: unknown): value is ParameterReference {
  return typeof value === "object" && value !== null && "~parameter" in value;
}

/** A value for a runbook's parameter: {@link RESOURCE_ID}, a literal (a list for a `StringList`), or a reference. */
export type RunbookValue<Name extends string = string> =
  string | number | boolean | readonly string[] | ResourceIdReference | ParameterReference<Name>;

/** Actions that a runbook's role needs, on which resources. */
export interface RunbookPermission {
  readonly actions: readonly `${string}:${string}`[];
  readonly resources: readonly string[];
}

interface Permitted {
  /** What the runbook's role may do; a write action needs a resource pattern where IAM knows one. */
  readonly permissions?: readonly RunbookPermission[];
}

/** A remediation once its literal types are forgotten. */
export interface AnyRemediation extends Permitted {
  /** Name of the Automation document, such as `AWS-DisablePublicAccessForSecurityGroup`. */
  readonly runbook: string;
  readonly parameters: { readonly [name: string]: RunbookValue };
}

/** The mark of a runbook that the catalogue does not know. */
export interface Uncatalogued {
  readonly "~uncatalogued": true;
}

/** Names a runbook that the catalogue does not know, so that nothing is checked of its parameters. */
export function uncataloguedRunbook<const N extends string>(name: N): N & Uncatalogued {
  // The mark exists in the type only; the value is the plain name, so that it stays plain data.
  return name as N & Uncatalogued;
}

interface UncataloguedRemediation<Name extends string> extends Permitted {
  readonly runbook: string & Uncatalogued;
  readonly parameters: { readonly [name: string]: RunbookValue<Name> };
}

/** What the compiler prints where RESOURCE_ID does not fit; nobody's parameter has such a name. */
type Misfit =
  ParameterReference<"RESOURCE_ID is Config's id, and this parameter wants a name or an ARN: use a runbook of your own that looks it up">;

/** Runbooks that set back to a loose default whatever they are not passed: all their parameters are required. */
type Resetting = "AWSConfigRemediation-SetIAMPasswordPolicy";

type ResourceIdFor<N extends RunbookName, K> = K extends Runbooks[N]["resourceParameter"]
  ? Runbooks[N]["resourceIdFits"] extends "no"
    ? Misfit
    : ResourceIdReference
  : never;

type Accepted<N extends RunbookName, Name extends string> = {
  readonly [K in keyof Runbooks[N]["parameters"] as K extends "AutomationAssumeRole" ? never : K]:
    Runbooks[N]["parameters"][K] | ParameterReference<Name> | ResourceIdFor<N, K>;
};

interface CataloguedRemediation<N extends RunbookName, Name extends string> extends Permitted {
  /** Name of the Automation document, such as `AWS-DisablePublicAccessForSecurityGroup`. */
  readonly runbook: N;
  /** The role (`AutomationAssumeRole`) is the pack's business. */
  readonly parameters: N extends Resetting ? Required<Accepted<N, Name>> : Accepted<N, Name>;
}

/** The runbooks that repair all of the types `R`, or that are about no resource. */
type Fitting<R extends string> = {
  [N in RunbookName]: [Runbooks[N]["resourceTypes"]] extends [never]
    ? N
    : [R] extends [Runbooks[N]["resourceTypes"]]
      ? N
      : never;
}[RunbookName];

type Catalogued<N extends RunbookName, Name extends string> = N extends unknown
  ? CataloguedRemediation<N, Name>
  : never;

/**
 * How a non-compliant resource of the types `R` is repaired: a runbook that AWS owns, and what it is given. A runbook
 * for another type, an unknown, missing or misfit parameter does not compile.
 */
export type Remediation<R extends string, P extends ParameterSpecs> =
  Catalogued<Fitting<R>, keyof P & string> | UncataloguedRemediation<keyof P & string>;
