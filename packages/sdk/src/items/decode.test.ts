import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { RUNS } from "../core/fixtures/property-runs.ts";
import { decodeTwiceEncoded, parseEncoded } from "./decode.ts";

const POLICY = { Statement: [{ Effect: "Allow" }] };
const TEXT = JSON.stringify(POLICY);

describe("parseEncoded", () => {
  test.each<[string, string, unknown]>([
    ["JSON text of an object", TEXT, POLICY],
    ["JSON text of a list", "[1]", [1]],
    ["URL-encoded JSON", encodeURIComponent(TEXT), POLICY],
    ["URL-encoded JSON of a list", "%5B1%5D", [1]],
    ["URL-encoded in lower case", "%7b%7d", {}],
    ["URL-encoded JSON after a line's end", encodeURIComponent(`\n${TEXT}`), POLICY],
    ["URL-encoded JSON after white space of every kind", encodeURIComponent(` \t\r\n${TEXT}`), POLICY],
    ["URL-encoded JSON after white space that is not encoded", ` \n${encodeURIComponent(TEXT)}`, POLICY],
    ["URL-encoded JSON of a list after mixed white space", " %0a\t%20%5B1%5D", [1]],
    ["JSON text after white space", ` \n${TEXT}`, POLICY],
    ["encoded white space before plain text", "%20%0Ahello", "%20%0Ahello"],
    ["plain text", "hello", "hello"],
    ["nothing", "", ""],
    ["JSON of a number, which is text", "123", "123"],
    ["JSON of a text, which is text", '"x"', '"x"'],
    ["JSON of null, which is text", "null", "null"],
    ["broken JSON", "{", "{"],
    ["broken URL encoding", "%7B%", "%7B%"],
    ["percent signs in JSON", '{"a":"100%"}', { a: "100%" }],
  ])("reads %s", (_what, text, value) => {
    expect(parseEncoded(text)).toStrictEqual(value);
  });

  test("reads back every object, plain and URL-encoded, and never throws", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()), fc.string(), (object, text) => {
        const json = JSON.stringify(object);
        expect(JSON.stringify(parseEncoded(json))).toBe(JSON.stringify(JSON.parse(json)));
        expect(JSON.stringify(parseEncoded(encodeURIComponent(json)))).toBe(JSON.stringify(JSON.parse(json)));
        expect(typeof parseEncoded(text)).toMatch(/^(string|object)$/);
      }),
      RUNS,
    );
  });
});

describe("decodeTwiceEncoded", () => {
  test.each<[string, object, object, object, object]>([
    ["AWS::SNS::Topic", { Policy: TEXT, DisplayName: TEXT }, {}, { Policy: POLICY, DisplayName: TEXT }, {}],
    ["AWS::SQS::Queue", { Policy: TEXT }, {}, { Policy: POLICY }, {}],
    ["AWS::KMS::Key", { description: TEXT }, { Policy: TEXT }, { description: TEXT }, { Policy: POLICY }],
    ["AWS::Lambda::Function", {}, { Policy: TEXT, Tags: TEXT }, {}, { Policy: POLICY, Tags: TEXT }],
    ["AWS::S3::Bucket", {}, { BucketPolicy: { policyText: TEXT } }, {}, { BucketPolicy: { policyText: POLICY } }],
    ["AWS::S3::Bucket", {}, { BucketPolicy: { policyText: null } }, {}, { BucketPolicy: { policyText: null } }],
    ["AWS::S3::Bucket", {}, { BucketPolicy: null }, {}, { BucketPolicy: null }],
    [
      "AWS::ECR::Repository",
      { LifecyclePolicy: { LifecyclePolicyText: TEXT }, RepositoryPolicyText: TEXT },
      {},
      { LifecyclePolicy: { LifecyclePolicyText: POLICY }, RepositoryPolicyText: POLICY },
      {},
    ],
    ["AWS::Elasticsearch::Domain", { accessPolicies: TEXT }, {}, { accessPolicies: POLICY }, {}],
    [
      "AWS::IAM::Group",
      { groupPolicyList: [{ policyDocument: TEXT }, { policyName: TEXT }, null, TEXT] },
      {},
      { groupPolicyList: [{ policyDocument: POLICY }, { policyName: TEXT }, null, TEXT] },
      {},
    ],
    [
      "AWS::IAM::Policy",
      { policyVersionList: [{ document: encodeURIComponent(TEXT) }, { document: encodeURIComponent(`\n ${TEXT}`) }] },
      {},
      { policyVersionList: [{ document: POLICY }, { document: POLICY }] },
      {},
    ],
    ["AWS::IAM::Role", { assumeRolePolicyDocument: POLICY }, {}, { assumeRolePolicyDocument: POLICY }, {}],
    ["AWS::IAM::User", { userPolicyList: "none" }, {}, { userPolicyList: "none" }, {}],
    ["AWS::EC2::Instance", { Policy: TEXT }, { Policy: TEXT }, { Policy: TEXT }, { Policy: TEXT }],
    ["constructor", { Policy: TEXT }, {}, { Policy: TEXT }, {}],
  ])("%s: %j", (resourceType, configuration, supplementaryConfiguration, decoded, supplementary) => {
    const item = { configuration, supplementaryConfiguration };
    const before = structuredClone(item);
    expect(decodeTwiceEncoded(resourceType, item)).toStrictEqual({
      configuration: decoded,
      supplementaryConfiguration: supplementary,
    });
    expect(item).toEqual(before);
  });

  test("an inherited member is not copied into the item", () => {
    const configuration: object = Object.create({ Policy: TEXT });
    expect(decodeTwiceEncoded("AWS::SQS::Queue", { configuration, supplementaryConfiguration: {} })).toEqual({
      configuration: {},
      supplementaryConfiguration: {},
    });
  });
});
