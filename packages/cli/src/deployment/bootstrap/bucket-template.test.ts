import { describe, expect, test } from "@jest/globals";
import { parse, parseDocument, visit } from "yaml";
import { bootstrapCommand } from "../../commands/bootstrap.ts";
import type { Io } from "../../io.ts";
import { bucketTemplate } from "./bucket-template.ts";

const silent = (write: (text: string) => void): Io => ({ out: write, err: () => undefined, color: false, width: 80 });

describe("the bucket of code", () => {
  const template = bucketTemplate({ bucketPrefix: "acme-rules", organizationId: "o-abcdefghij" });

  test("is versioned, encrypted, private and kept", () => {
    expect(template).toMatchObject({
      Resources: {
        Bucket: {
          DeletionPolicy: "Retain",
          UpdateReplacePolicy: "Retain",
          Properties: {
            BucketName: { "Fn::Sub": "${BucketPrefix}-${AWS::Region}" },
            VersioningConfiguration: { Status: "Enabled" },
            BucketEncryption: { ServerSideEncryptionConfiguration: [expect.anything()] },
            PublicAccessBlockConfiguration: {
              BlockPublicAcls: true,
              BlockPublicPolicy: true,
              IgnorePublicAcls: true,
              RestrictPublicBuckets: true,
            },
          },
        },
      },
    });
  });

  test("takes TLS only, is read by the organization, written by one role, and names no partition", () => {
    const text = JSON.stringify(template);
    expect(text).not.toMatch(/arn:aws/);
    expect(template).toMatchObject({
      Resources: {
        BucketPolicy: {
          Properties: {
            PolicyDocument: {
              Statement: [
                { Effect: "Deny", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
                {
                  "Fn::If": [
                    "HasOrganization",
                    {
                      Effect: "Allow",
                      Action: "s3:GetObject",
                      Condition: { StringEquals: { "aws:PrincipalOrgID": { Ref: "OrganizationId" } } },
                    },
                    { Ref: "AWS::NoValue" },
                  ],
                },
                {
                  "Fn::If": [
                    "HasWriter",
                    {
                      Effect: "Deny",
                      Action: ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"],
                      Condition: { ArnNotEquals: { "aws:PrincipalArn": { Ref: "WriterRoleArn" } } },
                    },
                    { Ref: "AWS::NoValue" },
                  ],
                },
              ],
            },
          },
        },
      },
    });
  });

  test("is written as YAML that says the same", async () => {
    let text = "";
    const options = { bucketPrefix: "acme-rules", organizationId: "o-abcdefghij" };
    expect(
      await bootstrapCommand(
        options,
        silent((part) => (text += part)),
      ),
    ).toBe(0);
    expect(parse(text, { version: "1.1" })).toEqual(template);
    const aliases: string[] = [];
    visit(parseDocument(text), { Alias: (_key, { source }) => void aliases.push(source) });
    expect(aliases).toEqual([]); // CloudFormation refuses them
  });

  test("is refused for names that AWS would refuse", async () => {
    const options = { bucketPrefix: "Acme", organizationId: "org" };
    await expect(
      bootstrapCommand(
        options,
        silent(() => undefined),
      ),
    ).rejects.toMatchObject({
      problems: [{ code: "RW4001" }, { code: "RW4001" }],
    });
  });
});
