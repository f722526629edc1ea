/** Rules that authors must be able to write, without an annotation or a cast: compiled, never run. */
import { ConfigServiceClient, DescribeConfigRulesCommand } from "@aws-sdk/client-config-service";
import { IAMClient, ListAccessKeysCommand, paginateListUsers } from "@aws-sdk/client-iam";
import {
  RESOURCE_ID,
  compliant,
  definePeriodicRule,
  defineRule,
  defineRunbook,
  each,
  nonCompliant,
  notApplicable,
  parameter,
  untyped,
  type AnyRule,
  type Aws,
} from "@rulewright/sdk";
import { defineConformancePack, managedRule, use } from "@rulewright/sdk/synthesis";
import { casesFor } from "@rulewright/testing";

/** Judged when an item changes. */
export const change = defineRule({
  name: "security-group-ports-closed",
  description: "Security groups leave the named ports closed.",
  severity: "HIGH",
  resourceTypes: ["AWS::EC2::SecurityGroup"],
  parameters: {
    ports: { type: "array", items: { type: "integer", minimum: 0 }, default: [22], description: "Ports to be closed." },
    protocol: { type: "string", enum: ["tcp", "udp"], description: "The protocol; either when unset." },
    blockedAddress: { type: "string", default: "0.0.0.0/0", description: "What the runbook shuts out." },
  },
  remediation: {
    runbook: "AWS-DisablePublicAccessForSecurityGroup",
    parameters: { GroupId: RESOURCE_ID, IpAddressToBlock: parameter("blockedAddress") },
  },
  evaluate({ configurationItem, parameters }) {
    const protocol: "tcp" | "udp" | undefined = parameters.protocol;
    const open = (configurationItem.configuration.ipPermissions ?? []).filter(
      ({ fromPort, ipProtocol }) =>
        parameters.ports.includes(fromPort ?? -1) && (protocol === undefined || ipProtocol === protocol),
    );
    return open.length === 0 ? compliant() : nonCompliant(`Open from port ${open[0]?.fromPort}.`);
  },
});

async function fetchKeys(aws: Aws, userName: string) {
  const { AccessKeyMetadata = [] } = await aws
    .client(IAMClient)
    .send(new ListAccessKeysCommand({ UserName: userName }));
  return AccessKeyMetadata.map((key) => ({ id: key.AccessKeyId ?? "", createdAt: key.CreateDate ?? new Date(0) }));
}

/** A change rule that needs more than the item: `collect` stands above `evaluate`. */
export const changeCollect = defineRule({
  name: "user-keys-young",
  description: "Access keys of IAM users are young.",
  severity: "MEDIUM",
  resourceTypes: ["AWS::IAM::User"],
  parameters: { maxAgeDays: { type: "integer", default: 90, description: "Days a key may be old." } },
  permissions: ["iam:ListAccessKeys"],
  collect: ({ configurationItem, aws }) => fetchKeys(aws, configurationItem.configuration.userName ?? ""),
  evaluate({ evidence, parameters, now }) {
    const old = evidence.filter(({ createdAt }) => +now - +createdAt > parameters.maxAgeDays * 86_400_000);
    return old.length === 0 ? compliant() : nonCompliant(`Old keys: ${old.map(({ id }) => id).join(", ")}.`);
  },
});

/** Without `list` the account is the subject. */
export const account = definePeriodicRule({
  name: "account-has-user",
  description: "The account has at least one IAM user.",
  severity: "LOW",
  schedule: "TwentyFour_Hours",
  scope: "global",
  resourceTypes: ["AWS::::Account"],
  permissions: ["iam:ListUsers"],
  async collect({ aws, account: { accountId } }) {
    for await (const page of paginateListUsers({ client: aws.client(IAMClient) }, {})) {
      if (page.Users?.[0]) return { accountId, user: page.Users[0].UserName };
    }
    return undefined;
  },
  evaluate: ({ evidence, subject }) =>
    evidence?.user ? compliant() : nonCompliant(`The account ${subject.resourceId} has no user.`),
});

/** `list` says what there is, `collect` looks at one: the subject keeps its own shape. */
export const listCollect = definePeriodicRule({
  name: "user-one-key",
  description: "Each IAM user has at most one access key.",
  severity: "MEDIUM",
  schedule: "TwentyFour_Hours",
  scope: "global",
  resourceTypes: ["AWS::IAM::User"],
  permissions: ["iam:ListUsers", "iam:ListAccessKeys"],
  async *list({ aws }) {
    for await (const page of paginateListUsers({ client: aws.client(IAMClient) }, {})) {
      for (const user of page.Users ?? []) yield { resourceId: user.UserId ?? "", userName: user.UserName ?? "" };
    }
  },
  collect: ({ aws, subject }) => fetchKeys(aws, subject.userName),
  evaluate({ subject, evidence }) {
    return evidence.length > 1 ? nonCompliant(`${subject.userName} has ${evidence.length} keys.`) : compliant();
  },
});

/** Everything is known from the listing, whose subjects are of two shapes. */
export const listOnly = definePeriodicRule({
  name: "identity-guarded",
  description: "The root user has MFA, and no user has many keys.",
  severity: "HIGH",
  schedule: "One_Hour",
  scope: "global",
  resourceTypes: ["AWS::IAM::User"],
  permissions: ["iam:GetCredentialReport"],
  async *list() {
    yield { resourceId: "root", kind: "root" as const, hasMfa: true };
    yield { resourceId: "AIDAEXAMPLE", kind: "user" as const, keyCount: 3 };
  },
  evaluate({ subject }) {
    if (subject.kind === "root") return subject.hasMfa ? compliant() : nonCompliant("The root user has no MFA.");
    return subject.keyCount > 2 ? nonCompliant(`The user has ${subject.keyCount} keys.`) : compliant();
  },
});

/** A change rule that also judges every recorded item on a schedule; the resource type narrows the configuration. */
export const hybrid = defineRule({
  name: "owner-known",
  description: "Buckets and users have a known owner.",
  severity: "INFORMATIONAL",
  schedule: "One_Hour",
  resourceTypes: ["AWS::IAM::User", "AWS::S3::Bucket"],
  permissions: ["iam:ListAccessKeys"],
  collect: async ({ configurationItem }) =>
    configurationItem.resourceType === "AWS::S3::Bucket"
      ? { kind: "bucket" as const, owner: configurationItem.configuration.owner?.id }
      : { kind: "user" as const, path: configurationItem.configuration.path },
  evaluate({ configurationItem, evidence }) {
    if (configurationItem.resourceType === "AWS::IAM::User") {
      const path: string | null | undefined = configurationItem.configuration.path;
      return path ? compliant() : notApplicable("The user has no path.");
    }
    const status = configurationItem.supplementaryConfiguration.BucketVersioningConfiguration?.status;
    if (evidence.kind === "user") return notApplicable();
    return evidence.owner ? compliant() : nonCompliant(`No owner; versioning is ${status}.`);
  },
});

/** A type that the catalogue does not know beside one that it does. */
export const uncatalogued = defineRule({
  name: "thing-named",
  description: "Things and buckets have a name.",
  severity: "LOW",
  resourceTypes: [untyped("AWS::New::Thing"), "AWS::S3::Bucket"],
  evaluate({ configurationItem: item }) {
    if (item.resourceType === "AWS::S3::Bucket")
      return item.configuration.name ? compliant() : nonCompliant("No name.");
    const name: unknown = item.configuration["name"];
    return typeof name === "string" ? compliant() : nonCompliant("The thing has no name.");
  },
});

/** The answer of an SDK call is evidence as it is. */
export const sdkAnswer = definePeriodicRule({
  name: "config-rules-present",
  description: "The account has Config rules.",
  severity: "LOW",
  schedule: "One_Hour",
  scope: "regional",
  resourceTypes: ["AWS::::Account"],
  permissions: ["config:DescribeConfigRules"],
  collect: ({ aws }) =>
    aws.client(ConfigServiceClient, { region: "eu-west-1" }).send(new DescribeConfigRulesCommand({})),
  evaluate: ({ evidence }) => (evidence.ConfigRules?.length ? compliant() : nonCompliant("There is no Config rule.")),
});

/** Values of which the catalogue does not know whether they are one or many are read with `each`. */
export const oneOrMany = defineRule({
  name: "bucket-error-document",
  description: "Buckets that serve a website have an error document.",
  severity: "LOW",
  resourceTypes: ["AWS::S3::Bucket"],
  evaluate({ configurationItem }) {
    const website = configurationItem.supplementaryConfiguration.BucketWebsiteConfiguration;
    const [first] = each(website?.errorDocument);
    return first?.endsWith(".html") ? compliant() : nonCompliant("There is no error document.");
  },
});

/** A runbook that belongs to a rule: which parameters there are, and of what kind, is known of the literal. */
export const ownRunbook = defineRunbook({
  description: "Turns versioning of a bucket on or off.",
  parameters: {
    BucketName: { type: "String", description: "The bucket." },
    State: { type: "String", allowedValues: ["Enabled", "Suspended"], default: "Enabled", description: "The state." },
    Retries: { type: "Integer", default: 3, description: "Attempts." },
    Notify: { type: "StringList", default: [], description: "Topics that are told." },
    Force: { type: "Boolean", description: "Whether to set it although it is set." },
    Tags: { type: "StringMap", default: { owner: "us" }, description: "Tags." },
  },
  steps: [
    {
      name: "Set",
      action: "aws:executeAwsApi",
      inputs: {
        Service: "s3",
        Api: "PutBucketVersioning",
        Bucket: "{{ BucketName }}",
        VersioningConfiguration: { Status: "{{ State }}" },
      },
      onFailure: "step:Pause",
    },
    { name: "Pause", action: "aws:sleep", inputs: { Duration: "PT5S" } },
    {
      name: "Verify",
      action: "aws:waitForAwsResourceProperty",
      timeoutSeconds: 60,
      inputs: {
        Service: "s3",
        Api: "GetBucketVersioning",
        Bucket: "{{ BucketName }}",
        PropertySelector: "$.Status",
        DesiredValues: ["{{ State }}"],
      },
    },
  ],
});

/** Its parameters are bound to the resource, to literals and to the rule's own. */
export const repaired = defineRule({
  name: "bucket-versioned",
  description: "Buckets keep versions.",
  severity: "LOW",
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: { topics: { type: "array", items: { type: "string" }, default: [], description: "Topics." } },
  remediation: {
    runbook: ownRunbook,
    parameters: {
      BucketName: RESOURCE_ID,
      State: "Suspended",
      Notify: parameter("topics"),
      Force: true,
      Tags: '{"a":"b"}',
    },
    permissions: [{ actions: ["s3:PutBucketVersioning"], resources: ["arn:*:s3:::*"] }],
  },
  evaluate: () => compliant(),
});

interface Folder {
  readonly name: string;
  readonly parent?: Folder;
  readonly folders: readonly Folder[];
  readonly accessedAt: Date | undefined;
}

async function fetchFolders(): Promise<{
  readonly root: Folder | null;
  readonly sizes: Readonly<Record<string, number>>;
}> {
  return { root: null, sizes: {} };
}

/** Evidence may refer to its own type, and have members that nobody knows beforehand. */
export const nested = defineRule({
  name: "bucket-folders-used",
  description: "Buckets have no folder that nobody uses.",
  severity: "LOW",
  resourceTypes: ["AWS::S3::Bucket"],
  permissions: ["s3:ListBucket"],
  collect: () => fetchFolders(),
  evaluate: ({ evidence: { root, sizes } }) =>
    root === null || sizes[root.name] !== undefined ? compliant() : nonCompliant(`Unused: ${root.name}.`),
});

/** Members by names that nobody knows beforehand are evidence as a whole, and so is a pair. */
export const record = defineRule({
  name: "bucket-tags-known",
  description: "Buckets have known tags.",
  severity: "LOW",
  resourceTypes: ["AWS::S3::Bucket"],
  permissions: ["s3:GetBucketTagging"],
  collect: async (): Promise<Record<string, readonly [Date, "a" | "b"]>> => ({}),
  evaluate: ({ evidence }) => (evidence["owner"]?.[1] === "a" ? compliant() : nonCompliant("No owner.")),
});

/** A rule that claims two types lists subjects that say which of them they are; their text need not be a literal. */
export const twoTypes = definePeriodicRule({
  name: "principals-named",
  description: "Users and groups have a name.",
  severity: "LOW",
  schedule: "One_Hour",
  scope: "global",
  resourceTypes: ["AWS::IAM::User", "AWS::IAM::Group"],
  permissions: ["iam:ListUsers", "iam:ListGroups"],
  async *list({ aws }) {
    for await (const page of paginateListUsers({ client: aws.client(IAMClient) }, {})) {
      yield* (page.Users ?? []).map((user) => ({ resourceId: user.UserId ?? "", resourceType: "AWS::IAM::User" }));
    }
    yield { resourceId: "AGPA", resourceType: "AWS::IAM::Group", name: "admins" };
  },
  evaluate: ({ subject }) =>
    "name" in subject ? compliant() : nonCompliant(`${subject.resourceType} without a name.`),
});

/** Defaults of every form. */
export const defaults = defineRule({
  name: "bucket-defaults",
  description: "Buckets are there.",
  severity: "LOW",
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: {
    days: { type: "integer", enum: [1, 2], default: 2, description: "Days." },
    ports: { type: "array", items: { type: "integer", enum: [22, 80] }, default: [80, 22], description: "Ports." },
    none: { type: "array", items: { type: "string" }, default: [], description: "None." },
    flag: { type: "boolean", default: false, description: "A flag." },
    computed: { type: "number", enum: [1, 2], default: Math.max(1, 2), description: "Computed." },
    needed: { type: "string", required: true, description: "Needed." },
  },
  evaluate: ({ parameters: { days, ports, none, flag, computed, needed } }) => {
    const values: readonly [1 | 2, readonly (22 | 80)[], readonly string[], boolean, number, string] = [
      days,
      ports,
      none,
      flag,
      computed,
      needed,
    ];
    return values.length > 0 ? compliant() : notApplicable();
  },
});

/** Every kind of rule is a rule among others. */
export const all: readonly AnyRule[] = [
  change,
  changeCollect,
  account,
  listCollect,
  listOnly,
  hybrid,
  uncatalogued,
  sdkAnswer,
  oneOrMany,
  repaired,
  nested,
  record,
  twoTypes,
  defaults,
];

export const pack = defineConformancePack({
  name: "authoring",
  rules: [
    use(change, { parameters: { ports: [22, 3389], protocol: "tcp" }, remediation: { automatic: true } }),
    use(account),
    managedRule("INCOMING_SSH_DISABLED"),
    managedRule("ACCESS_KEYS_ROTATED", { parameters: { maxAccessKeyAge: 90 }, schedule: "One_Hour" }),
    managedRule("ACCESS_KEYS_ROTATED", { name: "keys-rotated-text", parameters: { maxAccessKeyAge: "90" } }),
  ],
});

/** Tables of cases state what they are about, and nothing else. */
export function tables(): void {
  casesFor(change, [
    { when: "open", configuration: { ipPermissions: [{ fromPort: 22 }] }, expect: "NON_COMPLIANT", annotation: /22/ },
    { when: "set", configuration: {}, ruleParameters: { ports: "80,443" }, expect: "COMPLIANT" },
  ]);
  casesFor(changeCollect, [
    {
      when: "old",
      configuration: { userName: "alice" },
      evidence: [{ id: "AKIA", createdAt: new Date(0) }],
      expect: "NON_COMPLIANT",
      annotation: /AKIA/,
    },
  ]);
  casesFor(account, [{ when: "no user", expect: "NON_COMPLIANT", annotation: /no user/ }]);
  casesFor(listCollect, [
    { when: "no key", subject: { resourceId: "AIDA", userName: "alice" }, evidence: [], expect: "COMPLIANT" },
  ]);
  casesFor(nested, [{ when: "empty", evidence: { root: null, sizes: { a: 1 } }, expect: "COMPLIANT" }]);
  casesFor(record, [
    { when: "owned", evidence: { owner: [new Date(0), "a"] }, expect: "COMPLIANT" },
    { when: "not read", evidence: {}, expect: "ERROR", error: /no owner/ },
  ]);
  casesFor(twoTypes, [
    { when: "a user", subject: { resourceId: "AIDA", resourceType: "AWS::IAM::User" }, expect: "COMPLIANT" },
  ]);
  casesFor(defaults, [{ when: "short", ruleParameters: { needed: "n", days: "1" }, expect: "COMPLIANT" }]);
  casesFor(listOnly, [{ when: "root", subject: { resourceId: "r", kind: "root", hasMfa: true }, expect: "COMPLIANT" }]);
  casesFor(hybrid, [
    {
      when: "a bucket",
      resourceType: "AWS::S3::Bucket",
      configuration: { name: "b" },
      evidence: { kind: "bucket", owner: "o" },
      expect: "COMPLIANT",
    },
  ]);
  casesFor(uncatalogued, [
    { when: "a thing", resourceType: untyped("AWS::New::Thing"), configuration: { name: "n" }, expect: "COMPLIANT" },
  ]);
  const website = (errorDocument: string | readonly string[]) => ({ BucketWebsiteConfiguration: { errorDocument } });
  casesFor(oneOrMany, [
    { when: "one", supplementaryConfiguration: website("e.html"), expect: "COMPLIANT" },
    { when: "many", supplementaryConfiguration: website(["e.html"]), expect: "COMPLIANT" },
    {
      when: "none",
      supplementaryConfiguration: { BucketWebsiteConfiguration: { errorDocument: null } },
      expect: "NON_COMPLIANT",
      annotation: /no error document/,
    },
  ]);
}
