import { expect, test } from "@jest/globals";
import { partitionOf } from "./partition.ts";

test.each([
  ["eu-west-1", "aws"],
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
  ["us-iso-east-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["eusc-de-east-1", "aws-eusc"],
  ["global", "aws"],
])("%s is in %s", (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});
