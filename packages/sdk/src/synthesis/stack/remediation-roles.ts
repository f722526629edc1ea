import type { CustomEntry } from "../pack.ts";
import { logicalIdOf } from "../names.ts";
import { sortedEntries } from "../entries.ts";
import type { NamedResource, StackContext } from "./context.ts";
import { role, type Statement } from "./role.ts";
import { ownResource, ref, substitute } from "./values.ts";

/** The logical id of the role that a rule's remediation assumes. */
export const remediationRoleIdOf = (ruleName: string): string => `${logicalIdOf(ruleName)}RemediationRole`;

/** The entries of a pack that are remedied. */
export function remediedEntries({ pack }: Pick<StackContext, "pack">): CustomEntry[] {
  return sortedEntries(pack).filter(
    (entry): entry is CustomEntry =>
      entry.kind === "custom" && entry.rule.remediation !== undefined && entry.remediation !== false,
  );
}

/** A role for each remediation: what the rule's runbook needs, and nothing of another's. */
export function remediationRoles(context: StackContext): NamedResource[] {
  return remediedEntries(context).map((entry) =>
    role(
      remediationRoleIdOf(entry.name),
      `Remedies resources for rule ${entry.name} of conformance pack ${context.pack.name}.`,
      AUTOMATION_TRUST,
      statementsOf(entry),
      context,
    ),
  );
}

/**
 * Only executions of the stack's own account and Region may assume it.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-iam.html
 */
const AUTOMATION_TRUST = {
  Effect: "Allow",
  Principal: { Service: "ssm.amazonaws.com" },
  Action: ["sts:AssumeRole"],
  Condition: {
    StringEquals: { "aws:SourceAccount": ref("AWS::AccountId") },
    ArnLike: {
      "aws:SourceArn": substitute("arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:automation-execution/*"),
    },
  },
};

function statementsOf({ rule }: CustomEntry): Statement[] {
  const { runbook, permissions = [] } = rule.remediation ?? {};
  const declared = permissions.map(({ actions, resources }, index) => ({
    sid: `Runbook${index + 1}`,
    actions,
    resources: resources.map(ownResource),
  }));
  return [...declared, ...(typeof runbook === "string" ? ownStatements(runbook) : [])];
}

/**
 * AWS's pages of the runbooks named `AWSConfigRemediation-…` ask for these two actions beside what the runbook changes.
 * @see https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-aws-s3-deny-http.html
 */
function ownStatements(runbook: string): Statement[] {
  if (!runbook.startsWith("AWSConfigRemediation-")) return [];
  return [
    {
      sid: "StartRunbook",
      actions: ["ssm:StartAutomationExecution"],
      resources: [
        // AWS owns the document: its ARN has no account, or AWS's
        substitute(`arn:\${AWS::Partition}:ssm:\${AWS::Region}:*:automation-definition/${runbook}:*`),
        substitute(`arn:\${AWS::Partition}:ssm:\${AWS::Region}:*:document/${runbook}`),
      ],
    },
    {
      sid: "WatchRunbook",
      actions: ["ssm:GetAutomationExecution"],
      resources: [substitute("arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:automation-execution/*")],
    },
  ];
}
