import { describe, expect, test } from "@jest/globals";
import { resourceTree } from "@rulewright/catalog/resource-trees";
import { findResourceType, resourceTypeNames } from "@rulewright/catalog/resource-types";
import { isObject, type ConfigurationItem } from "@rulewright/sdk";
import { readItem } from "@rulewright/sdk/items";
import { skeletonItem } from "./skeleton-item.ts";

function skeleton(resourceType: string): Readonly<Record<string, unknown>> {
  const facts = findResourceType(resourceType);
  if (!facts) throw new Error(`There is no type ${resourceType}.`);
  return skeletonItem(facts, resourceTree(resourceType));
}

function read(resourceType: string): ConfigurationItem {
  const result = readItem(JSON.parse(JSON.stringify(skeleton(resourceType))));
  if ("item" in result) return result.item;
  throw new Error(result.refused.message);
}

function* valuesIn(value: unknown): Generator {
  yield value;
  if (Array.isArray(value)) for (const each of value) yield* valuesIn(each);
  else if (isObject(value)) for (const each of Object.values(value)) yield* valuesIn(each);
}

test("every type of the catalogue has a skeleton that can be read, under its own account and Region", () => {
  for (const resourceType of resourceTypeNames()) {
    const { resourceId, awsAccountId, awsRegion, ARN = "" } = read(resourceType);
    const region = findResourceType(resourceType)?.scope === "global" ? "global" : "eu-west-1";
    expect([resourceType, awsAccountId, awsRegion]).toEqual([resourceType, "111122223333", region]);
    expect([resourceType, resourceId]).toEqual([resourceType, expect.stringMatching(/^[^$*]+$/)]);
    expect([resourceType, ARN]).toEqual([resourceType, expect.stringMatching(/^arn:aws:[a-z0-9-]+:[^$*]+$/)]);
  }
});

test("every documented property is there, and arrays hold no holes", () => {
  for (const resourceType of resourceTypeNames()) {
    const { configuration, supplementaryConfiguration } = skeleton(resourceType);
    const tree = resourceTree(resourceType);
    expect(Object.keys(isObject(configuration) ? configuration : {})).toEqual(
      Object.keys(tree?.configuration.members ?? {}),
    );
    expect(Object.keys(isObject(supplementaryConfiguration) ? supplementaryConfiguration : {})).toEqual(
      Object.keys(tree?.supplementaryConfiguration.members ?? {}),
    );
    for (const value of valuesIn([configuration, supplementaryConfiguration]))
      if (Array.isArray(value)) expect([resourceType, value.includes(null)]).toEqual([resourceType, false]);
  }
});

test("the id is what the catalogue says the id is", () => {
  for (const resourceType of resourceTypeNames()) {
    const path = findResourceType(resourceType)?.resourceId?.path;
    const item = skeleton(resourceType);
    const { configuration, resourceId } = item;
    const expected = new Map<string | undefined, unknown>([
      [undefined, resourceId],
      ["arn", item["ARN"]],
      ["resourceName", item["resourceName"]],
      ["accountId", item["awsAccountId"]],
    ]);
    const property = path?.replace("configuration.", "") ?? "";
    const value = isObject(configuration) ? configuration[property] : undefined;
    expect([resourceType, resourceId]).toEqual([resourceType, expected.get(path) ?? value ?? resourceId]);
  }
});

describe("identities and values", () => {
  test.each([
    [
      "AWS::EC2::SecurityGroup",
      "sg-0123456789abcdef0",
      null,
      "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0123456789abcdef0",
    ],
    [
      "AWS::EC2::LaunchTemplate",
      "lt-0123456789abcdef0",
      null,
      "arn:aws:ec2:eu-west-1:111122223333:launch-template/lt-0123456789abcdef0",
    ],
    ["AWS::S3::Bucket", "example", "example", "arn:aws:s3:::example"],
    ["AWS::IAM::Role", "AROACKCEVSQ6C2EXAMPLE", "example", "arn:aws:iam::111122223333:role/example"],
    ["AWS::IAM::Group", "AGPACKCEVSQ6C2EXAMPLE", "example", "arn:aws:iam::111122223333:group/example"],
    [
      "AWS::SNS::Topic",
      "arn:aws:sns:eu-west-1:111122223333:example",
      "example",
      "arn:aws:sns:eu-west-1:111122223333:example",
    ],
    [
      "AWS::RDS::DBInstance",
      "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
      "example",
      "arn:aws:rds:eu-west-1:111122223333:db:example",
    ],
    [
      "AWS::CloudFront::Distribution",
      "EDFDVBD6EXAMPLE",
      null,
      "arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE",
    ],
    ["AWS::S3::AccountPublicAccessBlock", "111122223333", null, expect.stringMatching(/^arn:aws:s3:/)],
    ["AWS::::Account", "111122223333", null, "arn:aws:iam::111122223333:root"],
  ])("%s", (resourceType, resourceId, resourceName, ARN) => {
    expect(skeleton(resourceType)).toMatchObject({ resourceId, resourceName, ARN });
  });

  test("what Config encodes is encoded, and read as what it says", () => {
    const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole" }] };
    const raw = skeleton("AWS::IAM::Role")["configuration"];
    expect(raw).toMatchObject({ assumeRolePolicyDocument: expect.stringMatching(/^%7B%22Version/) });
    expect(read("AWS::IAM::Role").configuration).toMatchObject({ assumeRolePolicyDocument: policy });
    const bucket = skeleton("AWS::S3::Bucket")["supplementaryConfiguration"];
    expect(bucket).toMatchObject({ AccessControlList: expect.stringMatching(/^\{"grantList"/) });
    expect(read("AWS::S3::Bucket").supplementaryConfiguration).toMatchObject({
      AccessControlList: { grantList: [{ permission: "example" }] },
      BucketPolicy: { policyText: { Statement: [{ Action: "s3:Get*", Resource: "*" }] } },
      BucketTaggingConfiguration: { tagSets: [{ tags: {} }] },
      BucketWebsiteConfiguration: { errorDocument: null },
    });
  });

  test("values are of their kind, and an ARN of the resource's own is the item's", () => {
    expect(skeleton("AWS::EC2::Instance")["configuration"]).toMatchObject({
      amiLaunchIndex: 0,
      ebsOptimized: false,
      imageId: "ami-0123456789abcdef0",
      instanceType: "t3.micro",
      launchTime: "2026-01-15T11:00:00.000Z",
      ipv6Address: "2001:db8::1",
      placement: { availabilityZone: "eu-west-1a" },
    });
    expect(skeleton("AWS::SNS::Topic")["configuration"]).toMatchObject({
      TopicArn: "arn:aws:sns:eu-west-1:111122223333:example",
    });
  });
});
