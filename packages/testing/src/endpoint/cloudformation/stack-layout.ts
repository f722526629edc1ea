import { conditionHolds, resolve, type Scope } from "./intrinsics.ts";
import { physicalName, resourceArn, resourceReference } from "./physical-ids.ts";
import type { ResourceChange, StackContent, StackResourceRow, StoredStack } from "./stored-stack.ts";

type Owner = Pick<StoredStack, "id" | "name" | "account" | "region">;

/** What a stack's resources and outputs come to. */
export interface StackLayout {
  readonly resources: ReadonlyMap<string, Omit<StackResourceRow, "status" | "statusReason" | "timestamp">>;
  readonly outputs: StoredStack["outputs"];
}

const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value ?? ""));

function scopeOf(owner: Owner, { template, parameters }: StackContent): Scope {
  const nameOf = (logicalId: string) => {
    const resource = template.resources.get(logicalId);
    return resource && { type: resource.type, name: physicalName(logicalId, {}, owner) };
  };
  const named = (logicalId: string) => {
    const resource = template.resources.get(logicalId);
    const found = nameOf(logicalId);
    if (resource === undefined || found === undefined) return undefined;
    const own = resolve(resource.properties, scope);
    const properties = typeof own === "object" && own !== null ? { ...own } : {};
    return { ...found, name: physicalName(logicalId, properties, owner) };
  };
  // A name may be made of other resources' names; one that leads back to itself ends at the made-up name.
  const underWay = new Set<string>();
  const guarded = (logicalId: string) => {
    if (underWay.has(logicalId)) return nameOf(logicalId);
    underWay.add(logicalId);
    try {
      return named(logicalId);
    } finally {
      underWay.delete(logicalId);
    }
  };
  const scope: Scope = {
    template,
    parameters,
    account: owner.account,
    region: owner.region,
    stackName: owner.name,
    stackId: owner.id,
    reference: (logicalId) => {
      const found = guarded(logicalId);
      return found && resourceReference(found.type, found.name, owner);
    },
    attribute: (logicalId, name) => {
      const found = guarded(logicalId);
      return found && (name === "Arn" ? resourceArn(found.type, found.name, owner) : `${found.name}.${name}`);
    },
  };
  return scope;
}

/** Resolves a stack's resources and outputs; what stands under a condition that does not hold is left out. */
export function layOut(owner: Owner, content: StackContent): StackLayout {
  const scope = scopeOf(owner, content);
  const isThere = ({ condition }: { condition: string | undefined }) =>
    condition === undefined || conditionHolds(condition, scope);
  const resources = new Map(
    [...content.template.resources]
      .filter(([, resource]) => isThere(resource))
      .map(([logicalId, { type, properties }]) => {
        const resolved = resolve(properties, scope);
        const own = typeof resolved === "object" && resolved !== null ? { ...resolved } : {};
        const physicalId = resourceReference(type, physicalName(logicalId, own, owner), owner);
        return [logicalId, { logicalId, type, physicalId, properties: own }];
      }),
  );
  const outputs = [...content.template.outputs]
    .filter(([, output]) => isThere(output))
    .map(([key, { value, description, exportName }]) => ({
      key,
      value: textOf(resolve(value, scope)),
      description,
      exportName: exportName === undefined ? undefined : textOf(resolve(exportName, scope)),
    }));
  return { resources, outputs };
}

function changedProperties(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** Compares what a stack has with what it shall have. */
export function changesBetween(
  before: ReadonlyMap<string, StackResourceRow>,
  after: StackLayout["resources"],
): readonly ResourceChange[] {
  const changes: ResourceChange[] = [];
  for (const { logicalId, type, properties } of after.values()) {
    const existing = before.get(logicalId);
    if (existing === undefined) {
      changes.push({ action: "Add", logicalId, physicalId: undefined, type, properties: [] });
      continue;
    }
    const changed = changedProperties(existing.properties, properties);
    if (changed.length === 0) continue;
    changes.push({ action: "Modify", logicalId, physicalId: existing.physicalId, type, properties: changed });
  }
  for (const { logicalId, physicalId, type } of before.values()) {
    if (!after.has(logicalId)) changes.push({ action: "Remove", logicalId, physicalId, type, properties: [] });
  }
  return changes;
}
