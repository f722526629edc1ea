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
