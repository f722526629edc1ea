import type { RunbookData } from "./parameter.ts";

/** A value that a step takes out of its answer, for later steps to refer to as `{{ step.Name }}`. */
export interface RunbookOutput {
  readonly Name: string;
  /** A JSONPath, such as `$.Payload.UserName`. */
  readonly Selector: string;
  readonly Type: "String" | "StringList" | "Integer" | "Boolean" | "MapList" | "StringMap";
}

/** What every step may say. */
interface Common {
  /** Letters, digits and `_`, once in the runbook. */
  readonly name: string;
  readonly description?: string;
  /** 1 by default. */
  readonly maxAttempts?: number;
  readonly timeoutSeconds?: number;
  /** `Abort` by default. */
  readonly onFailure?: "Abort" | "Continue" | `step:${string}`;
  readonly onCancel?: "Abort" | `step:${string}`;
  /** `false`: the runbook may succeed although this step fails. */
  readonly isCritical?: boolean;
  readonly isEnd?: boolean;
  /** The step after this one; the next in the list by default. */
  readonly nextStep?: string;
  readonly outputs?: readonly RunbookOutput[];
}

interface ApiInputs {
  /** The service as the AWS CLI names it: `iam`, `s3`. */
  readonly Service: string;
  /** The operation: `UpdateAccessKey`. */
  readonly Api: string;
  /** The operation's own input. */
  readonly [input: string]: RunbookData;
}
interface AwsApiStep extends Common {
  readonly action: "aws:executeAwsApi";
  readonly inputs: ApiInputs;
}
interface PropertyStep extends Common {
  /** Fails, or waits, until the property has one of the values. */
  readonly action: "aws:assertAwsResourceProperty" | "aws:waitForAwsResourceProperty";
  readonly inputs: ApiInputs & {
    /** A JSONPath into the operation's answer. */
    readonly PropertySelector: string;
    readonly DesiredValues: readonly (string | number | boolean)[];
  };
}
interface ScriptStep extends Common {
  /** At most 600 seconds. Without the Node.js that rules run on. */
  readonly action: "aws:executeScript";
  readonly inputs: {
    readonly Runtime: "python3.10" | "python3.11" | "python3.12" | "PowerShell 7.4";
    /** The function that is called with events and context; Python only. */
    readonly Handler?: string;
    /** Without references: values come in by `InputPayload`. */
    readonly Script: string;
    readonly InputPayload?: { readonly [name: string]: RunbookData };
  };
}

/** A condition of a branch. */
export interface BranchCondition {
  /** A reference: `{{ FindUser.Outcome }}`. */
  readonly Variable?: string;
  readonly StringEquals?: string;
  readonly EqualsIgnoreCase?: string;
  readonly StartsWith?: string;
  readonly EndsWith?: string;
  readonly Contains?: string;
  readonly NumericEquals?: number | string;
  readonly NumericGreater?: number | string;
  readonly NumericLesser?: number | string;
  readonly NumericGreaterOrEquals?: number | string;
  readonly NumericLesserOrEquals?: number | string;
  readonly BooleanEquals?: boolean;
  readonly And?: readonly BranchCondition[];
  readonly Or?: readonly BranchCondition[];
  readonly Not?: BranchCondition;
}
interface BranchStep extends Common {
  readonly action: "aws:branch";
  readonly inputs: {
    readonly Choices: readonly (BranchCondition & { readonly NextStep: string })[];
    /** The step when no choice is true; the next in the list by default. */
    readonly Default?: string;
  };
}
interface SleepStep extends Common {
  readonly action: "aws:sleep";
  /** ISO 8601: `PT30S`, or a moment in UTC. */
  readonly inputs: { readonly Duration: string } | { readonly Timestamp: string };
}
interface OtherStep extends Common {
  readonly action: `aws:${(typeof OTHER_ACTIONS)[number]}`;
  /** As the action's page says. */
  readonly inputs: { readonly [input: string]: RunbookData };
}

/** Actions whose inputs nothing is checked of but their references. */
export const OTHER_ACTIONS = [
  "approve",
  "changeInstanceState",
  "copyImage",
  "createImage",
  "createStack",
  "createTags",
  "deleteImage",
  "deleteStack",
  "executeAutomation",
  "executeStateMachine",
  "invokeLambdaFunction",
  "invokeWebhook",
  "pause",
  "runCommand",
  "runInstances",
] as const;

/**
 * One step of a runbook, in the spelling of Systems Manager.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html
 */
export type RunbookStep = AwsApiStep | PropertyStep | ScriptStep | BranchStep | SleepStep | OtherStep;

/** The actions there are. `aws:loop` and `aws:updateVariable` are left out: a remediation that needs them is too clever. */
export const RUNBOOK_ACTIONS: readonly string[] = [
  "aws:executeAwsApi",
  "aws:assertAwsResourceProperty",
  "aws:waitForAwsResourceProperty",
  "aws:executeScript",
  "aws:branch",
  "aws:sleep",
  ...OTHER_ACTIONS.map((action) => `aws:${action}`),
];

/** The keys that a step may have. */
export const RUNBOOK_STEP_KEYS: readonly string[] =
  "name action inputs description maxAttempts timeoutSeconds onFailure onCancel isCritical isEnd nextStep outputs".split(
    " ",
  );
