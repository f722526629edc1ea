import { createHash } from "node:crypto";
import { canonicalJson, isObject } from "../../core/json.ts";
import type { StackResource, TemplateValue } from "../template.ts";
import type { NamedResource } from "./context.ts";
import { ref } from "./values.ts";

/**
 * A published version of a function. What is published never changes, so its logical id knows the code, the settings and
 * what may be replaced behind them: any of these changed makes another version, and the pack names that one.
 * @param resources - What of the stack the function may refer to.
 */
export function publishedVersion(
  [logicalId, resource]: NamedResource,
  codeHash: string,
  resources: readonly NamedResource[],
): NamedResource {
  return [
    `${logicalId}Version${versionHash(resource, codeHash, new Map(resources))}`,
    { Type: "AWS::Lambda::Version", Properties: { FunctionName: ref(logicalId) } },
  ];
}

/**
 * Properties of a function that belong to all its versions. Lambda publishes nothing where only they changed, and
 * CloudFormation fails on a version that is not published.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
 */
const OF_ALL_VERSIONS: ReadonlySet<string> = new Set(["ReservedConcurrentExecutions", "Tags"]);

/**
 * Properties whose change makes CloudFormation replace a resource that a function refers to. The reference reads as
 * before, yet a published version holds the ARN of the resource that goes.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html
 */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  "AWS::IAM::Role": ["Path", "RoleName"],
  "AWS::Logs::LogGroup": ["LogGroupName"],
};

function versionHash(
  { Properties }: StackResource,
  codeHash: string,
  resources: ReadonlyMap<string, StackResource>,
): string {
  const published = chosen(Properties, (name) => !OF_ALL_VERSIONS.has(name));
  const text = canonicalJson([codeHash, published, ...replacements(published, resources)]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** What decides whether the resources that a value refers to are replaced; those that nothing replaces are left out. */
function replacements(value: TemplateValue, resources: ReadonlyMap<string, StackResource>): TemplateValue[] {
  return [...new Set(referencesOf(value))].sort().flatMap((logicalId): TemplateValue[] => {
    const resource = resources.get(logicalId);
    if (!resource) return []; // a parameter, or the stack's own account and Region
    // of a type that is not known here any property may be the one
    const names = REPLACING[resource.Type] ?? Object.keys(resource.Properties);
    const replacing = chosen(resource.Properties, (name) => names.includes(name));
    return Object.keys(replacing).length === 0 ? [] : [{ [logicalId]: replacing }];
  });
}

function chosen(properties: StackResource["Properties"], isChosen: (name: string) => boolean) {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => isChosen(name)));
}

/** What `Ref`, `Fn::GetAtt` and `Fn::Sub` of a value name. */
function* referencesOf(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const member of value) yield* referencesOf(member);
  if (!isObject(value)) return;
  for (const [key, member] of Object.entries(value)) {
    const first: unknown = Array.isArray(member) ? member[0] : member;
    if (typeof first === "string") {
      if (key === "Ref" || key === "Fn::GetAtt") yield first;
      if (key === "Fn::Sub") for (const [, name = ""] of first.matchAll(/\$\{([A-Za-z0-9]+)/g)) yield name;
    }
    yield* referencesOf(member);
  }
}
