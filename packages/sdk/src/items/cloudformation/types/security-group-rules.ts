import { integer, text, type Said } from "../properties.ts";
import type { Tree, TreeObject } from "../tree.ts";
import { Unknown, isUnknown, isValueObject, type Value, type ValueObject } from "../value.ts";

/** Which of a rule's properties name the other side of the traffic. */
export interface Peers {
  readonly groupId: string;
  readonly prefixListId: string;
}

/** Ingress names its source. */
export const INGRESS: Peers = { groupId: "SourceSecurityGroupId", prefixListId: "SourcePrefixListId" };

/** Egress names its destination. */
export const EGRESS: Peers = { groupId: "DestinationSecurityGroupId", prefixListId: "DestinationPrefixListId" };

const WITH_PORTS: ReadonlySet<string> = new Set(["icmp", "icmpv6", "tcp", "udp"]);

interface Permission {
  readonly ipProtocol: string | Unknown;
  readonly fromPort: Said<number>;
  readonly toPort: Said<number>;
  readonly ranges: Ranges;
}

interface Ranges {
  readonly ipRanges: Tree[];
  readonly ipv4Ranges: TreeObject[];
  readonly ipv6Ranges: TreeObject[];
  readonly prefixListIds: TreeObject[];
  readonly userIdGroupPairs: Tree[];
}

/**
 * A template has a rule for each range; Config shows one permission for each protocol and ports, with all their ranges.
 * A rule whose protocol or ports are unknown stays by itself: grouping never changes what is let through.
 */
export function toPermissions(rules: readonly Value[], peers: Peers): readonly (TreeObject | Unknown)[] {
  const permissions = new Map<string, Permission | Unknown>();
  for (const [index, rule] of rules.entries()) {
    const alone = `rule ${index}`;
    if (!isValueObject(rule) || !namesRange(rule, peers)) {
      permissions.set(alone, new Unknown());
      continue;
    }
    const ipProtocol = protocolOf(rule["IpProtocol"]);
    const fromPort = portOf(ipProtocol, rule["FromPort"]);
    const toPort = portOf(ipProtocol, rule["ToPort"]);
    const isKnown = !isUnknown(ipProtocol) && !isUnknown(fromPort) && !isUnknown(toPort);
    const key = isKnown ? `${ipProtocol} ${fromPort} ${toPort}` : alone;
    const known = permissions.get(key);
    const permission = known && !isUnknown(known) ? known : { ipProtocol, fromPort, toPort, ranges: noRanges() };
    permissions.set(key, permission);
    addRange(permission.ranges, rule, peers);
  }
  return [...permissions.values()].map((permission) =>
    isUnknown(permission) ? permission : shownPermission(permission),
  );
}

/** Config shows names for the protocols that have ports, whatever the template writes. */
const PROTOCOL_NAMES: ReadonlyMap<string, string> = new Map([
  ["1", "icmp"],
  ["6", "tcp"],
  ["17", "udp"],
  ["58", "icmpv6"],
  ["all", "-1"],
]);

function protocolOf(value: Value | undefined): string | Unknown {
  const said = text(value) ?? new Unknown();
  if (isUnknown(said)) return said;
  const name = said.toLowerCase();
  return PROTOCOL_NAMES.get(name) ?? name;
}

/** Ports beside "all protocols" mean nothing, and Config does not show them; TCP, UDP and ICMP always have some. */
function portOf(ipProtocol: string | Unknown, value: Value | undefined): Said<number> {
  if (ipProtocol === "-1") return undefined;
  const hasPorts = isUnknown(ipProtocol) || WITH_PORTS.has(ipProtocol);
  return integer(value) ?? (hasPorts ? new Unknown() : undefined);
}

/** A rule that names no other side lets through what is not known. */
function namesRange(rule: ValueObject, peers: Peers): boolean {
  return ["CidrIp", "CidrIpv6", peers.groupId, peers.prefixListId, "SourceSecurityGroupName"].some(
    (property) => rule[property] !== undefined,
  );
}

function noRanges(): Ranges {
  return { ipRanges: [], ipv4Ranges: [], ipv6Ranges: [], prefixListIds: [], userIdGroupPairs: [] };
}

function addRange(ranges: Ranges, rule: ValueObject, peers: Peers): void {
  const description: Said<string> = text(rule["Description"]);
  const cidrIp = text(rule["CidrIp"]);
  if (cidrIp !== undefined) {
    ranges.ipRanges.push(cidrIp);
    ranges.ipv4Ranges.push({ cidrIp, description });
  }
  const cidrIpv6 = text(rule["CidrIpv6"]);
  if (cidrIpv6 !== undefined) ranges.ipv6Ranges.push({ cidrIpv6, description });
  const prefixListId = text(rule[peers.prefixListId]);
  if (prefixListId !== undefined) ranges.prefixListIds.push({ prefixListId, description });
  const groupId = text(rule[peers.groupId]);
  const groupName = text(rule["SourceSecurityGroupName"]);
  if (groupId !== undefined || groupName !== undefined) {
    const userId = text(rule["SourceSecurityGroupOwnerId"]) ?? new Unknown();
    ranges.userIdGroupPairs.push({
      groupId: groupId ?? new Unknown(),
      ...(groupName === undefined ? {} : { groupName }),
      userId,
      description,
    });
  }
}

function shownPermission({ ipProtocol, fromPort, toPort, ranges }: Permission): TreeObject {
  return { ipProtocol, fromPort, toPort, ...ranges };
}
