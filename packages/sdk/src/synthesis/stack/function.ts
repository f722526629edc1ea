import type { TemplateValue } from "../template.ts";
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

function texts(values: { readonly [name: string]: string } = {}): { readonly [name: string]: TemplateValue } {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, settingText(value)]));
}

function environment(values: { readonly [name: string]: TemplateValue }): Intrinsic {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length === 0 ? {} : { Environment: { Variables: Object.fromEntries(sorted) } };
}

function vpcConfig(vpc: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] }) {
  // another order is the same network: a published version would not change with it
  const sorted = (ids: readonly string[]) => ids.toSorted().map(settingText);
  return { SubnetIds: sorted(vpc.subnetIds), SecurityGroupIds: sorted(vpc.securityGroupIds) };
}
