import type { ParameterSpecs } from "./parameter-spec.ts";

/**
 * Stands for the id of the non-compliant resource, the one dynamic value that AWS Config hands to a runbook.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_ResourceValue.html
 */
export const RESOURCE_ID = "RESOURCE_ID";

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
  string | number | boolean | readonly string[] | ParameterReference<Name>;

/**
 * How a non-compliant resource is repaired: an AWS-owned Automation runbook, and what it is given. Typed by the names
 * of the rule's parameters alone, so that a rule with parameters still is a rule among others.
 */
export interface RemediationOf<Name extends string> {
  /** Name of the Automation document, such as `AWS-DisablePublicAccessForSecurityGroup`. */
  readonly runbook: string;
  readonly parameters: { readonly [name: string]: RunbookValue<Name> };
  /** What the runbook's role may do; a write action needs a resource pattern where IAM knows one. */
  readonly permissions?: readonly RunbookPermission[];
}

/** The remediation of a rule with the parameters `P`. */
export type Remediation<P extends ParameterSpecs = ParameterSpecs> = RemediationOf<keyof P & string>;

/** Actions that a runbook's role needs, on which resources. */
export interface RunbookPermission {
  readonly actions: readonly `${string}:${string}`[];
  readonly resources: readonly string[];
}
