import type { PublicAccessBlockConfiguration } from "@aws-sdk/client-s3-control";
import { projectResources } from "../cloudformation/projections.ts";
import { CloudFormationState } from "./cloudformation-state.ts";
import { ConfigState } from "./config-state.ts";
import { IamState } from "./iam-state.ts";
import { LambdaState } from "./lambda-state.ts";
import { MetricState } from "./metric-state.ts";
import { OrganizationState } from "./organization-state.ts";
import { PlannedFailures } from "./planned-failures.ts";
import { S3State } from "./s3-state.ts";
import { SqsState } from "./sqs-state.ts";
import { SsmState } from "./ssm-state.ts";
import { StateClock } from "./state-clock.ts";

/** Everything one endpoint stores; operations read and write it, tests set it up and look at it. */
export interface EndpointState {
  /** The account of callers whose access key holds no account id, and the owner of users. Tests may switch it. */
  account: string;
  readonly cloudFormation: CloudFormationState;
  readonly config: ConfigState;
  readonly iam: IamState;
  readonly lambda: LambdaState;
  readonly metrics: MetricState;
  readonly organization: OrganizationState;
  readonly s3: S3State;
  readonly s3control: {
    /** The account's setting by account id; an account not in the map has none. */
    readonly publicAccessBlocks: Map<string, PublicAccessBlockConfiguration>;
  };
  readonly sqs: SqsState;
  readonly ssm: SsmState;
  /** What moves stacks, StackSet operations and packs from state to state. */
  readonly clock: StateClock;
  /** Failures of work that a call started: stacks, stack instances, packs. For failing calls see `faults`. */
  readonly failures: PlannedFailures;
}

/** An account with nothing in it. */
export function createEndpointState(account: string, now: () => Date): EndpointState {
  const clock = new StateClock(now);
  const failures = new PlannedFailures();
  const organization = new OrganizationState();
  const isSuspended = (id: string) => organization.current?.accounts.get(id)?.status === "SUSPENDED";
  const config = new ConfigState();
  const lambda = new LambdaState();
  const sqs = new SqsState();
  const ssm = new SsmState();
  const onResource = projectResources({ config, lambda, sqs, ssm, now });
  return {
    account,
    cloudFormation: new CloudFormationState({ clock, failures, now, isSuspended, onResource }),
    config,
    iam: new IamState(account),
    lambda,
    metrics: new MetricState(),
    organization,
    s3: new S3State(account),
    s3control: { publicAccessBlocks: new Map() },
    sqs,
    ssm,
    clock,
    failures,
  };
}
