import { defineRunbook } from "@rulewright/sdk";

/**
 * Judges each ingress rule of the group just as the rule does (`world-open-ports.ts`), by what EC2 answers in place of a
 * configuration item. A list of ports that the deployment sets is one text, CSV or JSON. No output is ever empty.
 */
const SCRIPT = `\
import re
import time
import boto3

ec2 = boto3.client("ec2")


def find(events, context):
    ports = ports_of(events)
    rules = [rule for rule in open_rules(events, ports) if is_to_go(rule, events, ports)]
    if not rules:
        return {"Outcome": "none", "RuleIds": ["none"], "Rules": ["none"]}
    rule_ids = [rule["SecurityGroupRuleId"] for rule in rules]
    return {"Outcome": "open", "RuleIds": rule_ids, "Rules": [shown(rule) for rule in rules]}


def verify(events, context):
    ports = ports_of(events)
    for seconds in (0, 2, 5, 15, 30):  # EC2 shows what was revoked with a delay
        time.sleep(seconds)
        rules = open_rules(events, ports)
        if not any(is_to_go(rule, events, ports) for rule in rules):
            break
    if rules:
        raise Exception(
            "%s is still open to everyone: %s. A rule that opens other ports as well is revoked with RevokeWideRules only."
            % (events["GroupId"], "; ".join(shown(rule) for rule in rules))
        )


def ports_of(events):
    texts = ",".join(str(text) for text in events["Ports"]).split(",")
    return set(int(text.strip(' "[]')) for text in texts)


def open_rules(events, ports):
    filters = [{"Name": "group-id", "Values": [events["GroupId"]]}]
    pages = ec2.get_paginator("describe_security_group_rules").paginate(Filters=filters)
    rules = [rule for page in pages for rule in page["SecurityGroupRules"]]
    return [
        rule
        for rule in rules
        if not rule["IsEgress"] and is_every_address(source(rule)) and any(port in tcp_ports(rule) for port in ports)
    ]


def is_to_go(rule, events, ports):
    is_wide = protocol(rule) == "-1" or any(port not in ports for port in tcp_ports(rule))
    return not is_wide or str(events["RevokeWideRules"]).lower() == "true"


def source(rule):
    return rule.get("CidrIpv4") or rule.get("CidrIpv6") or ""


def is_every_address(cidr):
    return re.fullmatch(".*/0+", cidr) is not None


def protocol(rule):
    return rule.get("IpProtocol", "-1").lower()


def tcp_ports(rule):
    if protocol(rule) == "-1":
        return range(0, 65536)
    if protocol(rule) not in ("tcp", "6"):
        return range(0)
    last = rule.get("ToPort", 65535)
    return range(rule.get("FromPort", 0), (65535 if last < 0 else last) + 1)


def shown(rule):
    ports = tcp_ports(rule)
    what = "every protocol" if protocol(rule) == "-1" else "tcp %d-%d" % (ports.start, ports.stop - 1)
    text = "%s %s from %s %s" % (rule["SecurityGroupRuleId"], what, source(rule), rule.get("Description", ""))
    return text.strip()
`;

const INPUT_PAYLOAD = {
  GroupId: "{{ GroupId }}",
  Ports: "{{ Ports }}",
  RevokeWideRules: "{{ RevokeWideRules }}",
} as const;

/**
 * Revokes the ingress rules that the evaluation names, by their ids, and nothing else; of these, by default, only such as
 * open no other port.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html
 * @see https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html
 */
export const runbook = defineRunbook({
  description:
    "Revokes a security group's ingress rules that open TCP ports of a list, and no others, to every IPv4 or IPv6 address. Rules that open others as well make it fail, unless RevokeWideRules is true.",
  parameters: {
    GroupId: { type: "String", allowedPattern: "^sg-[0-9a-f]+$", description: "Id of the security group." },
    Ports: { type: "StringList", description: "TCP ports that must not be open to the world." },
    RevokeWideRules: {
      type: "Boolean",
      default: false,
      description:
        "Whether rules that open other ports as well, such as tcp 0-65535 or every protocol, are revoked too: as a whole, with all they open.",
    },
  },
  steps: [
    {
      name: "FindOpenRules",
      action: "aws:executeScript",
      timeoutSeconds: 120,
      inputs: { Runtime: "python3.12", Handler: "find", Script: SCRIPT, InputPayload: INPUT_PAYLOAD },
      outputs: [
        { Name: "Outcome", Selector: "$.Payload.Outcome", Type: "String" },
        { Name: "RuleIds", Selector: "$.Payload.RuleIds", Type: "StringList" },
        { Name: "Rules", Selector: "$.Payload.Rules", Type: "StringList" },
      ],
    },
    {
      name: "HasOpenRules",
      action: "aws:branch",
      inputs: {
        Choices: [{ NextStep: "RevokeOpenRules", Variable: "{{ FindOpenRules.Outcome }}", StringEquals: "open" }],
        Default: "VerifyPortsClosed",
      },
    },
    {
      name: "RevokeOpenRules",
      action: "aws:executeAwsApi",
      inputs: {
        Service: "ec2",
        Api: "RevokeSecurityGroupIngress",
        GroupId: "{{ GroupId }}",
        SecurityGroupRuleIds: "{{ FindOpenRules.RuleIds }}",
      },
    },
    {
      name: "VerifyPortsClosed",
      action: "aws:executeScript",
      timeoutSeconds: 300,
      isEnd: true,
      inputs: { Runtime: "python3.12", Handler: "verify", Script: SCRIPT, InputPayload: INPUT_PAYLOAD },
    },
  ],
  outputs: ["FindOpenRules.Rules"],
});
