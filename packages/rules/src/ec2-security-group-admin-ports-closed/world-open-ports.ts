import type { ConfigurationOf } from "@rulewright/sdk";

type SecurityGroup = ConfigurationOf<"AWS::EC2::SecurityGroup">;
type Permission = NonNullable<SecurityGroup["ipPermissions"]>[number];

interface PortRange {
  readonly from: number;
  readonly to: number;
}

const FIRST_PORT = 0;
const LAST_PORT = 65_535;
const ALL_PORTS: PortRange = { from: FIRST_PORT, to: LAST_PORT };

/**
 * Picks those of `ports` that a security group opens over TCP to every IPv4 or every IPv6 address, in the given order.
 *
 * @throws Error when the item has no list of ingress permissions, not even an empty one: nothing is known of them then.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
export function worldOpenPorts(configuration: SecurityGroup, ports: readonly number[]): readonly number[] {
  const permissions = configuration.ipPermissions;
  if (!permissions) throw new Error("The item has no ipPermissions, so what the security group lets in is not known.");
  const ranges = permissions.filter(isOpenToWorld).flatMap(tcpPorts);
  return ports.filter((port) => ranges.some(({ from, to }) => from <= port && port <= to));
}

/** The TCP ports of a permission: none for another protocol; a limit that is absent or -1 does not limit. */
function tcpPorts({ ipProtocol, fromPort, toPort }: Permission): readonly PortRange[] {
  const last = toPort ?? LAST_PORT;
  switch (ipProtocol?.toLowerCase() ?? "-1") {
    case "-1":
      return [ALL_PORTS]; // whatever ports stand beside it
    case "tcp":
    case "6":
      return [{ from: fromPort ?? FIRST_PORT, to: last < FIRST_PORT ? LAST_PORT : last }];
    default:
      return [];
  }
}

function isOpenToWorld({ ipRanges, ipv4Ranges, ipv6Ranges }: Permission): boolean {
  const ipv4 = ipv4Ranges?.map(({ cidrIp }) => cidrIp) ?? [];
  const ipv6 = ipv6Ranges?.map(({ cidrIpv6 }) => cidrIpv6) ?? [];
  // ipRanges repeats ipv4Ranges; old items have nothing else
  return [...(ipRanges ?? []), ...ipv4, ...ipv6].some(isEveryAddress);
}

/** A prefix of no bits is every address, however the address before it is spelled: `0.0.0.0/0`, `::/0`, `0::/0`. */
function isEveryAddress(cidr: string | null | undefined): boolean {
  return /\/0+$/.test(cidr ?? "");
}
