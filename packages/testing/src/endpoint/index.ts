export type { AwsCall } from "./answer.ts";
export type { Caller } from "./caller.ts";
export type { EndpointClientConfig } from "./client-config.ts";
export type { CloudFormationState } from "./state/cloudformation-state.ts";
export { type AwsEndpoint, type AwsEndpointOptions, createAwsEndpoint } from "./create-aws-endpoint.ts";
export { ENDPOINT_ERRORS, EndpointError } from "./endpoint-error.ts";
export type { Fault, FaultEffect, FaultSelection, Faults, FaultSubject, StagedFault } from "./faults.ts";
export type { ObservedRequests, RequestLimit, RequestLimits } from "./limits.ts";
export type { DecodedInput, EndpointSwitches } from "./operation.ts";
export type { ServiceName } from "./service-name.ts";
export type { ConfigState, RegisteredRule, StoredEvaluation } from "./state/config-state.ts";
export type { EndpointState } from "./state/endpoint-state.ts";
export type { IamState, NewRole, NewUser, StagedCredentialReport, StoredRole } from "./state/iam-state.ts";
export type { ApiConfigurationItem, EventConfigurationItem } from "./state/item-from-event.ts";
export type { LambdaState, StoredFunction } from "./state/lambda-state.ts";
export type { AlarmIdentity, AlarmValue, MetricIdentity, MetricPoint, MetricState } from "./state/metric-state.ts";
export type {
  NewAccount,
  NewOrganization,
  NewOrganizationalUnit,
  OrganizationAccount,
  OrganizationalUnit,
  OrganizationState,
  StoredOrganization,
} from "./state/organization-state.ts";
export type {
  FailingThing,
  PlannedFailure,
  PlannedFailureHandle,
  PlannedFailures,
  Undertaking,
} from "./state/planned-failures.ts";
export type { Recorder, RecorderState } from "./state/recorder-state.ts";
export type { NewBucket, S3State, StoredBucket, StoredObject } from "./state/s3-state.ts";
export type { SqsState } from "./state/sqs-state.ts";
export type { SsmState, StoredDocument, StoredParameter } from "./state/ssm-state.ts";
export type { StateClock, Step } from "./state/state-clock.ts";
