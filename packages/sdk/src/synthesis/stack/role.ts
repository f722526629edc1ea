import type { TemplateValue } from "../template.ts";
import type { NamedResource, StackContext } from "./context.ts";
import { logsIdOf } from "./logs.ts";
import { attribute, settingText, substitute, tagList, type Intrinsic } from "./values.ts";

/** What a role may do. */
export interface Statement {
  /** Letters and digits: why the role may do it. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly TemplateValue[];
}

/** The logical id of a function's role. */
export const roleIdOf = (functionId: string): string => `${functionId}Role`;

/** A role with one policy, inside the pack's boundary and path. */
export function role(
  logicalId: string,
  description: string,
  trust: TemplateValue,
  statements: readonly Statement[],
  { deployment }: StackContext,
): NamedResource {
  const { permissionsBoundary, rolePath } = deployment;
  return [
    logicalId,
    {
      Type: "AWS::IAM::Role",
      Properties: {
        Description: description,
        ...(rolePath === undefined ? {} : { Path: rolePath }),
        ...(permissionsBoundary === undefined ? {} : { PermissionsBoundary: settingText(permissionsBoundary) }),
        AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [trust] },
        ...(statements.length === 0 ? {} : { Policies: [policy(statements)] }),
        ...tagList(deployment.tags),
      },
    },
  ];
}

function policy(statements: readonly Statement[]): Intrinsic {
  return {
    PolicyName: "Rulewright",
    PolicyDocument: {
      Version: "2012-10-17",
      Statement: statements.map(({ sid, actions, resources }) => ({
        Sid: sid,
        Effect: "Allow",
        Action: actions,
        Resource: resources,
      })),
    },
  };
}

/** Who may assume a function's role. */
export const LAMBDA_TRUST = {
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: ["sts:AssumeRole"],
};

/**
 * What every function needs: to write its own logs, and for its settings a key and network interfaces.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export function baseStatements(functionId: string, { deployment }: StackContext): Statement[] {
  const { kmsKeyArn, vpc } = deployment;
  const statements: Statement[] = [
    {
      sid: "OwnLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [attribute(logsIdOf(functionId), "Arn")],
    },
  ];
  if (kmsKeyArn !== undefined) {
    statements.push({
      sid: "OwnKey",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [settingText(kmsKeyArn)],
    });
  }
  if (vpc !== undefined) statements.push(...NETWORK);
  return statements;
}

/**
 * Interfaces are the function's own. The subnet that one is made in, and its security groups, may be another account's
 * that shares them.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-sharing.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
const NETWORK: readonly Statement[] = [
  {
    sid: "Network",
    actions: [
      "ec2:AssignPrivateIpAddresses",
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      "ec2:UnassignPrivateIpAddresses",
    ],
    // interfaces, subnets and security groups; Lambda asks for more than the interface itself
    resources: [substitute("arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:*/*")],
  },
  {
    sid: "SharedNetwork",
    actions: ["ec2:CreateNetworkInterface"],
    resources: ["subnet", "security-group"].map((type) =>
      substitute(`arn:\${AWS::Partition}:ec2:\${AWS::Region}:*:${type}/*`),
    ),
  },
  { sid: "NetworkReads", actions: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"], resources: ["*"] },
];
