import { IAMClient, paginateListUsers } from "@aws-sdk/client-iam";
import { RESOURCE_ID, compliant, definePeriodicRule, nonCompliant, notApplicable } from "@rulewright/sdk";
import { fetchAccessKeys } from "./access-keys.ts";
import { runbook } from "./runbook.ts";

/** Each IAM user has at most one active access key. */
export default definePeriodicRule({
  name: "iam-user-one-active-access-key",
  description: "Each IAM user has at most one active access key.",
  severity: "MEDIUM",
  rationale: "A second active key doubles what can leak, and nobody misses it when it does; it is for a rotation only.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html",
  ],
  resourceTypes: ["AWS::IAM::User"],
  schedule: "TwentyFour_Hours",
  scope: "global",
  controls: ["cis-1.4.0/1.13", "cis-3.0.0/1.13", "cis-5.0.0/1.12"],
  permissions: ["iam:ListUsers", "iam:ListAccessKeys"],
  remediation: {
    runbook,
    parameters: { UserId: RESOURCE_ID },
    permissions: [
      { actions: ["iam:GetAccessKeyLastUsed", "iam:ListAccessKeys", "iam:ListUsers"], resources: ["*"] },
      { actions: ["iam:UpdateAccessKey"], resources: ["arn:*:iam::*:user/*"] },
    ],
  },
  async *list({ aws }) {
    for await (const page of paginateListUsers({ client: aws.client(IAMClient) }, {})) {
      for (const { UserId, UserName } of page.Users ?? []) {
        if (!UserId || !UserName) throw new Error(`IAM listed a user in part: id ${UserId}, name ${UserName}.`);
        yield { resourceId: UserId, userName: UserName };
      }
    }
  },
  collect: ({ subject, aws }) => fetchAccessKeys(aws.client(IAMClient), subject.userName),
  evaluate({ subject, evidence: keys }) {
    if (!keys) return notApplicable(`The user ${subject.userName} was deleted while the rule ran.`);
    const active = keys.filter((key) => key.status === "Active").map((key) => key.accessKeyId);
    if (active.length <= 1) return compliant();
    return nonCompliant(
      `The user ${subject.userName} has ${active.length} active access keys, wanted at most 1: ${active.join(", ")}.`,
    );
  },
});
