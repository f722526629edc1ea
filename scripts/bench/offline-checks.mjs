// What the ten rules look at, for the floor too.
export const CHECKS = {
  "bench-encrypted": ["It is not encrypted.", (item) => item.configuration.encrypted],
  "bench-private": ["It is public.", (item) => !item.configuration.isPublic],
  "bench-tagged": ["It has no team.", (item) => item.tags.team !== undefined],
  "bench-running": ["It does not run.", (item) => item.configuration.state.name === "running"],
  "bench-no-world": [
    "It is open to the world.",
    (item) =>
      !item.configuration.ipPermissions.some(({ ipv4Ranges }) =>
        ipv4Ranges.some(({ cidrIp }) => cidrIp === "0.0.0.0/0"),
      ),
  ],
  "bench-no-ssh": [
    "SSH is open to a network that ends in .7.0.0/16.",
    (item) =>
      !item.configuration.ipPermissions.some(
        ({ fromPort, ipv4Ranges }) => fromPort === 22 && ipv4Ranges[0]?.cidrIp === "10.7.0.0/16",
      ),
  ],
  "bench-key": ["It has no key of this account.", (item) => item.configuration.kmsKeyId.includes(":111122223333:")],
  "bench-versions": [
    "It has no current version.",
    (item) => item.configuration.versions.some(({ current }) => current),
  ],
  "bench-stage": ["Its stage is unknown.", (item) => ["prod", "dev"].includes(item.tags.stage)],
  "bench-related": [
    "It is in no VPC.",
    (item) => item.relationships.some((each) => each.resourceType === "AWS::EC2::VPC"),
  ],
};
