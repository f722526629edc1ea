import type { Decoded, Many, OpenObject, ResourceType, ResourceTypes } from "@rulewright/catalog";

declare const group: ResourceTypes["AWS::EC2::SecurityGroup"]["configuration"];
declare const bucket: ResourceTypes["AWS::S3::Bucket"]["supplementaryConfiguration"];
declare const role: ResourceTypes["AWS::IAM::Role"]["configuration"];
declare const queue: ResourceTypes["AWS::SQS::Queue"]["configuration"];
declare const profile: ResourceTypes["AWS::IAM::InstanceProfile"]["configuration"];
declare const account: ResourceTypes["AWS::::Account"]["configuration"];

// A known property is there, may be missing or null, and has its type.
export const groupId: string | null | undefined = group.groupId;
export const ports: readonly (number | null | undefined)[] = (group.ipPermissions ?? []).map(
  (permission) => permission.fromPort,
);
export const ranges: readonly string[] = group.ipPermissions?.[0]?.ipRanges ?? [];
// @ts-expect-error it may be null
export const certain: string = group.groupId;
// @ts-expect-error it is a string
export const wrongKind: number | null | undefined = group.groupId;

// An unknown property is an error, also in deep places and in what samples show under another name.
// @ts-expect-error no such property
void group.groupID;
// @ts-expect-error no such property
void group.ipPermissions?.[0]?.portRange;
// @ts-expect-error the property is camelCase
void group.GroupId;

// Configuration is read, never written.
// @ts-expect-error read-only
group.groupId = "sg-1";
// @ts-expect-error read-only
group.ipPermissions?.push({});

// Where nobody knows whether a value is an array, nothing can be read from it directly.
declare const many: Many<{ readonly status?: string | null }>;
// @ts-expect-error not a member of Many
void many.status;
// @ts-expect-error not an array either
void many[0];
const rule = bucket.BucketLifecycleConfiguration?.rules?.[0];
// @ts-expect-error prefix is Many<string>
void rule?.prefix?.length;
// @ts-expect-error prefix is Many<string>
export const prefix: string | null | undefined = rule?.prefix;
export const undecided: Many<string> | null | undefined = rule?.prefix;

// Booleans and dates are read as scalars even where no source proves it.
export const mfaDelete: boolean | null | undefined = bucket.BucketVersioningConfiguration?.isMfaDeleteEnabled;

// Encoded documents arrive decoded, or as the text that could not be decoded.
export const policy: Decoded<OpenObject> | null | undefined = bucket.BucketPolicy?.policyText;
export const inline: Decoded<OpenObject> | null | undefined = role.rolePolicyList?.[0]?.policyDocument;
if (typeof policy === "object" && policy !== null) void policy["Statement"];

// Sources that disagree give a union.
export const delay: number | string | null | undefined = queue.DelaySeconds;

// A type without a tree is open; the account has no configuration at all.
export const anything: unknown = profile["InstanceProfileName"];
// @ts-expect-error nothing is in there
export const nothing: string = account["anything"];

// The list of types is closed.
export const known: ResourceType = "AWS::::Account";
// @ts-expect-error a typo
export const typo: ResourceType = "AWS::EC2::SecurityGroups";
