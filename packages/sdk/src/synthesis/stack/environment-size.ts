import { isObject } from "../../core/json.ts";
import { longestFunctionArn } from "../deployed-size.ts";
import type { PackDeployment } from "../deployment.ts";
import type { StackResource } from "../template.ts";
import type { NamedResource } from "./context.ts";

/** CloudFormation names parameters so, with the logical id and twelve characters more. */
const PARAMETER_NAME = "CFN-".length + "-123456789012".length;
const LONGEST_STACK_NAME = 128;

/** What is said about a stack that its functions' environments may refer to. */
interface Stack {
  readonly resources: ReadonlyMap<string, StackResource>;
  readonly deployment: PackDeployment;
}

/**
 * The most bytes that the environment of any of a stack's functions can have once CloudFormation has filled it in: the
 * pack's own variables, and those that Rulewright adds. What dynamic references stand for is not known here.
 */
export function environmentBytes(resources: readonly NamedResource[], deployment: PackDeployment): number {
  const stack = { resources: new Map(resources), deployment };
  const sizes = resources.map(([, { Type, Properties }]) => {
    const environment = Type === "AWS::Lambda::Function" ? Properties["Environment"] : undefined;
    const variables = isObject(environment) && isObject(environment["Variables"]) ? environment["Variables"] : {};
    return Object.entries(variables).reduce(
      (sum, [name, value]) => sum + Buffer.byteLength(name) + longest(value, stack),
      0,
    );
  });
  return Math.max(0, ...sizes);
}

/** The bytes of the longest text that a value may become. */
function longest(value: unknown, stack: Stack): number {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (!isObject(value)) return 0;
  const { Ref: target, "Fn::GetAtt": attribute, "Fn::Join": join, "Fn::Sub": text } = value;
  if (typeof target === "string") return longestReference(target, stack);
  if (Array.isArray(attribute)) return longestReference(String(attribute[0]), stack);
  if (Array.isArray(join) && Array.isArray(join[1])) {
    const members: readonly unknown[] = join[1];
    const separators = Buffer.byteLength(String(join[0])) * Math.max(0, members.length - 1);
    return members.reduce((sum: number, member) => sum + longest(member, stack), separators);
  }
  return Buffer.byteLength(String(text).replaceAll("${AWS::StackName}", "s".repeat(LONGEST_STACK_NAME)));
}

function longestReference(logicalId: string, { resources, deployment }: Stack): number {
  if (resources.get(logicalId)?.Type === "AWS::SSM::Parameter") return PARAMETER_NAME + logicalId.length;
  return longestFunctionArn(deployment);
}
