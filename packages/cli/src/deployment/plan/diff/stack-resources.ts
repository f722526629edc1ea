import { isObject, type JsonObject } from "@rulewright/sdk";
import { objectOf, type Side } from "./change.ts";

/** A resource of a stack's template. */
export interface StackResource {
  readonly type: string;
  readonly properties: JsonObject;
  /** Members beside the properties that decide over the resource's life. */
  readonly attributes: JsonObject;
}

/** Resources by logical id. */
export type StackResources = ReadonlyMap<string, StackResource>;

/**
 * The resources of a side's stack; nothing where it is not deployed as one, or where its template cannot be read. A
 * published version bears the hash of code and settings in its logical id, which is left out here and wherever something
 * refers to it.
 */
export function stackResources({ target, stackTemplate }: Side): StackResources | undefined {
  if (!stackTemplate || target.topology === "organization-pack") return undefined;
  const resources = Object.entries(objectOf(stackTemplate["Resources"]));
  const versions = new Map(
    resources.flatMap(([id, each]): [string, string][] =>
      isObject(each) && each["Type"] === "AWS::Lambda::Version"
        ? [[id, id.replace(/Version[0-9a-f]+$/, "Version")]]
        : [],
    ),
  );
  return new Map(
    resources.flatMap(([id, each]): [string, StackResource][] => {
      if (!isObject(each)) return [];
      const { Type, Properties, Condition, DeletionPolicy, UpdateReplacePolicy } = each;
      const properties = objectOf(renamed(objectOf(Properties), versions));
      const attributes = { Condition, DeletionPolicy, UpdateReplacePolicy };
      return [[versions.get(id) ?? id, { type: String(Type), properties, attributes }]];
    }),
  );
}

/** A value with texts replaced, wherever in it. */
function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((each) => renamed(each, names));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, renamed(each, names)]));
}
