import type { Template } from "./template.ts";

/** What functions of a template are resolved against. */
export interface Scope {
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, string>;
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
  readonly stackId: string;
  /** What `Ref` gives for a resource. */
  readonly reference: (logicalId: string) => string | undefined;
  /** What `Fn::GetAtt` gives for a resource. */
  readonly attribute: (logicalId: string, name: string) => string | undefined;
}

type Resolver = (argument: unknown, scope: Scope) => unknown;

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
const asText = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
const isTrue = (value: unknown) => value === true || value === "true";

const PSEUDO: Readonly<Record<string, (scope: Scope) => string | undefined>> = {
  "AWS::AccountId": ({ account }) => account,
  "AWS::Region": ({ region }) => region,
  "AWS::Partition": () => "aws",
  "AWS::URLSuffix": () => "amazonaws.com",
  "AWS::StackName": ({ stackName }) => stackName,
  "AWS::StackId": ({ stackId }) => stackId,
  "AWS::NoValue": () => undefined,
};

function ref(name: string, scope: Scope): unknown {
  const pseudo = Object.hasOwn(PSEUDO, name) ? PSEUDO[name] : undefined;
  if (pseudo !== undefined) return pseudo(scope);
  const value = scope.parameters.get(name);
  if (value === undefined) return scope.reference(name);
  const type = scope.template.parameters.get(name)?.type ?? "String";
  return type === "CommaDelimitedList" || type.startsWith("List<") ? value.split(",") : value;
}

function getAtt(argument: unknown, scope: Scope): unknown {
  const [logicalId = "", ...name] = typeof argument === "string" ? argument.split(".") : asList(argument).map(asText);
  return scope.attribute(logicalId, name.join("."));
}

function sub(argument: unknown, scope: Scope): string {
  const [text, own] = asList(argument);
  const variables: Readonly<Record<string, unknown>> = typeof own === "object" && own !== null ? { ...own } : {};
  return asText(text).replaceAll(/\$\{(!?)([^}]+)\}/g, (_match, isLiteral: string, name: string) => {
    if (isLiteral !== "") return `\${${name}}`;
    if (Object.hasOwn(variables, name)) return asText(resolve(variables[name], scope));
    return asText(name.includes(".") ? getAtt(name, scope) : ref(name, scope));
  });
}

function fnIf(argument: unknown, scope: Scope): unknown {
  const [condition, whenTrue, whenFalse] = asList(argument);
  return resolve(conditionHolds(asText(condition), scope) ? whenTrue : whenFalse, scope);
}

function findInMap(argument: unknown, scope: Scope): unknown {
  const path = asList(argument).map((part) => asText(resolve(part, scope)));
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === "object" && found !== null ? Object.entries(found).find(([k]) => k === key)?.[1] : undefined,
    scope.template.mappings,
  );
}

const FUNCTIONS: Readonly<Record<string, Resolver>> = {
  Ref: (argument, scope) => ref(asText(argument), scope),
  Condition: (argument, scope) => conditionHolds(asText(argument), scope),
  "Fn::GetAtt": getAtt,
  "Fn::Sub": sub,
  "Fn::If": fnIf,
  "Fn::FindInMap": findInMap,
  "Fn::Join": (argument, scope) => {
    const [separator, items] = asList(argument);
    return asList(resolve(items, scope)).map(asText).join(asText(separator));
  },
  "Fn::Select": (argument, scope) => {
    const [index, items] = asList(argument);
    return asList(resolve(items, scope))[Number(asText(index))];
  },
  "Fn::Split": (argument, scope) => {
    const [separator, text] = asList(argument);
    return asText(resolve(text, scope)).split(asText(separator));
  },
  "Fn::Equals": (argument, scope) => {
    const [left, right] = asList(argument).map((side) => asText(resolve(side, scope)));
    return left === right;
  },
  "Fn::Not": (argument, scope) => !isTrue(resolve(asList(argument)[0], scope)),
  "Fn::And": (argument, scope) => asList(argument).every((part) => isTrue(resolve(part, scope))),
  "Fn::Or": (argument, scope) => asList(argument).some((part) => isTrue(resolve(part, scope))),
};

/**
 * Resolves the functions in a value; members that come to nothing (`AWS::NoValue`) are left out. A function that is
 * not known here stays as it is.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== undefined);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [[name, argument] = [""]] = entries;
  const call = entries.length === 1 && Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (call !== undefined) return call(argument, scope);
  const resolved = entries.map(([key, member]): [string, unknown] => [key, resolve(member, scope)]);
  return Object.fromEntries(resolved.filter(([, member]) => member !== undefined));
}

/** Tells whether a condition of the template holds; one that is not there does not. */
export function conditionHolds(name: string, scope: Scope): boolean {
  const { conditions } = scope.template;
  return Object.hasOwn(conditions, name) && isTrue(resolve(conditions[name], scope));
}
