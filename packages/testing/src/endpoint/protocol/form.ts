import type { NormalizedSchema } from "@smithy/core/schema";

interface FormNode {
  value: string | undefined;
  readonly children: Map<string, FormNode>;
}

const emptyNode = (): FormNode => ({ value: undefined, children: new Map() });

/** Members of the form itself, not of the operation. */
const ENVELOPE = new Set(["Action", "Version"]);

function toTree(form: URLSearchParams): FormNode {
  const root = emptyNode();
  for (const [key, value] of form) {
    if (ENVELOPE.has(key)) continue;
    let node = root;
    for (const part of key.split(".")) {
      const child = node.children.get(part) ?? emptyNode();
      node.children.set(part, child);
      node = child;
    }
    node.value = value;
  }
  return root;
}

/** The numbered children, in the order of their numbers. */
const numbered = ({ children }: FormNode): readonly FormNode[] =>
  [...children].sort(([left], [right]) => Number(left) - Number(right)).map(([, child]) => child);

function structSource(schema: NormalizedSchema, { children }: FormNode): Readonly<Record<string, unknown>> {
  const members = new Map<string, [string, NormalizedSchema]>();
  for (const [name, member] of schema.structIterator()) {
    members.set(member.getMergedTraits().xmlName ?? name, [name, member]);
  }
  const entries = [...children].map(([key, child]): [string, unknown] => {
    const [name, member] = members.get(key) ?? [];
    return name === undefined || member === undefined ? [key, child.value ?? {}] : [name, toSource(member, child)];
  });
  return Object.fromEntries(entries);
}

function listSource(schema: NormalizedSchema, node: FormNode): unknown {
  if (node.value !== undefined) return node.value === "" ? [] : node.value;
  const items = schema.getValueSchema();
  const name = items.getMergedTraits().xmlName ?? "member";
  const isFlat = schema.getMergedTraits().xmlFlattened !== undefined;
  const holder = isFlat ? node : (node.children.get(name) ?? emptyNode());
  return numbered(holder).map((item) => toSource(items, item));
}

function mapSource(schema: NormalizedSchema, node: FormNode): unknown {
  const isFlat = schema.getMergedTraits().xmlFlattened !== undefined;
  const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? "key";
  const values = schema.getValueSchema();
  const valueName = values.getMergedTraits().xmlName ?? "value";
  const holder = isFlat ? node : (node.children.get("entry") ?? emptyNode());
  return Object.fromEntries(
    numbered(holder).map(({ children }) => [
      children.get(keyName)?.value ?? "",
      toSource(values, children.get(valueName) ?? emptyNode()),
    ]),
  );
}

function toSource(schema: NormalizedSchema, node: FormNode): unknown {
  if (schema.isStructSchema()) return structSource(schema, node);
  if (schema.isListSchema()) return listSource(schema, node);
  if (schema.isMapSchema()) return mapSource(schema, node);
  return node.value;
}

/**
 * Unfolds a form, whose names are paths (`Parameters.member.1.ParameterKey`), into nested members.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function formMembers(schema: NormalizedSchema, form: URLSearchParams): Readonly<Record<string, unknown>> {
  const root = toTree(form);
  if (!schema.isUnitSchema()) return structSource(schema, root);
  return Object.fromEntries([...root.children].map(([name, { value }]) => [name, value]));
}
