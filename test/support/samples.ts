import { FIXTURE, configurationItem } from "@rulewright/testing";

/** A time later than the fixtures' capture time. */
export const LATER = "2026-01-15T11:59:00.000Z";

/** A security group that opens SSH to the world; members may be set otherwise. */
export function openGroup(members: Readonly<Record<string, unknown>> = {}) {
  return configurationItem("AWS::EC2::SecurityGroup", {
    resourceId: "sg-open",
    configuration: {
      groupId: "sg-open",
      groupName: "open",
      ipPermissions: [
        { ipProtocol: "tcp", fromPort: 22, toPort: 22, ipv4Ranges: [{ cidrIp: "0.0.0.0/0" }], ipv6Ranges: [] },
      ],
    },
    ...members,
  });
}

/** A security group that opens nothing. */
export function closedGroup(members: Readonly<Record<string, unknown>> = {}) {
  return openGroup({ resourceId: "sg-closed", configuration: { groupId: "sg-closed", ipPermissions: [] }, ...members });
}

/** The text of a snapshot as AWS Config delivers it. */
export function snapshot(...items: readonly unknown[]): string {
  return JSON.stringify({ fileVersion: "1.0", configSnapshotId: "5f2b7c1e", configurationItems: items });
}

/** The name of a snapshot as AWS Config delivers it. */
export const SNAPSHOT_NAME = `${FIXTURE.accountId}_Config_${FIXTURE.region}_ConfigSnapshot_20260115T120000Z_5f2b7c1e.json`;

/** Evidence of one rule about the account. */
export function evidenceFile(...entries: readonly Readonly<Record<string, unknown>>[]): string {
  const whole = entries.map((entry) => ({
    accountId: FIXTURE.accountId,
    region: FIXTURE.region,
    collectedAt: { $date: FIXTURE.now },
    listed: true,
    subjects: [],
    ...entry,
  }));
  return JSON.stringify({ rulewrightEvidence: 1, entries: whole });
}

/** A password policy that meets the rule's defaults. */
export const STRICT_POLICY = {
  MinimumPasswordLength: 14,
  RequireSymbols: true,
  RequireNumbers: true,
  RequireUppercaseCharacters: true,
  RequireLowercaseCharacters: true,
  AllowUsersToChangePassword: true,
  ExpirePasswords: true,
  MaxPasswordAge: 90,
  PasswordReusePrevention: 24,
  HardExpiry: false,
};

/** A change rule of a user, as TypeScript source; it judges topics by a flag of their own configuration. */
export function ruleSource(name: string, extra = ""): string {
  return `import { compliant, defineRule, nonCompliant } from "@rulewright/sdk";
${extra}
export default defineRule({
  name: ${JSON.stringify(name)},
  description: "Topics are encrypted.",
  severity: "LOW",
  resourceTypes: ["AWS::SNS::Topic"],
  evaluate: ({ configurationItem }) =>
    configurationItem.configuration.KmsMasterKeyId ? compliant() : nonCompliant("The topic has no KMS key."),
});
`;
}
