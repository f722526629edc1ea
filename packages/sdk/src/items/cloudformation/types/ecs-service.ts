import type { Adapter } from "../adapter.ts";
import { flag, integer, listOf, objectOf, orDefault, pick, text, type Read } from "../properties.ts";
import { ABSENT, open, type TreeObject } from "../tree.ts";
import { isUnknown, isValueObject, Unknown } from "../value.ts";

/** `AssignPublicIp` is documented to be `DISABLED` when it is left out, in templates as in the API. */
const awsvpc: Read<TreeObject> = (value) => {
  if (value === undefined || isUnknown(value)) return value;
  if (!isValueObject(value)) return new Unknown();
  return open({
    AssignPublicIp: orDefault(text(value["AssignPublicIp"]), "DISABLED"),
    ...pick(value, { SecurityGroups: ["SecurityGroups", listOf(text)], Subnets: ["Subnets", listOf(text)] }),
  });
};

/**
 * ECS services: Config keeps the names of the template, but not every value: cluster, task definition and platform
 * version are completed. A service without a network configuration has none: tasks in
 * awsvpc mode, which are the ones that can get public addresses, cannot start without.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-service.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-service-awsvpcconfiguration.html
 */
export const ecsService: Adapter = {
  resourceType: "AWS::ECS::Service",
  convert: ({ properties }) => ({
    resourceName: text(properties["ServiceName"]),
    configuration: {
      ...pick(properties, {
        DesiredCount: ["DesiredCount", integer],
        EnableECSManagedTags: ["EnableECSManagedTags", flag],
        EnableExecuteCommand: ["EnableExecuteCommand", flag],
        HealthCheckGracePeriodSeconds: ["HealthCheckGracePeriodSeconds", integer],
        LaunchType: ["LaunchType", text],
        PropagateTags: ["PropagateTags", text],
        SchedulingStrategy: ["SchedulingStrategy", text],
        ServiceName: ["ServiceName", text],
        DeploymentController: ["DeploymentController", objectOf({ Type: ["Type", text] })],
      }),
      NetworkConfiguration: orDefault(networkOf(properties["NetworkConfiguration"]), ABSENT),
    },
  }),
};

function networkOf(value: Parameters<Read>[0]): ReturnType<Read<TreeObject>> {
  if (value === undefined || isUnknown(value)) return value;
  if (!isValueObject(value)) return new Unknown();
  return { AwsvpcConfiguration: awsvpc(value["AwsvpcConfiguration"]) };
}
