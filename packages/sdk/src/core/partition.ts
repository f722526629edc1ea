/**
 * How the Regions of a partition begin; all others are commercial ones.
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
const PREFIXES: readonly (readonly [prefix: string, partition: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
];

/** The partition of a Region, where no ARN says it. */
export function partitionOf(region: string): string {
  for (const [prefix, partition] of PREFIXES) if (region.startsWith(prefix)) return partition;
  return "aws";
}
