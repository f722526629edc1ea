import { GetPublicAccessBlockCommand, S3ControlClient } from "@aws-sdk/client-s3-control";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { controlExists } from "@rulewright/catalog/controls";
import { runbookExists } from "@rulewright/catalog/runbooks";
import type { AnyChangeRule, Aws } from "@rulewright/sdk";
import { FIXTURE, casesFor, configurationItem, recordingAws } from "@rulewright/testing";
import { mockClient } from "aws-sdk-client-mock";
import { fetchAccountBlock } from "./account-block.ts";
import { NO_BLOCK } from "./public-access-block.ts";
import rule from "./rule.ts";

const ALL_ON = { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true };
const ALL_OFF = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};
const ACCOUNT_ALL_ON = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const withAccount = { ruleParameters: { ConsiderAccountSettings: "true" } };
const bucket = (PublicAccessBlockConfiguration: object) => ({
  supplementaryConfiguration: { PublicAccessBlockConfiguration },
});

casesFor(
  rule,
  [
    { when: "all four flags are on", ...bucket(ALL_ON), expect: "COMPLIANT" },
    {
      when: "the bucket has no block",
      supplementaryConfiguration: {},
      expect: "NON_COMPLIANT",
      annotation:
        /^The bucket has no public access block\. Off: BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets\.$/,
    },
    {
      when: "the block is null",
      supplementaryConfiguration: { PublicAccessBlockConfiguration: null },
      expect: "NON_COMPLIANT",
      annotation: /^The bucket has no public access block/,
    },
    ...(
      [
        ["blockPublicAcls", /has gaps\. Off: BlockPublicAcls\.$/],
        ["ignorePublicAcls", /has gaps\. Off: IgnorePublicAcls\.$/],
        ["blockPublicPolicy", /has gaps\. Off: BlockPublicPolicy\.$/],
        ["restrictPublicBuckets", /has gaps\. Off: RestrictPublicBuckets\.$/],
      ] as const
    ).flatMap(([flag, annotation]) => [
      { when: `${flag} is off`, ...bucket({ ...ALL_ON, [flag]: false }), expect: "NON_COMPLIANT" as const, annotation },
      {
        when: `${flag} is null`,
        ...bucket({ ...ALL_ON, [flag]: null }),
        expect: "NON_COMPLIANT" as const,
        annotation,
      },
    ]),
    {
      when: "all flags are off",
      ...bucket(ALL_OFF),
      expect: "NON_COMPLIANT",
      annotation: /Off: BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets\.$/,
    },
    {
      when: "the account's block is known but not asked for",
      ...bucket(ALL_OFF),
      evidence: ACCOUNT_ALL_ON,
      expect: "NON_COMPLIANT",
      annotation: /Off: BlockPublicAcls/,
    },
    {
      when: "the account blocks what a bucket without a block does not",
      ...withAccount,
      supplementaryConfiguration: {},
      evidence: ACCOUNT_ALL_ON,
      expect: "COMPLIANT",
      annotation: /^The bucket has no public access block\. On for the whole account: BlockPublicAcls, /,
    },
    {
      when: "bucket and account together have all flags on",
      ...withAccount,
      ...bucket({ ...ALL_ON, blockPublicPolicy: false }),
      evidence: { ...NO_BLOCK, BlockPublicPolicy: true },
      expect: "COMPLIANT",
      annotation: /^The bucket's public access block has gaps\. On for the whole account: BlockPublicPolicy\.$/,
    },
    {
      when: "a flag is off for both",
      ...withAccount,
      ...bucket({ ...ALL_ON, blockPublicPolicy: false, restrictPublicBuckets: false }),
      evidence: { ...ACCOUNT_ALL_ON, RestrictPublicBuckets: false },
      expect: "NON_COMPLIANT",
      annotation: /Off for bucket and account: RestrictPublicBuckets\.$/,
    },
    {
      when: "neither has a block",
      ...withAccount,
      supplementaryConfiguration: {},
      evidence: NO_BLOCK,
      expect: "NON_COMPLIANT",
      annotation:
        /no public access block\. Off for bucket and account: BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, Restr/,
    },
    {
      when: "the bucket needs no help, whatever the account has",
      ...withAccount,
      ...bucket(ALL_ON),
      evidence: NO_BLOCK,
      expect: "COMPLIANT",
    },
    {
      when: "a whole item has two flags off",
      resourceId: "larkspur-ebook-samples",
      resourceName: "larkspur-ebook-samples",
      ARN: "arn:aws:s3:::larkspur-ebook-samples",
      resourceCreationTime: "2020-05-04T10:12:13.000Z",
      tags: { team: "shop", env: "prod" },
      configuration: {
        name: "larkspur-ebook-samples",
        owner: { displayName: null, id: "08a53e8a421010d0115602769ce723cbc5498dc6f4c9617a9f09fb14492ab7c4" },
        creationDate: "2020-05-04T10:12:13.000Z",
      },
      supplementaryConfiguration: {
        AccessControlList: '{"grantSet":null,"grantList":[],"owner":{"displayName":null,"id":"08a5"}}',
        BucketAccelerateConfiguration: { status: null },
        BucketLoggingConfiguration: { destinationBucketName: null, logFilePrefix: null },
        BucketPolicy: { policyText: null },
        BucketVersioningConfiguration: { status: "Off", isMfaDeleteEnabled: null },
        IsRequesterPaysEnabled: false,
        PublicAccessBlockConfiguration: { ...ALL_ON, blockPublicPolicy: false, restrictPublicBuckets: false },
      },
      expect: "NON_COMPLIANT",
      annotation: /^The bucket's public access block has gaps\. Off: BlockPublicPolicy, RestrictPublicBuckets\.$/,
    },
  ],
  { controlExists, runbookExists },
);

const { accountId, region, partition } = FIXTURE;
const account = { accountId, region, partition };

const bucketItem = configurationItem("AWS::S3::Bucket", { resourceId: "larkspur-newsletter" });
const erased: AnyChangeRule = rule;

test("without the account's block there is no verdict that counts on it", () => {
  const parameters = { ConsiderAccountSettings: true };
  const context = {
    configurationItem: bucketItem,
    parameters,
    evidence: undefined,
    account,
    now: new Date(FIXTURE.now),
  };
  expect(() => erased.evaluate(context)).toThrow("The account's public access block was not fetched");
});

describe("collect", () => {
  const s3Control = mockClient(S3ControlClient);
  const aws = recordingAws(rule);
  const collect = (ConsiderAccountSettings: boolean, given: Aws = aws) =>
    erased.collect?.({ aws: given, account, parameters: { ConsiderAccountSettings }, configurationItem: bucketItem });

  beforeEach(() => {
    s3Control.reset();
  });

  test("fetches the block of the account that is judged", async () => {
    const found = { ...ACCOUNT_ALL_ON, BlockPublicPolicy: false };
    s3Control.on(GetPublicAccessBlockCommand).resolves({ PublicAccessBlockConfiguration: found });
    expect(await collect(true)).toEqual(found);
    expect(s3Control.commandCalls(GetPublicAccessBlockCommand, { AccountId: accountId })).toHaveLength(1);
  });

  test.each([{}, { PublicAccessBlockConfiguration: {} }])(
    "takes flags that %j does not have as off",
    async (answer) => {
      s3Control.on(GetPublicAccessBlockCommand).resolves(answer);
      expect(await collect(true)).toEqual(NO_BLOCK);
    },
  );

  test("takes an account without a block as blocking nothing", async () => {
    s3Control.on(GetPublicAccessBlockCommand).rejects(awsError("NoSuchPublicAccessBlockConfiguration"));
    expect(await collect(true)).toEqual(NO_BLOCK);
  });

  test("rejects when the call is denied", async () => {
    s3Control.on(GetPublicAccessBlockCommand).rejects(awsError("AccessDenied"));
    await expect(collect(true)).rejects.toThrow("AccessDenied");
    await expect(fetchAccountBlock(aws, accountId)).rejects.toMatchObject({ name: "AccessDenied" });
  });

  test("asks AWS nothing while the parameter is off", async () => {
    const unreachable = {
      client(): never {
        throw new Error("Nobody may ask for a client.");
      },
    };
    expect(await collect(false, unreachable)).toBeUndefined();
    expect(await collect(false)).toBeUndefined();
    expect(s3Control.calls()).toHaveLength(0);
  });
});

function awsError(name: string): Error {
  return Object.assign(new Error(name), { name, $metadata: {} });
}
