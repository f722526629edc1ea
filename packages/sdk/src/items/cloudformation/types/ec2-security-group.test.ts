import { describe, expect, test } from "@jest/globals";
import { WHOLE_ITEM, readOne, unknownOf } from "../fixtures/read-one.ts";

const TYPE = "AWS::EC2::SecurityGroup";
const NO_RANGES = { ipRanges: [], ipv4Ranges: [], ipv6Ranges: [], prefixListIds: [], userIdGroupPairs: [] };
const HTTPS = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
const ipv4 = (cidrIp: string) => ({ ...NO_RANGES, ipRanges: [cidrIp], ipv4Ranges: [{ cidrIp }] });
/** Of a rule of another resource, or of a group with rules: the default rule for IPv6. */
const EGRESS6 = "configuration.ipPermissionsEgress.0.ipv6Ranges";

test("a whole item", () => {
  const it = readOne(
    TYPE,
    `
      GroupName: web
      GroupDescription: Web servers
      VpcId: vpc-1
      Tags: [{ Key: Owner, Value: me }, { Key: Stack, Value: !Ref AWS::StackName }]
      SecurityGroupIngress:
        - { IpProtocol: tcp, FromPort: 443, ToPort: "443", CidrIp: 10.0.0.0/8, Description: office }
        - { IpProtocol: "6", FromPort: 443, ToPort: 443, CidrIpv6: "2001:db8::/32" }
        - { IpProtocol: tcp, FromPort: 443, ToPort: 443, SourcePrefixListId: pl-1 }
        - { IpProtocol: TCP, FromPort: 443, ToPort: 443, SourceSecurityGroupId: sg-2, SourceSecurityGroupOwnerId: "111122223333" }
        - { IpProtocol: -1, FromPort: 0, ToPort: 0, CidrIp: 192.168.0.0/16 }
      SecurityGroupEgress:
        - { IpProtocol: udp, FromPort: 53, ToPort: 53, DestinationPrefixListId: pl-2 }
`,
  );
  expect(it).toMatchObject({ source: { file: "stack.yaml", line: 4, logicalId: "It" } });
  expect(it.item).toEqual({
    ...WHOLE_ITEM,
    resourceType: TYPE,
    resourceId: "It",
    tags: { Owner: "me" },
    configuration: {
      description: "Web servers",
      groupName: "web",
      ownerId: "111122223333",
      vpcId: "vpc-1",
      ipPermissions: [
        {
          ...HTTPS,
          ipRanges: ["10.0.0.0/8"],
          ipv4Ranges: [{ cidrIp: "10.0.0.0/8", description: "office" }],
          ipv6Ranges: [{ cidrIpv6: "2001:db8::/32" }],
          prefixListIds: [{ prefixListId: "pl-1" }],
          userIdGroupPairs: [{ groupId: "sg-2", userId: "111122223333" }],
        },
        { ipProtocol: "-1", ...ipv4("192.168.0.0/16") },
      ],
      ipPermissionsEgress: [
        { ipProtocol: "udp", fromPort: 53, toPort: 53, ...NO_RANGES, prefixListIds: [{ prefixListId: "pl-2" }] },
      ],
    },
  });
  expect(unknownOf(it)).toEqual(["resourceId", "tags.Stack"]);
});

test("a group without rules lets nothing in and everything out", () => {
  const it = readOne(TYPE, "{ GroupDescription: x }");
  expect(it.item.configuration).toMatchObject({
    ipPermissions: [],
    ipPermissionsEgress: [{ ipProtocol: "-1", ipRanges: ["0.0.0.0/0"] }],
  });
  expect(unknownOf(it)).toEqual([EGRESS6, "resourceId"]);
});

describe("what is not known of a rule", () => {
  const P = "configuration.ipPermissions";
  test.each<[string, string, readonly string[]]>([
    [
      "the address",
      "{ IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref Unset }",
      [`${P}.0.ipRanges.0`, `${P}.0.ipv4Ranges.0.cidrIp`],
    ],
    ["a port", "{ IpProtocol: tcp, FromPort: !Ref Unset, ToPort: 22, CidrIp: 10.0.0.0/8 }", [`${P}.0.fromPort`]],
    ["ports left out", "{ IpProtocol: tcp, CidrIp: 10.0.0.0/8 }", [`${P}.0.fromPort`, `${P}.0.toPort`]],
    ["the protocol", "{ IpProtocol: !Ref Unset, FromPort: 1, ToPort: 1, CidrIp: 10.0.0.0/8 }", [`${P}.0.ipProtocol`]],
    ["the protocol left out", "{ FromPort: 1, ToPort: 1, CidrIp: 10.0.0.0/8 }", [`${P}.0.ipProtocol`]],
    ["the source", "{ IpProtocol: -1 }", [`${P}.0`]],
    [
      "the group",
      "{ IpProtocol: -1, SourceSecurityGroupId: !Ref Unset, SourceSecurityGroupOwnerId: x }",
      [`${P}.0.userIdGroupPairs.0.groupId`],
    ],
    ["whether it is there", "!If [Nobody, { IpProtocol: -1 }, !Ref AWS::NoValue]", [`${P}.0`]],
    ["ports that mean nothing", "{ IpProtocol: -1, FromPort: !Ref Unset, CidrIp: 10.0.0.0/8 }", []],
    ["ports of a protocol without", "{ IpProtocol: 50, CidrIp: 10.0.0.0/8 }", []],
    ["a name that JavaScript knows", "{ IpProtocol: constructor, CidrIp: 10.0.0.0/8 }", []],
  ])("%s", (_what, rule, paths) => {
    const it = readOne(TYPE, `{ GroupName: x, GroupDescription: x, SecurityGroupIngress: [${rule}] }`);
    expect(unknownOf(it)).toEqual([...paths, EGRESS6, "resourceId"]);
  });

  test("all rules", () => {
    const it = readOne(TYPE, "{ GroupDescription: x, SecurityGroupIngress: !Ref Unset }");
    expect(unknownOf(it)).toEqual([P, EGRESS6, "resourceId"]);
  });

  test("does not join what is known of others", () => {
    const known = "{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8 }";
    const unknown = "{ IpProtocol: tcp, FromPort: 443, ToPort: !Ref Unset, CidrIp: 10.0.0.0/9 }";
    const it = readOne(TYPE, `{ GroupDescription: x, SecurityGroupIngress: [${known}, ${unknown}] }`);
    expect(it.item.configuration["ipPermissions"]).toEqual([
      { ...HTTPS, ...ipv4("10.0.0.0/8") },
      { ipProtocol: "tcp", fromPort: 443, ...ipv4("10.0.0.0/9") },
    ]);
  });
});

describe("rules of other resources", () => {
  const P = "configuration.ipPermissions";
  const RULE = "IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8";
  const rule = (group: string, more = "") =>
    `  Rule:\n    Type: AWS::EC2::SecurityGroupIngress\n    Properties: { ${group}, ${RULE} }\n${more}`;
  const joined = [{ ...HTTPS, ...ipv4("10.0.0.0/8") }];

  test.each<[string, string, unknown]>([
    ["name the group by Ref", rule("GroupId: !Ref It"), joined],
    ["name the group by its id", rule("GroupId: !GetAtt It.GroupId"), joined],
    ["name the group by its id in a list", rule("GroupId: !GetAtt [It, GroupId]"), joined],
    ["name the group by its name", rule("GroupName: web"), joined],
    ["name the group through a condition", rule('GroupId: !If [Nobody, !Ref It, "sg-1"]'), "unknown"],
    ["name the group through Sub", rule('GroupId: !Sub "${It}"'), "unknown"],
    ["perhaps name it", rule("GroupName: !Ref Unset"), "unknown"],
    ["name it, but may not be deployed", rule("GroupId: !Ref It", "    Condition: Nobody\n"), "unknown"],
    ["name another group", rule("GroupId: !Ref Other"), []],
    ["name another by its id", rule("GroupId: !GetAtt Other.GroupId"), []],
    ["name one that exists", rule("GroupId: sg-1"), []],
    ["name one that is a parameter", rule("GroupId: !Ref Unset"), []],
    ["name none", rule("Description: x"), []],
  ])("%s", (_what, more, permissions) => {
    const text = `${more}  Other: { Type: ${TYPE}, Properties: { GroupDescription: x } }\n`;
    const it = readOne(TYPE, "{ GroupDescription: x, GroupName: web }", text);
    const isUnknown = unknownOf(it).includes(P);
    expect(isUnknown ? "unknown" : it.item.configuration["ipPermissions"]).toEqual(permissions);
  });

  test("take the default egress away, or not: that is not known", () => {
    const text = "  Out: { Type: AWS::EC2::SecurityGroupEgress, Properties: { GroupId: !Ref It, IpProtocol: -1 } }\n";
    expect(unknownOf(readOne(TYPE, "{ GroupDescription: x }", text))).toContain("configuration.ipPermissionsEgress");
    const empty = readOne(TYPE, "{ GroupDescription: x, SecurityGroupEgress: [] }");
    expect(unknownOf(empty)).toContain("configuration.ipPermissionsEgress");
  });
});
