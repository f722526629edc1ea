import type { Said } from "./properties.ts";
import type { TreeObject } from "./tree.ts";
import { isUnknown, isValueList, type Value, type ValueObject } from "./value.ts";

/** A resource of a template, its functions worked out. */
export interface TemplateResource {
  readonly logicalId: string;
  readonly type: string;
  /** Of the logical id, from 1. */
  readonly line: number;
  readonly properties: ValueObject;
  /** Not under a condition, or under one that is true. */
  readonly isCertain: boolean;
}

/** What an adapter may need beside the resource. */
export interface AdapterContext {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  /** All resources of the template that may be deployed. */
  readonly resources: readonly TemplateResource[];
}

/** What an adapter makes of a resource. What it leaves out is not known. */
export interface Converted {
  readonly resourceId?: Said<string>;
  /** `null` for a type that has no names. */
  readonly resourceName?: Said<string> | null;
  readonly arn?: Said<string>;
  readonly configuration: TreeObject;
  readonly supplementaryConfiguration?: TreeObject;
}

/**
 * Turns a resource into what Config would record of it right after the deployment of this template. A property that the
 * template leaves out has a value only where AWS documents one that nothing else (a setting of the account or of the
 * network, a later default) can change.
 */
export interface Adapter {
  /** In templates and in Config. */
  readonly resourceType: string;
  /** Recorded in the Region `global`. */
  readonly isGlobal?: true;
  readonly convert: (resource: TemplateResource, context: AdapterContext) => Converted;
}

/** Whether a value names a resource, as far as is known. */
export type Named = "yes" | "no" | "maybe";

/** Tells whether `value` names a resource, by a reference to it or by the name that the template gives it. */
export function names(value: Value, resource: TemplateResource, name: Said<string>): Named {
  if (isUnknown(value)) {
    const { reference, mentions } = value;
    if (reference?.attribute === "Ref") return reference.logicalId === resource.logicalId ? "yes" : "no";
    // something unknown cannot be a name that the deployment makes up, unless it is made from it
    return mentions.has(resource.logicalId) || name !== undefined ? "maybe" : "no";
  }
  if (isUnknown(name)) return "maybe";
  return name !== undefined && value === name ? "yes" : "no";
}

/** Tells whether a resource of one of `types` may name this one in the list `property`. */
export function mayBeNamedIn(
  property: string,
  types: readonly string[],
  resource: TemplateResource,
  name: Said<string>,
  { resources }: AdapterContext,
): boolean {
  return resources
    .filter(({ type }) => types.includes(type))
    .some(({ properties }) => {
      const named = properties[property] ?? [];
      return (isValueList(named) ? named : [named]).some((value) => names(value, resource, name) !== "no");
    });
}
