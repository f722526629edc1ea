import { IAMClient } from "@aws-sdk/client-iam";
import { compliant, definePeriodicRule, nonCompliant } from "@rulewright/sdk";
import { fetchRootCredentials } from "./credential-report.ts";
import { lastUses } from "./last-uses.ts";

const DAY_MS = 86_400_000;

/** Nobody has used the account's root user for a number of days. */
export default definePeriodicRule({
  name: "iam-root-user-not-used",
  description:
    "The account's root user has not been used for a number of days, neither its password nor an access key.",
  severity: "HIGH",
  rationale: "No policy of the account limits the root user, and its doings cannot be laid to a person.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html",
  ],
  resourceTypes: ["AWS::::Account"],
  schedule: "TwentyFour_Hours",
  scope: "global",
  parameters: {
    minimumUnusedDays: {
      type: "integer",
      minimum: 1,
      maximum: 365,
      default: 90,
      description: "Days before the credential report in which the root user must not have been used.",
    },
  },
  controls: ["cis-1.2.0/1.1", "cis-1.4.0/1.7", "cis-3.0.0/1.7", "cis-5.0.0/1.6"],
  permissions: ["iam:GenerateCredentialReport", "iam:GetCredentialReport"],
  collect: ({ aws }) => fetchRootCredentials(aws.client(IAMClient)),
  evaluate({ evidence: { generatedTime, root }, parameters: { minimumUnusedDays } }) {
    if (!root) throw new Error("The credential report has no row <root_account>, so the root user's use is not known.");
    const daysAgo = (usedAt: Date) => (generatedTime.getTime() - usedAt.getTime()) / DAY_MS;
    const uses = lastUses(root, generatedTime).filter(({ usedAt }) => daysAgo(usedAt) < minimumUnusedDays);
    if (uses.length === 0) return compliant();
    const found = uses.map(({ credential, usedAt }) => {
      return `${credential} on ${toDay(usedAt)}, ${days(Math.floor(daysAgo(usedAt)))} ago`;
    });
    return nonCompliant(
      `The root user was used: ${found.join("; ")}, as of ${toDay(generatedTime)}. Wanted: at least ${days(minimumUnusedDays)} without use.`,
    );
  },
});

function toDay(time: Date): string {
  return time.toISOString().slice(0, 10);
}

function days(count: number): string {
  return `${count} day${count === 1 ? "" : "s"}`;
}
