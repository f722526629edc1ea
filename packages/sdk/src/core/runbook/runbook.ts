import type { OnlyRunbookKeys, RunbookParameterSpecs } from "./parameter.ts";
import type { RunbookStep } from "./step.ts";

/** The literal of a runbook of ours. */
export interface RunbookDefinition<B extends RunbookParameterSpecs> {
  /** What it changes, and what it leaves alone. */
  readonly description: string;
  /** `AutomationAssumeRole` is added. */
  readonly parameters?: B & OnlyRunbookKeys<B>;
  /** Run in this order, but for `nextStep` and branches. The last ones verify what the others changed. */
  readonly steps: readonly RunbookStep[];
  /** What an execution shows as its result: `step.Name`. */
  readonly outputs?: readonly string[];
}

/** A runbook as {@link defineRunbook} returns it. */
export type DefinedRunbook<B extends RunbookParameterSpecs> = RunbookDefinition<B> & { readonly kind: "runbook" };

/** A runbook once its literal types are forgotten. */
export interface AnyRunbook extends Omit<RunbookDefinition<{}>, "parameters"> {
  readonly kind: "runbook";
  readonly parameters?: RunbookParameterSpecs;
}

/**
 * Defines a Systems Manager Automation runbook beside the rule whose findings it repairs; the rule's `remediation` names
 * it. Plain data. It has to be idempotent: AWS Config may start it for a resource that has just become compliant.
 *
 * @example
 * export const runbook = defineRunbook({
 *   description: "Turns versioning on.",
 *   parameters: { BucketName: { type: "String", description: "The bucket." } },
 *   steps: [
 *     {
 *       name: "TurnOn",
 *       action: "aws:executeAwsApi",
 *       inputs: {
 *         Service: "s3",
 *         Api: "PutBucketVersioning",
 *         Bucket: "{{ BucketName }}",
 *         VersioningConfiguration: { Status: "Enabled" },
 *       },
 *     },
 *     {
 *       name: "Verify",
 *       action: "aws:waitForAwsResourceProperty",
 *       timeoutSeconds: 60,
 *       inputs: {
 *         Service: "s3",
 *         Api: "GetBucketVersioning",
 *         Bucket: "{{ BucketName }}",
 *         PropertySelector: "$.Status",
 *         DesiredValues: ["Enabled"],
 *       },
 *     },
 *   ],
 * });
 */
export function defineRunbook<const B extends RunbookParameterSpecs = {}>(
  runbook: RunbookDefinition<B>,
): DefinedRunbook<B> {
  return { ...runbook, kind: "runbook" };
}

/** Tells a runbook of ours from the name of one that AWS owns, whichever copy of the SDK made it. */
export function isRunbook(value: unknown): value is AnyRunbook {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "runbook";
}

/** What a report shows of a runbook: its name, or that it is the rule's own, whose name is made at deployment. */
export function runbookLabel(runbook: string | AnyRunbook): string {
  return isRunbook(runbook) ? "own runbook" : runbook;
}
