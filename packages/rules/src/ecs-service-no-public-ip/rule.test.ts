import { expect, test } from "@jest/globals";
import { controlExists } from "@rulewright/catalog/controls";
import { runbookExists } from "@rulewright/catalog/runbooks";
import type { AnyChangeRule, ConfigurationOf } from "@rulewright/sdk";
import { FIXTURE, casesFor, configurationItem } from "@rulewright/testing";
import rule from "./rule.ts";

type Service = ConfigurationOf<"AWS::ECS::Service">;
type Network = NonNullable<NonNullable<Service["NetworkConfiguration"]>["AwsvpcConfiguration"]>;

const service = (network: Network): { readonly configuration: Service } => ({
  configuration: { LaunchType: "FARGATE", NetworkConfiguration: { AwsvpcConfiguration: network } },
});

casesFor(
  rule,
  [
    { when: "AssignPublicIp is DISABLED", ...service({ AssignPublicIp: "DISABLED" }), expect: "COMPLIANT" },
    {
      when: "AssignPublicIp is ENABLED",
      ...service({ AssignPublicIp: "ENABLED" }),
      expect: "NON_COMPLIANT",
      annotation: /^AssignPublicIp is ENABLED/,
    },
    { when: "AssignPublicIp is absent", ...service({ Subnets: ["subnet-776d12284f1b26f03"] }), expect: "COMPLIANT" },
    { when: "AssignPublicIp is null", ...service({ AssignPublicIp: null }), expect: "COMPLIANT" },
    {
      when: "there is no NetworkConfiguration",
      configuration: { LaunchType: "EC2" },
      expect: "NOT_APPLICABLE",
      annotation: /no awsvpc network configuration/,
    },
    {
      when: "the NetworkConfiguration is null",
      configuration: { NetworkConfiguration: null },
      expect: "NOT_APPLICABLE",
      annotation: /no awsvpc network configuration/,
    },
    {
      when: "the NetworkConfiguration is not of awsvpc",
      configuration: { NetworkConfiguration: {} },
      expect: "NOT_APPLICABLE",
      annotation: /no awsvpc network configuration/,
    },
    {
      when: "a whole item assigns public addresses",
      resourceId: "arn:aws:ecs:eu-west-1:111122223333:service/shop/order-webhook",
      resourceName: "order-webhook",
      ARN: "arn:aws:ecs:eu-west-1:111122223333:service/shop/order-webhook",
      tags: { team: "shop", env: "prod" },
      relationships: [
        {
          resourceType: "AWS::ECS::Cluster",
          resourceId: "arn:aws:ecs:eu-west-1:111122223333:cluster/shop",
          resourceName: "shop",
          name: "Is contained in ",
        },
      ],
      configuration: {
        ServiceArn: "arn:aws:ecs:eu-west-1:111122223333:service/shop/order-webhook",
        ServiceName: "order-webhook",
        Name: "order-webhook",
        Cluster: "arn:aws:ecs:eu-west-1:111122223333:cluster/shop",
        TaskDefinition: "arn:aws:ecs:eu-west-1:111122223333:task-definition/order-webhook:7",
        DesiredCount: 2,
        SchedulingStrategy: "REPLICA",
        DeploymentController: { Type: "ECS" },
        LaunchType: "FARGATE",
        NetworkConfiguration: {
          AwsvpcConfiguration: {
            Subnets: ["subnet-f420fe2998e744eef", "subnet-63ae3035970384ac5"],
            SecurityGroups: ["sg-8bea61132b18e58f5"],
            AssignPublicIp: "ENABLED",
          },
        },
        PlatformVersion: "LATEST",
        LoadBalancers: [],
        Tags: [{ Key: "team", Value: "shop" }],
      },
      expect: "NON_COMPLIANT",
      annotation: /^AssignPublicIp is ENABLED/,
    },
  ],
  { controlExists, runbookExists },
);

test.each(["enabled", "", "AUTO"])("AssignPublicIp %j is no known value, so there is no verdict", (AssignPublicIp) => {
  const { accountId, region, partition, now } = FIXTURE;
  const context = {
    account: { accountId, region, partition },
    now: new Date(now),
    parameters: {},
    evidence: undefined,
  };
  const item = configurationItem("AWS::ECS::Service", { ...service({ AssignPublicIp }) });
  const erased: AnyChangeRule = rule;
  expect(() => erased.evaluate({ ...context, configurationItem: item })).toThrow(
    `AssignPublicIp is "${AssignPublicIp}"`,
  );
});
