import { expect, test } from "@jest/globals";
import { findResourceType, isResourceType, resourceTypeNames } from "./resource-types.ts";

test.each([
  [
    "AWS::EC2::SecurityGroup",
    { scope: "regional", typed: true, resourceId: { kind: "id", path: "configuration.groupId" } },
  ],
  ["AWS::S3::Bucket", { scope: "regional", resourceId: { kind: "name", path: "configuration.name" } }],
  ["AWS::SNS::Topic", { resourceId: { kind: "arn", path: "arn" } }],
  [
    "AWS::IAM::User",
    {
      scope: "global",
      global: { recorded: "every-region", basis: "documented" },
      resourceId: { kind: "id", path: "configuration.userId" },
    },
  ],
  ["AWS::CloudFront::Distribution", { scope: "global", global: { homeRegion: "us-east-1", recorded: "home-region" } }],
  ["AWS::GlobalAccelerator::Accelerator", { scope: "global", global: { homeRegion: "us-west-2" } }],
  ["AWS::WAFv2::WebACL", { scope: "regional" }],
  ["AWS::RDS::GlobalCluster", { scope: "regional" }], // recorded in every Region
  ["AWS::IAM::InstanceProfile", { typed: false }],
  ["AWS::::Account", { scope: "account", typed: true }],
])("%s", (name, facts) => {
  expect(findResourceType(name)).toMatchObject({ name, ...facts });
});

test("names are unique and in order, the account first", () => {
  const [account, ...names] = resourceTypeNames();
  expect(account).toBe("AWS::::Account");
  expect(names).toEqual([...new Set(names)].toSorted());
});

test("a name of nothing is refused", () => {
  for (const name of ["AWS::EC2::SecurityGroups", "aws::ec2::securitygroup", "constructor", ""]) {
    expect(isResourceType(name)).toBe(false);
    expect(findResourceType(name)).toBeUndefined();
  }
});
