// The floor: what a careful person writes by hand for the rule ec2-security-group-admin-ports-closed, and nothing more.
import { ConfigServiceClient, PutEvaluationsCommand } from "@aws-sdk/client-config-service";

const client = new ConfigServiceClient({});
const PORTS = [22, 3389];

export async function handler(event) {
  const { configurationItem: item } = JSON.parse(event.invokingEvent);
  const open = PORTS.some((port) =>
    item.configuration.ipPermissions.some(
      ({ ipProtocol, fromPort, toPort, ipv4Ranges = [], ipv6Ranges = [] }) =>
        (ipProtocol === "-1" || (ipProtocol === "tcp" && fromPort <= port && port <= toPort)) &&
        (ipv4Ranges.some(({ cidrIp }) => cidrIp === "0.0.0.0/0") ||
          ipv6Ranges.some(({ cidrIpv6 }) => cidrIpv6 === "::/0")),
    ),
  );
  await client.send(
    new PutEvaluationsCommand({
      ResultToken: event.resultToken,
      Evaluations: [
        {
          ComplianceResourceType: item.resourceType,
          ComplianceResourceId: item.resourceId,
          ComplianceType: open ? "NON_COMPLIANT" : "COMPLIANT",
          OrderingTimestamp: new Date(item.configurationItemCaptureTime),
        },
      ],
    }),
  );
}
