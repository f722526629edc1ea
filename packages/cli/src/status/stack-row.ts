import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import type { Aws } from "@rulewright/sdk";
import { failureReasons } from "../deployment/aws/stacks.ts";
import type { Manifest } from "../deployment/plan/manifest.ts";
import { explainReason } from "../deployment/plan/reasons.ts";
import { stackNameOf } from "../deployment/plan/stack-steps.ts";
import type { Target } from "../deployment/plan/target.ts";
import { look, type Look } from "../doctor/look.ts";
import { complianceCounts, complianceScore, packState } from "./aws/compliance.ts";
import { functionStates, QueueClient, queueStates } from "./aws/functions.ts";
import { describeLiveStack, stackParts, templateManifestHash, type LiveStack } from "./aws/live-stack.ts";
import { looserParameters, type Guardrail } from "./guardrails.ts";
import { releaseOf, stackHealth } from "./health.ts";
import type { Compliance, StatusRow } from "./row.ts";

/** A pack that is asked about. */
export interface AskedPack {
  readonly pack: string;
  /** The variant of it that is asked about. */
  readonly variant?: string;
  readonly manifest: Manifest;
  readonly guardrails: readonly Guardrail[];
}

/** With what is looked, and where. */
export interface Asking {
  readonly aws: Aws;
  readonly accountId: string;
  readonly regions: readonly [string, ...string[]];
  readonly topology: Target["topology"];
  readonly callAs: Target["callAs"];
  readonly now: Date;
  /** Variants that should be there; found by their stack sets where absent. */
  readonly variants?: readonly AskedVariant[];
}

/** A variant, and where it should be. */
export interface AskedVariant {
  readonly variant: string;
  readonly regions: readonly [string, ...string[]];
}

/** What a row says of more than its deployment. */
type Details = Omit<StatusRow, "pack" | "variant" | "accountId" | "region" | "kind" | "health" | "status">;

/** The state of a pack's own stack in the account of the credentials; `undefined` where there is none. */
export async function stackRow(asking: Asking, asked: AskedPack, region: string): Promise<StatusRow | undefined> {
  const { aws, accountId } = asking;
  const client = aws.client(CloudFormationClient, { region });
  const place = { ...nameOf(asked), accountId, region, kind: "stack" } as const;
  const found = await look("cloudformation:DescribeStacks", region, () =>
    describeLiveStack(client, stackNameOf(asked.pack, asked.variant)),
  );
  if ("blocked" in found) return { ...place, health: "unknown", status: "UNKNOWN", notRead: [found.blocked.message] };
  const stack = found.seen;
  if (!stack || (stack.pack ?? asked.pack) !== asked.pack) return undefined;
  const [own, { packFailure, ...details }] = await Promise.all([
    ownState(client, stack, region),
    stackDetails(asking, asked, region, stack),
  ]);
  return withPackFailure({ ...place, ...own, ...details }, packFailure);
}

/** What is asked about, as a row names it. */
export function nameOf({ pack, variant }: AskedPack): Pick<StatusRow, "pack" | "variant"> {
  return { pack, ...(variant === undefined ? {} : { variant }) };
}

/** A row whose conformance pack failed is failed, however its stack stands. */
export function withPackFailure(row: StatusRow, packFailure: string | undefined): StatusRow {
  if (packFailure === undefined || row.health !== "ok") return row;
  return { ...row, health: "failed", ...reasoned(packFailure, row.region) };
}

async function ownState(
  client: CloudFormationClient,
  { id, status, reason, changedAt }: LiveStack,
  region: string,
): Promise<Pick<StatusRow, "health" | "status" | "reason" | "advice">> {
  const health = stackHealth(status);
  if (health !== "failed") return { health, status };
  const reasons = await failureReasons(client, id, changedAt);
  const [first = reason] = reasons;
  return { health, status, ...(first === undefined ? {} : reasoned(first, region)) };
}

/** AWS's reason, and what it means. */
export function reasoned(reason: string, region: string): Pick<StatusRow, "reason" | "advice"> {
  const advice = explainReason(reason, region);
  return { reason, ...(advice === undefined ? {} : { advice }) };
}

interface StackDetails extends Details {
  readonly packFailure?: string;
}

/** Everything that a stack in the account of the credentials tells; what cannot be read is said, the rest goes on. */
export async function stackDetails(
  asking: Asking,
  { pack, manifest, guardrails }: AskedPack,
  region: string,
  { id, parameters }: Pick<LiveStack, "id" | "parameters">,
): Promise<StackDetails> {
  const client = asking.aws.client(CloudFormationClient, { region });
  const [hash, ofPack, ofFunctions] = await Promise.all([
    look("cloudformation:GetTemplateSummary", region, () => templateManifestHash(client, { StackName: id })),
    packDetails(asking, pack, region),
    functionDetails(asking, region, id),
  ]);
  const looser = looserParameters(guardrails, parameters);
  const notRead = [...blockedIn(hash), ...(ofPack.notRead ?? []), ...(ofFunctions.notRead ?? [])];
  const { notRead: _own, ...details } = { ...ofPack, ...ofFunctions };
  return {
    ...releaseOf(manifest, parameters, "seen" in hash ? hash.seen : undefined),
    ...details,
    ...(looser.length > 0 ? { looser } : {}),
    ...(notRead.length > 0 ? { notRead } : {}),
  };
}

async function packDetails({ aws }: Asking, pack: string, region: string): Promise<StackDetails> {
  const client = aws.client(ConfigServiceClient, { region });
  const [state, counts, score] = await Promise.all([
    look("config:DescribeConformancePackStatus", region, () => packState(client, pack)),
    look("config:DescribeConformancePackCompliance", region, () => complianceCounts(client, pack)),
    complianceScore(client, pack),
  ]);
  const packFailure = "seen" in state ? failureOf(state.seen) : undefined;
  return {
    ...("seen" in counts && counts.seen ? { compliance: withScore(counts.seen, score) } : {}),
    ...(packFailure === undefined ? {} : { packFailure }),
    notRead: [...blockedIn(state), ...blockedIn(counts)],
  };
}

async function functionDetails({ aws, now }: Asking, region: string, id: string): Promise<Details> {
  const client = aws.client(CloudFormationClient, { region });
  const parts = await look("cloudformation:ListStackResources", region, () => stackParts(client, id));
  if ("blocked" in parts) return { notRead: blockedIn(parts) };
  const { functions, queues } = parts.seen;
  const [metrics, depths] = await Promise.all([
    look("cloudwatch:GetMetricData", region, () =>
      functionStates(aws.client(CloudWatchClient, { region }), functions, now),
    ),
    look("sqs:GetQueueAttributes", region, () => queueStates(aws.client(QueueClient, { region }), queues)),
  ]);
  return {
    ...("seen" in metrics && functions.length > 0 ? { functions: metrics.seen } : {}),
    ...("seen" in depths && queues.length > 0 ? { queues: depths.seen } : {}),
    notRead: [...blockedIn(metrics), ...blockedIn(depths)],
  };
}

function withScore(counts: Compliance, score: number | undefined): Compliance {
  return score === undefined ? counts : { ...counts, score };
}

function failureOf(state: Awaited<ReturnType<typeof packState>>): string | undefined {
  if (!state) return "The stack is there, and its conformance pack is not.";
  if (!state.status.endsWith("_FAILED")) return undefined;
  return `${state.status}${state.reason === undefined ? "" : `: ${state.reason}`}`;
}

function blockedIn(result: Look<unknown>): readonly string[] {
  return "blocked" in result ? [result.blocked.message] : [];
}
