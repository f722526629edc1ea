/** How a difference of a stack's resource is told. */
export interface Words {
  /** What differs: `timeout in seconds`. */
  readonly what: string;
  /** Takes a guard away when it was there and differs now, or when nothing is left of it. */
  readonly guards?: "always" | "when-unset";
  readonly kind?: "boundary-changed" | "alarms-removed";
  /** Values are not for everybody's eyes. */
  readonly isPrivate?: true;
}

/** What people call types of resources. */
const TYPES: Readonly<Record<string, string>> = {
  "AWS::CloudWatch::Alarm": "alarm",
  "AWS::Config::ConformancePack": "pack",
  "AWS::Events::Rule": "event rule",
  "AWS::IAM::Role": "role",
  "AWS::Lambda::EventInvokeConfig": "invocation settings",
  "AWS::Lambda::Function": "function",
  "AWS::Lambda::Permission": "permission",
  "AWS::Lambda::Version": "published version",
  "AWS::Logs::LogGroup": "log group",
  "AWS::SQS::Queue": "queue",
  "AWS::SSM::Document": "runbook",
  "AWS::SSM::Parameter": "SSM parameter",
};

/** A resource's type as people call it. */
export function typeWord(type: string): string {
  return TYPES[type] ?? type;
}

const KEY: Words = { what: "encryption key", guards: "when-unset" };

/** Properties that people have a word for, by type and path; a longer path has the word of its beginning. */
const PROPERTIES: Readonly<Record<string, Words>> = {
  "AWS::CloudWatch::Alarm AlarmActions": { what: "topic of alarms", guards: "when-unset", kind: "alarms-removed" },
  "AWS::CloudWatch::Alarm Threshold": { what: "threshold" },
  "AWS::IAM::Role AssumeRolePolicyDocument": { what: "trust policy", guards: "always" },
  "AWS::IAM::Role Path": { what: "path of roles" },
  "AWS::IAM::Role PermissionsBoundary": { what: "permissions boundary", guards: "always", kind: "boundary-changed" },
  "AWS::Lambda::EventInvokeConfig MaximumEventAgeInSeconds": { what: "longest age of events in seconds" },
  "AWS::Lambda::EventInvokeConfig MaximumRetryAttempts": { what: "retries" },
  "AWS::Lambda::Function Environment": { what: "environment", isPrivate: true },
  "AWS::Lambda::Function KmsKeyArn": KEY,
  "AWS::Lambda::Function MemorySize": { what: "memory in MB" },
  "AWS::Lambda::Function ReservedConcurrentExecutions": { what: "reserved concurrency" },
  "AWS::Lambda::Function Timeout": { what: "timeout in seconds" },
  "AWS::Lambda::Function VpcConfig": { what: "VPC", guards: "when-unset" },
  "AWS::Logs::LogGroup KmsKeyId": KEY,
  "AWS::Logs::LogGroup RetentionInDays": { what: "log retention in days" },
  "AWS::SQS::Queue KmsMasterKeyId": KEY,
};

/** The words for a property: its own, or its path. */
export function wordsFor(type: string, path: readonly string[]): Words {
  const [first = "", second, ...rest] = path;
  if (first === "Tags") return { what: "tags" };
  const words = PROPERTIES[`${type} ${first}`];
  if (words === undefined) return { what: path.join(".") };
  const isDeeper = second !== undefined && !/^\d+$/.test(second);
  if (first === "Environment" && rest.length > 0) return { ...words, what: `environment variable ${rest.join(".")}` };
  return isDeeper && first === "VpcConfig" ? { ...words, what: `${words.what} (${second})` } : words;
}
