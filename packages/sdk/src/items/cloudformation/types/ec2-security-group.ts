import { names, type Adapter, type AdapterContext, type Named, type TemplateResource } from "../adapter.ts";
import { text } from "../properties.ts";
import type { Tree } from "../tree.ts";
import { Unknown, isUnknown, isValueList, type Value } from "../value.ts";
import { EGRESS, INGRESS, toPermissions } from "./security-group-rules.ts";

/**
 * Security groups, with the rules that other resources of the template add to them. A group lets nothing in by default
 * and everything out; whether its rule for IPv6 is there depends on the network.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroup.html
 */
export const ec2SecurityGroup: Adapter = {
  resourceType: "AWS::EC2::SecurityGroup",
  convert(resource, context) {
    const { properties } = resource;
    const ingress = rulesOf("AWS::EC2::SecurityGroupIngress", properties["SecurityGroupIngress"], resource, context);
    const egress = rulesOf("AWS::EC2::SecurityGroupEgress", properties["SecurityGroupEgress"], resource, context);
    return {
      resourceName: null,
      configuration: {
        description: text(properties["GroupDescription"]),
        groupName: text(properties["GroupName"]),
        ownerId: context.accountId,
        vpcId: text(properties["VpcId"]),
        ipPermissions: isUnknown(ingress) ? ingress : toPermissions(ingress, INGRESS),
        ipPermissionsEgress: isUnknown(egress) ? egress : egressOf(egress, properties["SecurityGroupEgress"]),
      },
    };
  },
};

/** The inline rules and those of other resources; unknown when it is not sure which those are. */
function rulesOf(
  type: string,
  inline: Value | undefined,
  group: TemplateResource,
  { resources }: AdapterContext,
): readonly Value[] | Unknown {
  if (isUnknown(inline)) return inline;
  const rules: Value[] = inline === undefined ? [] : [...(isValueList(inline) ? inline : [inline])];
  for (const rule of resources) {
    if (rule.type !== type) continue;
    const named = namesGroup(rule, group);
    if (named === "no") continue;
    if (named === "maybe" || !rule.isCertain) return new Unknown();
    rules.push(rule.properties);
  }
  return rules;
}

/** Both `Ref` and the attribute `GroupId` give the id of a group in a VPC. */
function namesGroup({ properties }: TemplateResource, group: TemplateResource): Named {
  const { GroupId: id, GroupName: name } = properties;
  if (isUnknown(id) && id.reference?.attribute === "GroupId") {
    return id.reference.logicalId === group.logicalId ? "yes" : "no";
  }
  if (id !== undefined) return names(id, group, undefined);
  return name === undefined ? "no" : names(name, group, text(group.properties["GroupName"]));
}

/** The default rule is there as long as no other is; an empty list and rules by other resources leave that open. */
function egressOf(rules: readonly Value[], inline: Value | undefined): Tree {
  if (rules.length === 0) return inline === undefined ? [defaultEgress()] : new Unknown();
  return inline === undefined ? new Unknown() : toPermissions(rules, EGRESS);
}

function defaultEgress(): Tree {
  return {
    ipProtocol: "-1",
    ipRanges: ["0.0.0.0/0"],
    ipv4Ranges: [{ cidrIp: "0.0.0.0/0" }],
    ipv6Ranges: new Unknown(),
    prefixListIds: [],
    userIdGroupPairs: [],
  };
}
