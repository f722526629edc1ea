import type { RunbookName, Runbooks } from "@rulewright/catalog";
import type { ParameterSpecs } from "./parameter-spec.ts";
import type { ParameterReference, ResourceIdReference, RunbookValue } from "./remediation-values.ts";
import type { RunbookArguments, RunbookParameterSpecs } from "./runbook/parameter.ts";
import type { AnyRunbook, DefinedRunbook } from "./runbook/runbook.ts";

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
  /** Name of the Automation document, such as `AWS-DisablePublicAccessForSecurityGroup`, or one of our own. */
  readonly runbook: string | AnyRunbook;
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

interface OwnRemediation<B extends RunbookParameterSpecs, Name extends string> extends Permitted {
  /** What `defineRunbook` returned. */
  readonly runbook: DefinedRunbook<B>;
  /** The role (`AutomationAssumeRole`) is the pack's business. */
  readonly parameters: RunbookArguments<NoInfer<B>, Name>;
}

/**
 * How a non-compliant resource of the types `R` is repaired: a runbook that AWS owns, or one of our own with the
 * parameters `B`, and what it is given. A runbook for another type, an unknown, missing or misfit parameter does not
 * compile.
 */
export type Remediation<R extends string, P extends ParameterSpecs, B extends RunbookParameterSpecs = {}> =
  | Catalogued<Fitting<R>, keyof P & string>
  | UncataloguedRemediation<keyof P & string>
  | OwnRemediation<B, keyof P & string>;
