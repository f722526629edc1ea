import { RESOURCE_ID, compliant, defineRule, nonCompliant, parameter } from "@rulewright/sdk";
import { runbook } from "./runbook.ts";
import { worldOpenPorts } from "./world-open-ports.ts";

/** Security groups do not open administration ports to the world. */
export default defineRule({
  name: "ec2-security-group-admin-ports-closed",
  description: "Security groups do not open SSH, RDP or other administration ports to the world.",
  severity: "HIGH",
  rationale:
    "An administration port that everyone can reach invites password guessing and attacks on the service behind.",
  references: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
  ],
  resourceTypes: ["AWS::EC2::SecurityGroup"],
  parameters: {
    ports: {
      type: "array",
      items: { type: "integer", minimum: 0, maximum: 65_535 },
      minItems: 1,
      uniqueItems: true,
      default: [22, 3389],
      description: "TCP ports that must not be open to the world.",
    },
  },
  controls: ["cis-1.2.0/4.1", "cis-1.2.0/4.2", "cis-1.4.0/5.2", "securityhub/EC2.13", "securityhub/EC2.14"],
  replaces: ["INCOMING_SSH_DISABLED"],
  remediation: {
    runbook,
    parameters: { GroupId: RESOURCE_ID, Ports: parameter("ports") },
    permissions: [
      { actions: ["ec2:DescribeSecurityGroupRules"], resources: ["*"] },
      { actions: ["ec2:RevokeSecurityGroupIngress"], resources: ["arn:*:ec2:*:*:security-group/*"] },
    ],
  },
  evaluate({ configurationItem, parameters }) {
    const open = worldOpenPorts(configurationItem.configuration, parameters.ports);
    return open.length === 0 ? compliant() : nonCompliant(`Port ${open.join(", ")} open to 0.0.0.0/0 or ::/0.`);
  },
});
