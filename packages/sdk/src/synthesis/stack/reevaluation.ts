import type { TemplateValue } from "../template.ts";
import type { NamedResource, StackContext, StackFunction } from "./context.ts";
import { errorsAlarm } from "./alarms.ts";
import { lambdaFunction } from "./function.ts";
import { logGroup } from "./logs.ts";
import { eventsPermission, permissionIdOf } from "./permission.ts";
import { LAMBDA_TRUST, baseStatements, role, roleIdOf, type Statement } from "./role.ts";
import { attribute, ref, substitute, type Intrinsic } from "./values.ts";

const FUNCTION = "ReevaluationFunction";
const STATE = "ReevaluationState";
const SCHEDULE = "ReevaluationSchedule";
const STACK_EVENTS = "ReevaluationStackEvents";

const TIMEOUT_SECONDS = 300;
const MEMORY_MB = 256;
const MOST_ARNS = 12;

/** The function whose code also holds the re-evaluation: the first that changes start, or the first. */
export function reevaluatingFunction<T extends { readonly trigger: string }>(functions: readonly T[]): T | undefined {
  return functions.find(({ trigger }) => trigger === "change") ?? functions[0];
}

/**
 * What makes AWS Config judge again by rules whose code, parameters or exemptions changed: a function that the stack's
 * own events and a daily tick start. A pack without rules of its own needs none.
 * @param arns - What the pack's rules name as their functions.
 */
export function reevaluation(context: StackContext, arns: readonly TemplateValue[]): NamedResource[] {
  const host = reevaluatingFunction(context.functions);
  if (!host) return [];
  const { pack } = context;
  return [
    logGroup(FUNCTION, context),
    role(
      roleIdOf(FUNCTION),
      `Starts evaluations of changed rules of conformance pack ${pack.name}.`,
      LAMBDA_TRUST,
      statements(context),
      context,
    ),
    state(context),
    reevaluate(host, arns, context),
    ...eventRule(SCHEDULE, { ScheduleExpression: "rate(1 day)" }, context),
    eventsPermission(permissionIdOf(FUNCTION), FUNCTION, SCHEDULE),
    ...eventRule(STACK_EVENTS, { EventPattern: OWN_STACK }, context),
    eventsPermission(permissionIdOf(STACK_EVENTS), FUNCTION, STACK_EVENTS),
    ...errorsAlarm(FUNCTION, "Rules that changed were not evaluated again: old results stand.", context),
  ];
}

/**
 * When the stack is as it should be, after its creation, after an update, and after an update that was taken back.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/events-detail-reference.html
 */
const OWN_STACK = {
  source: ["aws.cloudformation"],
  "detail-type": ["CloudFormation Stack Status Change"],
  detail: {
    "stack-id": [ref("AWS::StackId")],
    "status-details": { status: ["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"] },
  },
};

function statements(context: StackContext): Statement[] {
  return [
    {
      sid: "Evaluate",
      actions: ["config:StartConfigRulesEvaluation"],
      resources: [substitute("arn:${AWS::Partition}:config:${AWS::Region}:${AWS::AccountId}:config-rule/*")],
    },
    { sid: "DeployedNames", actions: ["config:DescribeConfigRules"], resources: ["*"] },
    {
      sid: "OwnState",
      actions: ["ssm:GetParameter", "ssm:PutParameter"],
      resources: [substitute(`arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/\${${STATE}}`)],
    },
    ...baseStatements(FUNCTION, context),
  ];
}

/** What was evaluated already: the function writes it, the stack only makes and removes it. */
function state({ deployment, pack }: StackContext): NamedResource {
  return [
    STATE,
    {
      Type: "AWS::SSM::Parameter",
      Properties: {
        Description: `Rules of conformance pack ${pack.name} that were evaluated as they are now.`,
        Type: "String",
        Value: "none",
        ...(deployment.tags ? { Tags: { ...deployment.tags } } : {}),
      },
    },
  ];
}

function reevaluate(host: StackFunction, arns: readonly TemplateValue[], context: StackContext): NamedResource {
  return lambdaFunction(
    {
      logicalId: FUNCTION,
      description: `Starts evaluations of changed rules of conformance pack ${context.pack.name}.`.slice(0, 256),
      handler: "index.reevaluate",
      codeParameter: host.codeParameter,
      timeoutSeconds: TIMEOUT_SECONDS,
      memoryMb: MEMORY_MB,
      environment: { RULEWRIGHT_STATE_PARAMETER: ref(STATE), ...functionArns(arns) },
    },
    context,
  );
}

/** Environments hold 4 KB: where functions are many, rules are told by name alone. */
function functionArns(arns: readonly TemplateValue[]): Intrinsic {
  return arns.length > MOST_ARNS ? {} : { RULEWRIGHT_FUNCTION_ARNS: { "Fn::Join": [",", arns] } };
}

function eventRule(
  logicalId: string,
  when: { readonly [key: string]: string | typeof OWN_STACK },
  { pack }: StackContext,
): NamedResource[] {
  return [
    [
      logicalId,
      {
        Type: "AWS::Events::Rule",
        Properties: {
          Description: `Re-evaluation of conformance pack ${pack.name}.`,
          ...when,
          Targets: [{ Id: "reevaluate", Arn: attribute(FUNCTION, "Arn") }],
        },
      },
    ],
  ];
}
