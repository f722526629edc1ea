import { createHash } from "node:crypto";
import { canonicalJson } from "../../core/json.ts";
import type { StackResource, TemplateValue } from "../template.ts";
import type { NamedResource, StackContext, StackFunction } from "./context.ts";
import { loggingConfig } from "./logs.ts";
import { roleIdOf } from "./role.ts";
import { attribute, ref, settingText, substitute, tagList, type Intrinsic } from "./values.ts";

/** What tells functions of a stack apart. */
export interface FunctionFacts {
  readonly logicalId: string;
  readonly description: string;
  readonly handler: string;
  readonly codeParameter: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly reservedConcurrency?: number | undefined;
  readonly environment?: { readonly [name: string]: TemplateValue };
}

/** A Lambda function: unnamed, its code and what it runs on left to parameters. */
export function lambdaFunction(facts: FunctionFacts, { deployment }: StackContext): NamedResource {
  const { kmsKeyArn, vpc } = deployment;
  const { logicalId, reservedConcurrency } = facts;
  return [
    logicalId,
    {
      Type: "AWS::Lambda::Function",
      Properties: {
        Description: facts.description,
        Runtime: ref("Runtime"),
        Architectures: [ref("Architecture")],
        Handler: facts.handler,
        Code: { S3Bucket: substitute("${CodeBucketPrefix}-${AWS::Region}"), S3Key: ref(facts.codeParameter) },
        Role: attribute(roleIdOf(logicalId), "Arn"),
        Timeout: facts.timeoutSeconds,
        MemorySize: facts.memoryMb,
        ...(reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency }),
        ...environment({ ...texts(deployment.environment), ...facts.environment }),
        LoggingConfig: loggingConfig(logicalId),
        ...(kmsKeyArn === undefined ? {} : { KmsKeyArn: settingText(kmsKeyArn) }),
        ...(vpc === undefined ? {} : { VpcConfig: vpcConfig(vpc) }),
        ...tagList(deployment.tags),
      },
    },
  ];
}

/** The function that serves rules. */
export function ruleFunction(each: StackFunction, context: StackContext): NamedResource {
  const { logicalId, codeParameter, settings, name } = each;
  const description = `Judges resources by rules of conformance pack ${context.pack.name}: ${name}.`.slice(0, 256);
  return lambdaFunction({ logicalId, codeParameter, handler: "index.handler", description, ...settings }, context);
}

/**
 * A published version of a function. What is published never changes, so its logical id knows the code and the settings:
 * either one changed makes another version, and the pack names that one.
 */
export function publishedVersion([logicalId, resource]: NamedResource, codeHash: string): NamedResource {
  return [
    versionIdOf(logicalId, resource, codeHash),
    { Type: "AWS::Lambda::Version", Properties: { FunctionName: ref(logicalId) } },
  ];
}

/** The logical id of a function's version. */
export function versionIdOf(logicalId: string, { Properties }: StackResource, codeHash: string): string {
  const text = canonicalJson([codeHash, Properties]);
  return `${logicalId}Version${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
}

function texts(values: { readonly [name: string]: string } = {}): { readonly [name: string]: TemplateValue } {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, settingText(value)]));
}

function environment(values: { readonly [name: string]: TemplateValue }): Intrinsic {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length === 0 ? {} : { Environment: { Variables: Object.fromEntries(sorted) } };
}

function vpcConfig(vpc: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] }) {
  return { SubnetIds: vpc.subnetIds.map(settingText), SecurityGroupIds: vpc.securityGroupIds.map(settingText) };
}
