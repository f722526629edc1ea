import { describe, expect, test } from "@jest/globals";
import { controlExists } from "@rulewright/catalog/controls";
import { runbookExists } from "@rulewright/catalog/runbooks";
import type { ConfigurationOf } from "@rulewright/sdk";
import { casesFor } from "@rulewright/testing";
import fc from "fast-check";
import rule from "./rule.ts";
import { worldOpenPorts } from "./world-open-ports.ts";

type Permission = NonNullable<ConfigurationOf<"AWS::EC2::SecurityGroup">["ipPermissions"]>[number];

const IPV4_WORLD = { ipv4Ranges: [{ cidrIp: "0.0.0.0/0" }], ipRanges: ["0.0.0.0/0"] };
const IPV6_WORLD = { ipv6Ranges: [{ cidrIpv6: "::/0" }] };
const tcp = (fromPort: number, toPort: number): Permission => ({ ipProtocol: "tcp", fromPort, toPort });
const from = (cidrIp: string): Permission => ({ ipv4Ranges: [{ cidrIp }], ipRanges: [cidrIp] });
const group = (...ipPermissions: readonly Permission[]) => ({ configuration: { ipPermissions } });

casesFor(
  rule,
  [
    { when: "there are no ingress permissions", ...group(), expect: "COMPLIANT" },
    {
      when: "ssh is open to every IPv4 address",
      ...group({ ...tcp(22, 22), ...IPV4_WORLD }),
      expect: "NON_COMPLIANT",
      annotation: /^Port 22 open to 0\.0\.0\.0\/0 or ::\/0\.$/,
    },
    {
      when: "rdp is open to every IPv6 address, and to the office",
      ...group({ ...tcp(3389, 3389), ...from("203.0.113.16/28"), ...IPV6_WORLD }),
      expect: "NON_COMPLIANT",
      annotation: /^Port 3389 open/,
    },
    {
      when: "both are open, each by another permission",
      ...group({ ...tcp(3389, 3389), ...IPV6_WORLD }, { ...tcp(22, 22), ...IPV4_WORLD }),
      expect: "NON_COMPLIANT",
      annotation: /^Port 22, 3389 open/,
    },
    {
      when: "the second permission opens the port, not the first",
      ...group({ ...tcp(443, 443), ...IPV4_WORLD }, { ...tcp(22, 22), ...IPV4_WORLD }),
      expect: "NON_COMPLIANT",
      annotation: /^Port 22 open/,
    },
    ...["0::/0", "0:0:0:0:0:0:0:0/0", "::0/0"].map((cidrIpv6) => ({
      when: `every IPv6 address is spelled ${cidrIpv6}`,
      ...group({ ...tcp(22, 22), ipv6Ranges: [{ cidrIpv6 }] }),
      expect: "NON_COMPLIANT" as const,
      annotation: /^Port 22 open/,
    })),
    {
      when: "an old item has ipRanges only",
      ...group({ ...tcp(22, 22), ipRanges: ["10.0.0.0/8", "0.0.0.0/0"] }),
      expect: "NON_COMPLIANT",
      annotation: /^Port 22 open/,
    },
    {
      when: "an item has ipv4Ranges only",
      ...group({ ...tcp(22, 22), ipv4Ranges: [{ cidrIp: "10.0.0.0/8" }, { cidrIp: "0.0.0.0/0" }] }),
      expect: "NON_COMPLIANT",
      annotation: /^Port 22 open/,
    },
    ...(["-1", "tcp", "6", "TCP"] as const).map((ipProtocol) => ({
      when: `protocol ${ipProtocol} has no ports, which is all ports`,
      ...group({ ipProtocol, ...IPV4_WORLD }),
      expect: "NON_COMPLIANT" as const,
      annotation: /^Port 22, 3389 open/,
    })),
    {
      when: "every protocol is allowed, so that the ports beside it mean nothing",
      ...group({ ipProtocol: "-1", fromPort: 443, toPort: 443, ...IPV4_WORLD }),
      expect: "NON_COMPLIANT",
      annotation: /^Port 22, 3389 open/,
    },
    {
      when: "the permission names no protocol, which limits nothing",
      ...group({ fromPort: 443, toPort: 443, ...IPV4_WORLD }),
      expect: "NON_COMPLIANT",
      annotation: /^Port 22, 3389 open/,
    },
    {
      when: "tcp has -1 for its ports, which is all ports",
      ...group({ ...tcp(-1, -1), ...IPV4_WORLD }),
      expect: "NON_COMPLIANT",
      annotation: /^Port 22, 3389 open/,
    },
    {
      when: "protocol 6 opens 22",
      ...group({ ipProtocol: "6", fromPort: 22, toPort: 22, ...IPV4_WORLD }),
      expect: "NON_COMPLIANT",
      annotation: /^Port 22 open/,
    },
    {
      when: "every port is open",
      ...group({ ...tcp(0, 65_535), ...IPV4_WORLD }),
      expect: "NON_COMPLIANT",
      annotation: /^Port 22, 3389 open/,
    },
    ...(
      [
        [20, 25],
        [22, 25],
        [20, 22],
      ] as const
    ).map(([low, high]) => ({
      when: `the range ${low}-${high} includes 22`,
      ...group({ ...tcp(low, high), ...IPV4_WORLD }),
      expect: "NON_COMPLIANT" as const,
      annotation: /^Port 22 open/,
    })),
    { when: "the range ends below 22", ...group({ ...tcp(20, 21), ...IPV4_WORLD }), expect: "COMPLIANT" },
    { when: "the range begins above 22", ...group({ ...tcp(23, 25), ...IPV4_WORLD }), expect: "COMPLIANT" },
    { when: "other ports are open", ...group({ ...tcp(2222, 2222), ...IPV4_WORLD }), expect: "COMPLIANT" },
    { when: "ssh comes from a network", ...group({ ...tcp(22, 22), ...from("10.0.0.0/8") }), expect: "COMPLIANT" },
    { when: "ssh comes from half the world", ...group({ ...tcp(22, 22), ...from("0.0.0.0/1") }), expect: "COMPLIANT" },
    { when: "ssh comes from a /10", ...group({ ...tcp(22, 22), ...from("100.64.0.0/10") }), expect: "COMPLIANT" },
    {
      when: "ssh comes from an IPv6 network",
      ...group({ ...tcp(22, 22), ipv6Ranges: [{ cidrIpv6: "2001:db8::/32" }] }),
      expect: "COMPLIANT",
    },
    {
      when: "ssh comes from a prefix list and from another group",
      ...group({
        ...tcp(22, 22),
        prefixListIds: [{ prefixListId: "pl-ff46361d7a820e2aa" }],
        userIdGroupPairs: [{ groupId: "sg-f6eedad621ace495a", userId: "111122223333" }],
      }),
      expect: "COMPLIANT",
    },
    {
      when: "the group lets in everything, but only from itself",
      ...group({
        ipProtocol: "-1",
        ipv4Ranges: [],
        ipRanges: [],
        userIdGroupPairs: [{ groupId: "sg-7b886922e8b4d29c5", userId: "111122223333" }],
      }),
      expect: "COMPLIANT",
    },
    ...["udp", "17"].map((ipProtocol) => ({
      when: `port 22 is open for protocol ${ipProtocol}`,
      ...group({ ...tcp(22, 22), ipProtocol, ...IPV4_WORLD, ...IPV6_WORLD }),
      expect: "COMPLIANT" as const,
    })),
    ...["icmp", "icmpv6", "58"].map((ipProtocol) => ({
      when: `protocol ${ipProtocol} is open with port -1`,
      ...group({ ...tcp(-1, -1), ipProtocol, ...IPV4_WORLD, ...IPV6_WORLD }),
      expect: "COMPLIANT" as const,
    })),
    {
      when: "egress alone is open",
      configuration: { ipPermissions: [], ipPermissionsEgress: [{ ipProtocol: "-1", ...IPV4_WORLD }] },
      expect: "COMPLIANT",
    },
    {
      when: "the port is one of the parameter's, in the parameter's order",
      ...group({ ...tcp(5900, 5986), ...IPV4_WORLD }),
      ruleParameters: { ports: "5986,22,5900" },
      expect: "NON_COMPLIANT",
      annotation: /^Port 5986, 5900 open/,
    },
    {
      when: "22 is not one of the parameter's ports",
      ...group({ ...tcp(22, 22), ...IPV4_WORLD }),
      ruleParameters: { ports: "3389" },
      expect: "COMPLIANT",
    },
    {
      when: "the first and the last port are asked for",
      ...group({ ipProtocol: "-1", ...IPV4_WORLD }),
      ruleParameters: { ports: "0,65535" },
      expect: "NON_COMPLIANT",
      annotation: /^Port 0, 65535 open/,
    },
    {
      when: "a whole item opens ssh beside https",
      resourceId: "sg-a0ed5c9aaf3830ec0",
      ARN: "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-a0ed5c9aaf3830ec0",
      tags: { Name: "shop-preview", team: "shop" },
      relationships: [
        { resourceType: "AWS::EC2::VPC", resourceId: "vpc-ebc42b506ea824dd5", name: "Is contained in Vpc" },
      ],
      configuration: {
        description: "preview environment",
        groupName: "shop-preview",
        ipPermissions: [
          {
            fromPort: 22,
            ipProtocol: "tcp",
            ipv6Ranges: [],
            prefixListIds: [],
            toPort: 22,
            userIdGroupPairs: [],
            ipv4Ranges: [{ cidrIp: "0.0.0.0/0", description: "agency, temporary" }],
            ipRanges: ["0.0.0.0/0"],
          },
          {
            fromPort: 443,
            ipProtocol: "tcp",
            ipv6Ranges: [],
            prefixListIds: [],
            toPort: 443,
            userIdGroupPairs: [],
            ipv4Ranges: [{ cidrIp: "0.0.0.0/0" }],
            ipRanges: ["0.0.0.0/0"],
          },
        ],
        ownerId: "111122223333",
        groupId: "sg-a0ed5c9aaf3830ec0",
        ipPermissionsEgress: [
          {
            ipProtocol: "-1",
            ipv6Ranges: [],
            prefixListIds: [],
            userIdGroupPairs: [],
            ipv4Ranges: [{ cidrIp: "0.0.0.0/0" }],
            ipRanges: ["0.0.0.0/0"],
          },
        ],
        tags: [{ key: "Name", value: "shop-preview" }],
        vpcId: "vpc-ebc42b506ea824dd5",
      },
      expect: "NON_COMPLIANT",
      annotation: /^Port 22 open/,
    },
  ],
  { controlExists, runbookExists },
);

test.each([{}, { ipPermissions: null }])("%j says nothing of ingress, so there is no verdict", (configuration) => {
  expect(() => worldOpenPorts(configuration, [22])).toThrow("has no ipPermissions");
});

describe("port ranges", () => {
  const port = fc.integer({ min: 0, max: 65_535 });
  const range = fc.tuple(port, port).map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }));
  const world = fc.constantFrom<Permission>(IPV4_WORLD, IPV6_WORLD, { ipRanges: ["0.0.0.0/0"] });

  test("a port within an open range is open, whatever else is allowed", () => {
    fc.assert(
      fc.property(range, world, fc.array(range), fc.nat(), ({ low, high }, source, others, offset) => {
        const within = low + (offset % (high - low + 1));
        const closed = others.map((other) => ({ ...tcp(other.low, other.high), ...from("192.0.2.0/24") }));
        const ipPermissions = [...closed, { ...tcp(low, high), ...source }, ...closed];
        expect(worldOpenPorts({ ipPermissions }, [low, within, high])).toEqual([low, within, high]);
      }),
    );
  });

  test("the ports beside an open range are closed", () => {
    fc.assert(
      fc.property(range, world, ({ low, high }, source) => {
        expect(worldOpenPorts({ ipPermissions: [{ ...tcp(low, high), ...source }] }, [low - 1, high + 1])).toEqual([]);
      }),
    );
  });

  test("a prefix of one bit or more never opens a port", () => {
    fc.assert(
      fc.property(range, fc.ipV4(), fc.integer({ min: 1, max: 32 }), ({ low, high }, address, bits) => {
        const ipPermissions = [{ ...tcp(low, high), ...from(`${address}/${bits}`) }];
        expect(worldOpenPorts({ ipPermissions }, [low, high])).toEqual([]);
      }),
    );
  });
});
