import { expect, test } from "@jest/globals";
import { RESOURCE_ID, parameter, type ConfigurationOf } from "@rulewright/sdk";
import fc from "fast-check";
import { describeScripts, runScript } from "../shared/fixtures/scripts.ts";
import rule from "./rule.ts";
import { runbook } from "./runbook.ts";
import { worldOpenPorts } from "./world-open-ports.ts";

test("the runbook is told the group by its id and the ports that the rule judges", () => {
  expect(rule.remediation?.parameters).toEqual({ GroupId: RESOURCE_ID, Ports: parameter("ports") });
  expect(runbook.parameters).toMatchObject({ GroupId: { type: "String" }, Ports: { type: "StringList" } });
  expect(runbook.parameters?.GroupId).not.toHaveProperty("default");
  expect(runbook.parameters?.Ports).not.toHaveProperty("default");
});

test("rules that open more than the ports stay, unless a person asks for it", () => {
  expect(runbook.parameters?.RevokeWideRules).toMatchObject({ type: "Boolean", default: false });
  expect(rule.remediation?.parameters).not.toHaveProperty("RevokeWideRules");
});

test("it looks for open rules, revokes just these by id, and verifies either way", () => {
  expect(runbook.steps.map(({ name, action }) => [name, action])).toEqual([
    ["FindOpenRules", "aws:executeScript"],
    ["HasOpenRules", "aws:branch"],
    ["RevokeOpenRules", "aws:executeAwsApi"],
    ["VerifyPortsClosed", "aws:executeScript"],
  ]);
  expect(inputsOf("HasOpenRules")).toEqual({
    Choices: [{ NextStep: "RevokeOpenRules", Variable: "{{ FindOpenRules.Outcome }}", StringEquals: "open" }],
    Default: "VerifyPortsClosed",
  });
  expect(inputsOf("RevokeOpenRules")).toEqual({
    Service: "ec2",
    Api: "RevokeSecurityGroupIngress",
    GroupId: "{{ GroupId }}",
    SecurityGroupRuleIds: "{{ FindOpenRules.RuleIds }}",
  });
});

test("both scripts judge by the same parameters", () => {
  const payload = { GroupId: "{{ GroupId }}", Ports: "{{ Ports }}", RevokeWideRules: "{{ RevokeWideRules }}" };
  expect(inputsOf("FindOpenRules")).toMatchObject({ InputPayload: payload });
  expect(inputsOf("VerifyPortsClosed")).toMatchObject({ InputPayload: payload });
});

test("its role may read rules and revoke ingress of security groups, and nothing else", () => {
  expect(rule.remediation?.permissions).toEqual([
    { actions: ["ec2:DescribeSecurityGroupRules"], resources: ["*"] },
    { actions: ["ec2:RevokeSecurityGroupIngress"], resources: ["arn:*:ec2:*:*:security-group/*"] },
  ]);
});

test.each([
  ["sg-1a2b3c4d", true],
  ["sg-a0ed5c9aaf3830ec0", true],
  ["sg-", false],
  ["launch-wizard-1", false],
  ["sg-1a2b3c4d,sg-1a2b3c4e", false],
])("%s is the id of a security group: %s", (id, isId) => {
  expect(new RegExp(runbook.parameters?.GroupId.allowedPattern ?? "").test(id)).toBe(isId);
});

function inputsOf(name: string) {
  return runbook.steps.find((step) => step.name === name)?.inputs;
}

/** A rule as DescribeSecurityGroupRules answers; what does not apply is absent. */
interface GroupRule {
  readonly SecurityGroupRuleId: string;
  readonly GroupId: string;
  readonly IsEgress: boolean;
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly CidrIpv4?: string;
  readonly CidrIpv6?: string;
  readonly PrefixListId?: string;
  readonly ReferencedGroupInfo?: { readonly GroupId: string };
  readonly Description?: string;
}

/** EC2 as the scripts see it, two rules a page; each call is answered by the next state, and the last one stays. */
const BOTO3 = `
import json, sys, time, types
states = json.loads(sys.argv[1])
slept = []
calls = []
time.sleep = slept.append
def pages(Filters):
    state = states[min(len(calls), len(states) - 1)]
    calls.append(Filters)
    [only] = Filters
    assert only["Name"] == "group-id", only
    rules = [rule for rule in state if rule["GroupId"] in only["Values"]]
    return [{"SecurityGroupRules": rules[n:n + 2]} for n in range(0, max(len(rules), 1), 2)]
paginators = {"describe_security_group_rules": types.SimpleNamespace(paginate=pages)}
clients = {"ec2": types.SimpleNamespace(get_paginator=lambda operation: paginators[operation])}
sys.modules["boto3"] = types.SimpleNamespace(client=lambda service: clients[service])
`;

/** How often EC2 was asked, and how many seconds were waited. */
const NOTES = '{"calls": len(calls), "slept": sum(slept)}';

const run = (step: string, states: readonly (readonly GroupRule[])[], given: object = {}) =>
  runScript(runbook, step, { boto3: BOTO3, notes: NOTES }, states, {
    GroupId: "sg-1",
    Ports: ["22", "3389"],
    RevokeWideRules: false,
    ...given,
  });

const find = (rules: readonly GroupRule[], given?: object) => run("FindOpenRules", [rules], given).returned;
const verify = (...states: readonly (readonly GroupRule[])[]) => run("VerifyPortsClosed", states);

const ingress = (id: string, low: number, high = low): GroupRule => ({
  SecurityGroupRuleId: id,
  GroupId: "sg-1",
  IsEgress: false,
  IpProtocol: "tcp",
  FromPort: low,
  ToPort: high,
});
const V4 = { CidrIpv4: "0.0.0.0/0" };
const V6 = { CidrIpv6: "::/0" };
const EVERYTHING = { IpProtocol: "-1", FromPort: -1, ToPort: -1 };

const ssh: GroupRule = { ...ingress("sgr-ssh4", 22), ...V4 };
const ssh6: GroupRule = { ...ingress("sgr-ssh6", 22), ...V6 };
const https: GroupRule = { ...ingress("sgr-https", 443), ...V4 };
const wide: GroupRule = { ...ingress("sgr-wide", 0, 65_535), ...V4 };
const everything: GroupRule = { ...ingress("sgr-all", -1), ...EVERYTHING, ...V6 };
const egress: GroupRule = { ...everything, SecurityGroupRuleId: "sgr-out", IsEgress: true };

/** What the rule judges of a rule of the group: the permission of a configuration item with this one source. */
type Permission = NonNullable<ConfigurationOf<"AWS::EC2::SecurityGroup">["ipPermissions"]>[number];
function permissionOf({ IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6 }: GroupRule): Permission {
  return {
    ...(IpProtocol === undefined ? {} : { ipProtocol: IpProtocol }),
    ...(FromPort === undefined ? {} : { fromPort: FromPort }),
    ...(ToPort === undefined ? {} : { toPort: ToPort }),
    ipv4Ranges: CidrIpv4 === undefined ? [] : [{ cidrIp: CidrIpv4 }],
    ipv6Ranges: CidrIpv6 === undefined ? [] : [{ cidrIpv6: CidrIpv6 }],
  };
}
const openPorts = (rules: readonly GroupRule[], ports: readonly number[]) =>
  worldOpenPorts({ ipPermissions: rules.filter(({ IsEgress }) => !IsEgress).map(permissionOf) }, ports);

describeScripts(() => {
  const none = { Outcome: "none", RuleIds: ["none"], Rules: ["none"] };
  const open = (...RuleIds: readonly string[]) => expect.objectContaining({ Outcome: "open", RuleIds });

  test.each<[string, readonly GroupRule[], object]>([
    ["nothing in a group without rules", [], none],
    ["nothing where the ports are closed", [https, egress], none],
    ["ssh from every IPv4 address", [ssh], open("sgr-ssh4")],
    ["ssh from every IPv6 address", [ssh6], open("sgr-ssh6")],
    ["both", [ssh, ssh6], open("sgr-ssh4", "sgr-ssh6")],
    ["those on later pages", [https, egress, https, ssh, https, ssh6], open("sgr-ssh4", "sgr-ssh6")],
    ["protocol 6, which is tcp", [{ ...ssh, IpProtocol: "6" }], open("sgr-ssh4")],
    ["a range of such ports only", [{ ...ssh, FromPort: 3389, ToPort: 3389 }], open("sgr-ssh4")],
    ["nothing for udp", [{ ...ssh, IpProtocol: "udp" }], none],
    ["nothing for icmp", [{ ...ssh, IpProtocol: "icmp", FromPort: -1, ToPort: -1 }], none],
    ["nothing that is open to a network", [{ ...ssh, CidrIpv4: "10.0.0.0/8" }], none],
    ["nothing that is open to half the world", [{ ...ssh, CidrIpv4: "128.0.0.0/1" }], none],
    ["nothing that is open to a prefix list", [{ ...ingress("sgr-1", 22), PrefixListId: "pl-1" }], none],
    ["nothing that is open to a group", [{ ...ingress("sgr-1", 22), ReferencedGroupInfo: { GroupId: "sg-1" } }], none],
    ["nothing of another group", [{ ...ssh, GroupId: "sg-2" }], none],
    ["nothing that opens other ports as well", [wide, { ...ssh, ToPort: 23 }, everything], none],
    ["the rule beside such a one", [wide, ssh], open("sgr-ssh4")],
  ])("find %s", (_what, rules, outcome) => {
    expect(find(rules)).toEqual(outcome);
  });

  test("find what opens other ports as well, and with it the whole of it, once that is asked for", () => {
    const range = { ...ssh, SecurityGroupRuleId: "sgr-range", FromPort: 20, ToPort: 25 };
    const beside = { ...ssh, SecurityGroupRuleId: "sgr-beside", FromPort: 23, ToPort: 3388 };
    const rules = [wide, https, range, beside, everything, egress];
    const found = open("sgr-wide", "sgr-range", "sgr-all");
    expect(find(rules, { RevokeWideRules: true })).toEqual(found);
    expect(find(rules, { RevokeWideRules: "true" })).toEqual(found);
    expect(find(rules, { RevokeWideRules: "false" })).toEqual(none);
  });

  test("name what goes, so that it can be put back", () => {
    const described = { ...ssh, Description: "agency, temporary" };
    expect(find([described, everything, wide], { RevokeWideRules: true })).toMatchObject({
      Rules: [
        "sgr-ssh4 tcp 22-22 from 0.0.0.0/0 agency, temporary",
        "sgr-all every protocol from ::/0",
        "sgr-wide tcp 0-65535 from 0.0.0.0/0",
      ],
    });
  });

  test.each([
    [["5900", "5901"]],
    [["5900,5901"]],
    [["5900, 5901"]],
    [["[5900,5901]"]],
    [['["5900", "5901"]']],
    [[5900, 5901]],
  ])("take the ports %j, as a list or as the text of a deployment's parameter", (Ports) => {
    const vnc = { ...ingress("sgr-vnc", 5900, 5901), ...V4 };
    expect(find([ssh, vnc], { Ports })).toEqual(open("sgr-vnc"));
  });

  test.each([[[]], [[""]], [["ssh"]], [["22-25"]], [["22", ""]]])("refuse the ports %j", (Ports) => {
    expect(run("FindOpenRules", [[ssh]], { Ports }).raised).toMatch(/^ValueError: invalid literal/);
  });

  test("verify at once that nothing is open", () => {
    expect(verify([])).toEqual({ returned: null, calls: 1, slept: 0 });
    expect(verify([https, egress])).toEqual({ returned: null, calls: 1, slept: 0 });
  });

  test("verify with patience, since EC2 shows late what was revoked", () => {
    expect(verify([ssh, https], [ssh, https], [https])).toMatchObject({ returned: null, calls: 3, slept: 7 });
    const { raised, calls, slept } = verify([ssh]);
    expect({ calls, slept }).toEqual({ calls: 5, slept: 52 });
    expect(raised).toMatch(/^Exception: sg-1 is still open to everyone: sgr-ssh4 tcp 22-22 from 0\.0\.0\.0\/0\. /);
  });

  test("fail without waiting where only such rules are left as open more", () => {
    const { raised, calls } = verify([wide, https, everything]);
    expect(calls).toBe(1);
    expect(raised).toMatch(/still open to everyone: sgr-wide tcp 0-65535 .*; sgr-all every protocol from ::\/0\. /);
    expect(raised).toMatch(/RevokeWideRules only\.$/);
  });

  const PORTS = [22, 3389];
  const OTHERS = [0, 21, 23, 443, 3388, 3390, 65_535];
  const limit = fc.constantFrom(undefined, -1, ...PORTS, ...OTHERS);
  const range = fc.oneof(
    fc.constantFrom(...PORTS).map((port) => ({ FromPort: port, ToPort: port })),
    fc.record({ FromPort: limit, ToPort: limit }),
  );
  const traffic = fc.record({
    IsEgress: fc.boolean(),
    IpProtocol: fc.constantFrom(undefined, "-1", "tcp", "tcp", "TCP", "6", "udp", "17", "icmp", "icmpv6", "58"),
  });
  const world = fc.constantFrom(V4, V6, { CidrIpv6: "0::/0" });
  const network = fc.constantFrom({ CidrIpv4: "0.0.0.0/1" }, { CidrIpv6: "2000::/3" }, { PrefixListId: "pl-1" });
  const rules = fc
    .sample(fc.tuple(traffic, range, fc.oneof(world, network)), 400)
    .map(([each, ports, source], index): GroupRule => {
      return { ...each, ...ports, ...source, GroupId: "sg-1", SecurityGroupRuleId: `sgr-${index}` };
    });
  const idsOf = (some: readonly GroupRule[]) => some.map((each) => each.SecurityGroupRuleId);
  const isJudgedOpen = (each: GroupRule) => openPorts([each], PORTS).length > 0;

  test("name the rules that the evaluation judges open, all of them and no other", () => {
    const judged = rules.filter(isJudgedOpen);
    expect(judged).not.toEqual([]);
    expect(find(rules, { RevokeWideRules: true })).toMatchObject({ RuleIds: idsOf(judged) });
    const left = rules.filter((each) => !judged.includes(each));
    expect(openPorts(left, PORTS)).toEqual([]);
    expect(verify(left)).toMatchObject({ returned: null });
  });

  test("touch by default only those of them that open nothing else", () => {
    const isNarrow = (each: GroupRule) =>
      openPorts([each], OTHERS).length === 0 && ![undefined, "-1"].includes(each.IpProtocol);
    const judged = rules.filter((each) => isJudgedOpen(each) && isNarrow(each));
    expect(judged).not.toEqual([]);
    expect(find(rules)).toMatchObject({ RuleIds: idsOf(judged) });
  });
});
