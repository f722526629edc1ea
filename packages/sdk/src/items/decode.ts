import { isObject } from "../core/json.ts";

/**
 * Where Config puts JSON text inside a string, by resource type: policies mostly. `[]` stands for every element.
 * Strings that users write (descriptions, names, tags) are never parsed, however much they look like JSON.
 */
const ENCODED: Readonly<Record<string, readonly string[]>> = {
  "AWS::ECR::Repository": ["configuration.LifecyclePolicy.LifecyclePolicyText", "configuration.RepositoryPolicyText"],
  "AWS::Elasticsearch::Domain": ["configuration.accessPolicies"],
  "AWS::IAM::Group": ["configuration.groupPolicyList.[].policyDocument"],
  "AWS::IAM::Policy": ["configuration.policyVersionList.[].document"],
  "AWS::IAM::Role": ["configuration.assumeRolePolicyDocument", "configuration.rolePolicyList.[].policyDocument"],
  "AWS::IAM::User": ["configuration.userPolicyList.[].policyDocument"],
  "AWS::KMS::Key": ["supplementaryConfiguration.Policy"],
  "AWS::Lambda::Function": ["supplementaryConfiguration.Policy"],
  "AWS::S3::Bucket": [
    "supplementaryConfiguration.AccessControlList",
    "supplementaryConfiguration.BucketPolicy.policyText",
  ],
  "AWS::SNS::Topic": ["configuration.Policy", "configuration.EffectiveDeliveryPolicy"],
  "AWS::SQS::Queue": ["configuration.Policy"],
};

const ENCODED_PATHS: ReadonlyMap<string, readonly (readonly string[])[]> = new Map(
  Object.entries(ENCODED).map(([type, paths]) => [type, paths.map((path) => path.split("."))]),
);

/** The two parts of an item whose values may be encoded twice. */
export interface Encoded {
  readonly configuration: unknown;
  readonly supplementaryConfiguration: unknown;
}

/** Parses the values of an item that Config encodes twice; text that is no JSON stays as it is. */
export function decodeTwiceEncoded<T extends Encoded>(resourceType: string, item: T): T {
  const paths = ENCODED_PATHS.get(resourceType);
  return paths ? paths.reduce((decoded, path) => replaceAt(decoded, path), item) : item;
}

/** A copy of `value` with the string at `path` parsed; `value` itself where there is nothing to parse. */
function replaceAt<T>(value: T, path: readonly string[]): T;
function replaceAt(value: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return typeof value === "string" ? parseEncoded(value) : value;
  if (key === "[]") return Array.isArray(value) ? value.map((member: unknown) => replaceAt(member, rest)) : value;
  if (!isObject(value) || !Object.hasOwn(value, key)) return value;
  const replaced = replaceAt(value[key], rest);
  return replaced === value[key] ? value : { ...value, [key]: replaced }; // most hold nothing to decode
}

/** The bracket that URL-encoded JSON begins with, after white space as it was written, encoded or not. */
const URL_ENCODED = /^(?:%(?:20|09|0[ad])|\s)*%[57]B/i;

/** JSON text, plain or URL-encoded (IAM's policy documents), or the text itself. */
export function parseEncoded(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(URL_ENCODED.test(text) ? decodeURIComponent(text) : text);
    return typeof parsed === "object" && parsed !== null ? parsed : text;
  } catch {
    return text;
  }
}
