import { compliant, defineRule, nonCompliant, notApplicable } from "@rulewright/sdk";

/** ECS services do not give their tasks public IP addresses. */
export default defineRule({
  name: "ecs-service-no-public-ip",
  description: "ECS services do not assign public IP addresses to their tasks.",
  severity: "HIGH",
  rationale: "A task with a public IP address can be reached from the internet past load balancer and firewall.",
  references: [
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html",
    "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html",
  ],
  resourceTypes: ["AWS::ECS::Service"],
  controls: ["securityhub/ECS.2"],
  evaluate({ configurationItem }) {
    const network = configurationItem.configuration.NetworkConfiguration?.AwsvpcConfiguration;
    if (!network) return notApplicable("The service has no awsvpc network configuration.");
    switch (network.AssignPublicIp) {
      case "ENABLED":
        return nonCompliant("AssignPublicIp is ENABLED: tasks of the service get public IP addresses.");
      case "DISABLED":
      case null:
      case undefined: // the API's default is DISABLED
        return compliant();
      default:
        throw new Error(`AssignPublicIp is ${JSON.stringify(network.AssignPublicIp)}, neither ENABLED nor DISABLED.`);
    }
  },
});
