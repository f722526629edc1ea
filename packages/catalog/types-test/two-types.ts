// A program the size of a small rule: it looks at two resource types. scripts/catalog/instantiations.mjs watches its cost.
import type { ResourceType, ResourceTypes } from "@rulewright/catalog";

interface Item<R extends ResourceType> {
  readonly resourceType: R;
  readonly configuration: ResourceTypes[R]["configuration"];
  readonly supplementaryConfiguration: ResourceTypes[R]["supplementaryConfiguration"];
}

export function openPorts({ configuration }: Item<"AWS::EC2::SecurityGroup">): readonly number[] {
  return (configuration.ipPermissions ?? []).flatMap((permission) => permission.fromPort ?? []);
}

export function isVersioned({ supplementaryConfiguration }: Item<"AWS::S3::Bucket">): boolean {
  return supplementaryConfiguration.BucketVersioningConfiguration?.status === "Enabled";
}

export function describe(item: Item<"AWS::EC2::SecurityGroup"> | Item<"AWS::S3::Bucket">): string {
  switch (item.resourceType) {
    case "AWS::EC2::SecurityGroup":
      return openPorts(item).join(",");
    case "AWS::S3::Bucket":
      return `${item.configuration.name ?? "?"} ${String(isVersioned(item))}`;
  }
}
