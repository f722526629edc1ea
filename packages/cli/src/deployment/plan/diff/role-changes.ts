import { isObject, type JsonObject } from "@rulewright/sdk";
import type { Manifest } from "../manifest.ts";
import { change, named, objectOf, type Change, type Side } from "./change.ts";
import { stackResources, type StackResources } from "./stack-resources.ts";
import { valueText } from "./values.ts";

type Roles = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * What differs in what roles may do: of those that were there as the stack's templates say, with what a key or a network
 * takes; of new ones, or without the templates, what the pack's rules declare.
 */
export function roleChanges(before: Side, after: Side): Change[] {
  const [old, now] = [declaredRoles(before.release.manifest), declaredRoles(after.release.manifest)];
  const [stack, newStack] = [stackResources(before), stackResources(after)];
  if (!stack || !newStack) return changesBetween(old, now);
  const [deployed, newDeployed] = [rolesOf(stack, before), rolesOf(newStack, after)];
  if (deployed.size + newDeployed.size === 0) return changesBetween(old, now);
  const isNew = ([role]: readonly [string, unknown]) => !old.has(role);
  const wasThere = ([role]: readonly [string, unknown]) => deployed.has(role);
  return [
    ...changesBetween(new Map(), new Map([...now].filter(isNew))),
    ...changesBetween(deployed, new Map([...newDeployed].filter(wasThere))),
  ];
}

/** Roles to which the same is given, or from which it is taken, in one line. */
function changesBetween(old: Roles, now: Roles): Change[] {
  const [widened, narrowed] = [new Map<string, string[]>(), new Map<string, string[]>()];
  const note = (to: Map<string, string[]>, role: string, permissions: readonly string[]) => {
    if (permissions.length === 0) return;
    const text = permissions.join(", ");
    to.set(text, [...(to.get(text) ?? []), role]);
  };
  for (const [role, permissions] of now) {
    const had = old.get(role) ?? new Set<string>();
    note(
      widened,
      role,
      [...permissions].filter((each) => !had.has(each)),
    );
    note(
      narrowed,
      role,
      [...had].filter((each) => !permissions.has(each)),
    );
  }
  return [
    ...[...widened].map(([text, roles]) =>
      change("role-widened", named(roles), `${named(roles)} may also ${text}`, true),
    ),
    ...[...narrowed].map(([text, roles]) =>
      change("role-narrowed", named(roles), `${named(roles)} may no longer ${text}`),
    ),
  ];
}

const ofFunction = (name: string) => `the role of function ${name}`;
const ofRemediation = (name: string) => `the remediation role of ${name}`;

/** Each role's permissions as texts, as the manifest declares them; a resource other than `*` is part of the text. */
function declaredRoles({ functions, rules }: Manifest): Roles {
  const ofFunctions = functions.map(({ name, permissions }): [string, Set<string>] => [
    ofFunction(name),
    new Set(permissions),
  ]);
  const ofRemediations = rules.flatMap(({ name, remediation }): [string, Set<string>][] => {
    if (!remediation) return [];
    const texts = remediation.permissions.flatMap(({ actions, resources }) => permissionTexts(actions, resources));
    return [[ofRemediation(name), new Set(texts)]];
  });
  return new Map([...ofFunctions, ...ofRemediations]);
}

/** The same of the roles of a stack's template. */
function rolesOf(resources: StackResources, { release }: Side): Roles {
  const { rules, stack } = release.manifest;
  const names = new Map(rules.map(({ name, logicalId }) => [`${logicalId}RemediationRole`, ofRemediation(name)]));
  for (const { parameter, function: name } of stack?.codeParameters ?? []) {
    if (name !== undefined) names.set(`${parameter.replace(/CodeKey$/, "")}FunctionRole`, ofFunction(name));
  }
  const roles = [...resources].flatMap(([id, { type, properties }]): [string, Set<string>][] => {
    if (type !== "AWS::IAM::Role") return [];
    return [[names.get(id) ?? `the role ${id}`, new Set(policyTexts(properties["Policies"]))]];
  });
  return new Map(roles);
}

function policyTexts(policies: unknown): string[] {
  return listOf(policies).flatMap((policy) => {
    const document = objectOf(objectOf(policy)["PolicyDocument"]);
    return listOf(document["Statement"]).filter(isObject).flatMap(statementTexts);
  });
}

function statementTexts(statement: JsonObject): string[] {
  const { Sid: _sid, Effect, Action, Resource, ...others } = statement;
  if (Effect !== "Allow" || Object.keys(others).length > 0) return [`do as ${valueText(statement)} says`];
  return permissionTexts(listOf(Action).map(String), listOf(Resource).map(resourceText));
}

function permissionTexts(actions: readonly string[], resources: readonly string[]): string[] {
  return actions.flatMap((action) => resources.map((each) => (each === "*" ? action : `${action} on ${each}`)));
}

function resourceText(resource: unknown): string {
  return typeof resource === "string" ? resource : valueText(resource);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
