import { RulewrightError, isObject, type JsonObject, type ParameterBound } from "@rulewright/sdk";
import { DEPLOYMENT_ERRORS } from "../errors.ts";

/** IAM actions on resources. */
export interface PermissionSet {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** What a control of the pack's framework demands of a rule's parameters. */
export interface ManifestBound extends ParameterBound {
  /** `cis-1.2.0/1.9`. */
  readonly control: string;
}

/** A rule as the manifest tells of it; only what deployment and comparison read. */
export interface ManifestRule {
  readonly name: string;
  readonly logicalId: string;
  readonly scope: "global" | "regional";
  /** Regions that have it; all where absent. */
  readonly regions?: readonly string[];
  /** The pack parameter that leaves the rule out of a Region. */
  readonly switch?: string;
  /** It needs a function of ours. */
  readonly isCustom: boolean;
  /** Of code, effective parameters and exemptions. */
  readonly hash?: string;
  readonly bounds: readonly ManifestBound[];
  readonly remediation?: { readonly automatic: boolean; readonly permissions: readonly PermissionSet[] };
}

/** A function's code as the stack takes it. */
export interface CodeParameter {
  /** The stack's parameter that names the code's key. */
  readonly parameter: string;
  /** File in the pack's folder. */
  readonly zip: string;
  /** Key in the buckets; it ends with the content's hash. */
  readonly key: string;
}

/** What deployment reads of `manifest.json`. */
export interface Manifest {
  readonly pack: string;
  readonly tool: string;
  readonly rules: readonly ManifestRule[];
  readonly functions: readonly { readonly name: string; readonly permissions: readonly string[] }[];
  /** Absent for packs that were written before there were stacks. */
  readonly stack?: {
    readonly template: string;
    readonly codeParameters: readonly CodeParameter[];
  };
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  /** The whole document, kept in the record of a publication. */
  readonly document: JsonObject;
}

/** Reads `manifest.json`. @throws RulewrightError `RW4005` for what is none; `where` names it. */
export function readManifest(document: unknown, where: string): Manifest {
  const unreadable = (what: string) =>
    new RulewrightError(DEPLOYMENT_ERRORS.ARTIFACTS_UNREADABLE, `${where} is no manifest of a pack: ${what}.`);
  if (!isObject(document)) throw unreadable("it is no JSON object");
  const pack = isObject(document["pack"]) ? textOf(document["pack"], "name") : undefined;
  if (pack === undefined) throw unreadable("it names no pack");
  const rules = objects(document["rules"]).map(readRule);
  if (rules.some((rule) => rule === undefined)) throw unreadable("a rule of it has no name");
  const stack = readStack(document["stack"]);
  return {
    pack,
    tool: textOf(document, "tool") ?? "",
    rules: rules.filter((rule) => rule !== undefined),
    functions: objects(document["functions"]).map((each) => ({
      name: textOf(each, "name") ?? "",
      permissions: texts(each["permissions"]),
    })),
    ...(stack ? { stack } : {}),
    files: objects(document["files"]).map((each) => ({
      path: textOf(each, "path") ?? "",
      sha256: textOf(each, "sha256") ?? "",
    })),
    document,
  };
}

function readRule(rule: JsonObject): ManifestRule | undefined {
  const name = textOf(rule, "name");
  if (name === undefined) return undefined;
  const remediation = rule["remediation"];
  const [regionSwitch, hash] = [textOf(rule, "switch"), textOf(rule, "hash")];
  return {
    name,
    logicalId: textOf(rule, "logicalId") ?? name,
    scope: rule["scope"] === "global" ? "global" : "regional",
    ...(Array.isArray(rule["regions"]) ? { regions: texts(rule["regions"]) } : {}),
    ...(regionSwitch === undefined ? {} : { switch: regionSwitch }),
    isCustom: textOf(rule, "rule") !== undefined,
    ...(hash === undefined ? {} : { hash }),
    bounds: objects(rule["bounds"]).flatMap((bound) => readBound(bound) ?? []),
    ...(isObject(remediation) ? { remediation: readRemediation(remediation) } : {}),
  };
}

function readRemediation(remediation: JsonObject): NonNullable<ManifestRule["remediation"]> {
  const permissions = objects(remediation["permissions"]).map((each) => ({
    actions: texts(each["actions"]),
    resources: texts(each["resources"]),
  }));
  return { automatic: remediation["automatic"] === true, permissions };
}

const OPERATORS = ["=", ">=", "<=", "in", "contains"] as const;

function readBound(bound: JsonObject): ManifestBound | undefined {
  const control = textOf(bound, "control");
  const op = OPERATORS.find((each) => each === bound["op"]);
  const stricter = (["higher", "lower"] as const).find((each) => each === bound["stricter"]);
  const { value } = bound;
  if (control === undefined || op === undefined || !isBoundValue(value)) return undefined;
  return { control, parameters: texts(bound["parameters"]), op, value, ...(stricter ? { stricter } : {}) };
}

function isBoundValue(value: unknown): value is ManifestBound["value"] {
  if (Array.isArray(value)) return value.every((each) => typeof each === "string");
  return typeof value === "boolean" || typeof value === "number" || typeof value === "string";
}

function readStack(stack: unknown): Manifest["stack"] {
  if (!isObject(stack)) return undefined;
  return {
    template: textOf(stack, "template") ?? "stack.template.yaml",
    codeParameters: objects(stack["codeParameters"]).map((each) => ({
      parameter: textOf(each, "parameter") ?? "",
      zip: textOf(each, "zip") ?? "",
      key: textOf(each, "key") ?? "",
    })),
  };
}

function textOf(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === "string" ? value : undefined;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
