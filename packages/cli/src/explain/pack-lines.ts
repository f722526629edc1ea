import type { Bound } from "@rulewright/catalog/controls";
import type { ManagedRule, ManagedRuleParameter } from "@rulewright/catalog/managed-rules";
import type { AnyRule, ParameterSpec } from "@rulewright/sdk";
import { boundParameters } from "@rulewright/sdk/synthesis";
import { placeholderText } from "../item/placeholder-text.ts";
import { boundText, boundedSetting, elementsOf, meets, parameterBounds, type ControlBound } from "./bounds.ts";

/** What a pack module needs: imports, and the entries of its `rules`. */
export interface PackLines {
  readonly imports: readonly string[];
  /** Each ends with its comma. */
  readonly entries: readonly string[];
}

interface Setting {
  readonly name: string;
  /** TypeScript. */
  readonly value: string;
  readonly comment?: string;
}

const WIDTH = 90;

/** The entry of a managed rule: what AWS requires and what controls ask for is set. */
export function managedEntry(rule: ManagedRule, bounds: readonly ControlBound[]): string {
  const known = rule.parameters ?? [];
  // what one parameter cannot hold stands in several, beside what the console would fill in
  const several = bounds.filter(({ bound }) => bound.parameters.length > 1);
  const spread = boundParameters(
    several.map(({ bound }) => bound),
    known,
  );
  const settings = known.flatMap((parameter) => {
    const { name, kind } = parameter;
    if (spread[name] !== undefined) return { name, value: managedLiteral(kind, String(spread[name])) };
    return managedSetting(parameter, bounds) ?? [];
  });
  return entryText(`managedRule(${JSON.stringify(rule.identifier)}`, settings);
}

/** The entry of a rule of ours: what has no default, and what controls want otherwise than the default. */
export function customEntry(rule: AnyRule, bounds: readonly ControlBound[]): string {
  const settings = Object.entries(rule.parameters ?? {}).flatMap(
    ([name, spec]) => customSetting(name, spec, bounds) ?? [],
  );
  return entryText(`use(${camelCase(rule.name)}`, settings);
}

/** The lines of several entries. `installed` tells whether the rules are those of `@rulewright/rules`. */
export function packLines(
  custom: readonly { readonly rule: AnyRule; readonly bounds: readonly ControlBound[] }[],
  managed: readonly { readonly rule: ManagedRule; readonly bounds: readonly ControlBound[] }[],
  installed: boolean,
): PackLines {
  const functions = [...(managed.length > 0 ? ["managedRule"] : []), ...(custom.length > 0 ? ["use"] : [])];
  const names = custom.map(({ rule }) => camelCase(rule.name));
  return {
    imports: [
      ...(names.length > 0 && installed ? [`import { ${names.join(", ")} } from "@rulewright/rules";`] : []),
      ...(names.length > 0 && !installed
        ? names.map((name) => `// import ${name} from the module that exports it`)
        : []),
      ...(functions.length > 0 ? [`import { ${functions.join(", ")} } from "@rulewright/sdk/synthesis";`] : []),
    ],
    entries: [
      ...custom.map(({ rule, bounds }) => customEntry(rule, bounds)),
      ...managed.map(({ rule, bounds }) => managedEntry(rule, bounds)),
    ],
  };
}

/** `@rulewright/rules` exports each rule by this name. */
export function camelCase(name: string): string {
  return name.replaceAll(/-+(.)/g, (_whole, letter: string) => letter.toUpperCase());
}

function managedSetting(parameter: ManagedRuleParameter, bounds: readonly ControlBound[]): Setting | undefined {
  const { name, kind, required } = parameter;
  const bounded = settingByBounds(name, bounds);
  if (bounded) return { name, value: managedLiteral(kind, bounded.value), ...bounded.comment };
  if (required !== true) return undefined;
  if (parameter.default !== undefined)
    return { name, value: managedLiteral(kind, parameter.default), comment: "the console's default" };
  return { name, value: managedLiteral(kind, placeholderText(name)), comment: "set your own" };
}

function customSetting(name: string, spec: ParameterSpec, bounds: readonly ControlBound[]): Setting | undefined {
  const standard = spec.default;
  if (standard !== undefined && parameterBounds(bounds, name).every((bound) => meets(bound, standard)))
    return undefined;
  const bounded = settingByBounds(name, bounds);
  if (bounded) return { name, value: customLiteral(spec, bounded.value), ...bounded.comment };
  return spec.required
    ? { name, value: customLiteral(spec, placeholderText(name)), comment: "set your own" }
    : undefined;
}

interface Bounded {
  readonly value: Bound["value"];
  readonly comment: { readonly comment?: string };
}

/** A value that some of several parameters may carry is spread over them, one each. */
function settingByBounds(name: string, bounds: readonly ControlBound[]): Bounded | undefined {
  const shared = bounds.find(({ bound }) => bound.parameters.length > 1 && bound.parameters.includes(name));
  const setting = boundedSetting(parameterBounds(bounds, name));
  if (setting === undefined) return undefined;
  if (shared) {
    const value = elementsOf(setting.value)[shared.bound.parameters.indexOf(name)];
    return value === undefined ? undefined : { value, comment: {} };
  }
  const [other] = setting.others;
  if (other === undefined) return { value: setting.value, comment: {} };
  return {
    value: setting.value,
    comment: { comment: `${other.controls[0] ?? "another control"} wants ${boundText(other)}` },
  };
}

function managedLiteral(kind: ManagedRuleParameter["kind"], value: Bound["value"]): string {
  if (kind === "csv" && typeof value === "string" && !value.includes(",")) return JSON.stringify([value]);
  if (kind === "csv" && typeof value === "object") return listLiteral(value);
  if (kind === "boolean") return String(value) === "true" ? "true" : "false";
  if (kind === "integer" || kind === "number") return numberLiteral(value);
  return JSON.stringify(elementsOf(value).join(","));
}

function customLiteral(spec: ParameterSpec, value: Bound["value"]): string {
  if (spec.type === "boolean") return String(value) === "true" ? "true" : "false";
  if (spec.type === "string") return JSON.stringify(spec.enum?.[0] ?? elementsOf(value).join(","));
  if (spec.type !== "array") return numberLiteral(value, spec.minimum);
  return spec.items.type === "string"
    ? listLiteral(elementsOf(value))
    : `[${elementsOf(value)
        .map((each) => numberLiteral(each))
        .join(", ")}]`;
}

function numberLiteral(value: Bound["value"], fallback = 1): string {
  const number = Number(value);
  return String(Number.isFinite(number) ? number : fallback);
}

function listLiteral(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
}

function entryText(call: string, settings: readonly Setting[]): string {
  if (settings.length === 0) return `${call}),`;
  const members = settings.map(
    ({ name, value }) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}: ${value}`,
  );
  const line = `${call}, { parameters: { ${members.join(", ")} } }),`;
  if (line.length <= WIDTH && settings.every(({ comment }) => comment === undefined)) return line;
  const short = `  parameters: { ${members.join(", ")} },`;
  if (short.length <= WIDTH && settings.every(({ comment }) => comment === undefined))
    return [`${call}, {`, short, "}),"].join("\n");
  const lines = members.map((member, index) => {
    const comment = settings[index]?.comment;
    return `    ${member},${comment === undefined ? "" : ` // ${comment}`}`;
  });
  return [`${call}, {`, "  parameters: {", ...lines, "  },", "}),"].join("\n");
}
