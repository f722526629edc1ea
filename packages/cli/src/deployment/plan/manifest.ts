import { RulewrightError, isObject, type JsonObject, type ParameterBound } from "@rulewright/sdk";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import { readParameterForm, type ParameterForm } from "./parameter-form.ts";

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

/** An exemption that a rule's function knows of. */
export interface ManifestExemption {
  readonly id: string;
  /** What it covers, and until when. */
  readonly covers: JsonObject;
}

/** How a rule is remedied. */
export interface ManifestRemediation {
  readonly automatic: boolean;
  readonly permissions: readonly PermissionSet[];
  /** Parameters of the runbook that a secret of the rule is handed to. */
  readonly secrets: readonly string[];
  /** The rule's own runbook, in the stack and as a file; its hash is absent where the file is not listed. */
  readonly runbook?: { readonly logicalId: string; readonly sha256?: string };
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
  /** Hash of the code alone. */
  readonly code?: string;
  readonly onError?: string;
  /** Names of its secret parameters. */
  readonly secrets: readonly string[];
  /** Absent where an earlier version wrote the manifest. */
  readonly exemptions?: { readonly exemptAs?: string; readonly entries: readonly ManifestExemption[] };
  readonly bounds: readonly ManifestBound[];
  readonly remediation?: ManifestRemediation;
}

/** A function's code as the stack takes it. */
export interface CodeParameter {
  /** The stack's parameter that names the code's key. */
  readonly parameter: string;
  /** The function's name: `change`, `periodic` or a rule's. */
  readonly function?: string;
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
    /** What rules of our own take for the parameters that a deployment sets. */
    readonly forms: readonly ParameterForm[];
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
  const files = readFiles(document["files"]);
  const rules = objects(document["rules"]).map((rule) => readRule(rule, files));
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
    files,
    document,
  };
}

function readFiles(files: unknown): Manifest["files"] {
  return objects(files).map((each) => ({ path: textOf(each, "path") ?? "", sha256: textOf(each, "sha256") ?? "" }));
}

function readRule(rule: JsonObject, files: Manifest["files"]): ManifestRule | undefined {
  const name = textOf(rule, "name");
  if (name === undefined) return undefined;
  const remediation = rule["remediation"];
  const regionSwitch = textOf(rule, "switch");
  const exemptions = readExemptions(rule["exemptions"]);
  return {
    name,
    logicalId: textOf(rule, "logicalId") ?? name,
    scope: rule["scope"] === "global" ? "global" : "regional",
    ...(Array.isArray(rule["regions"]) ? { regions: texts(rule["regions"]) } : {}),
    ...(regionSwitch === undefined ? {} : { switch: regionSwitch }),
    isCustom: textOf(rule, "rule") !== undefined,
    ...textMembers(rule, ["hash", "code", "onError"]),
    secrets: texts(rule["secretParameters"]),
    ...(exemptions ? { exemptions } : {}),
    bounds: objects(rule["bounds"]).flatMap((bound) => readBound(bound) ?? []),
    ...(isObject(remediation) ? { remediation: readRemediation(remediation, rule, files) } : {}),
  };
}

function readExemptions(exemptions: unknown): ManifestRule["exemptions"] {
  if (!isObject(exemptions)) return undefined;
  const entries = objects(exemptions["entries"]).map(({ id, ...covers }) => ({ id: String(id), covers }));
  return { ...textMembers(exemptions, ["exemptAs"]), entries };
}

function readRemediation(remediation: JsonObject, rule: JsonObject, files: Manifest["files"]): ManifestRemediation {
  const permissions = objects(remediation["permissions"]).map((each) => ({
    actions: texts(each["actions"]),
    resources: texts(each["resources"]),
  }));
  const logicalId = textOf(remediation, "runbookLogicalId");
  const file = files.find(({ path }) => path === textOf(remediation, "runbookFile"));
  return {
    automatic: remediation["automatic"] === true,
    permissions,
    secrets: texts(rule["secretRunbookParameters"]),
    ...(logicalId === undefined ? {} : { runbook: { logicalId, ...(file ? { sha256: file.sha256 } : {}) } }),
  };
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
      ...textMembers(each, ["function"]),
      zip: textOf(each, "zip") ?? "",
      key: textOf(each, "key") ?? "",
    })),
    forms: objects(stack["forms"]).flatMap((each) => readParameterForm(each) ?? []),
  };
}

function textOf(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === "string" ? value : undefined;
}

/** Those of an object's members that are texts. */
function textMembers<Key extends string>(object: JsonObject, keys: readonly Key[]): { readonly [key in Key]?: string } {
  const members: { [key in Key]?: string } = {};
  for (const key of keys) {
    const value = textOf(object, key);
    if (value !== undefined) members[key] = value;
  }
  return members;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
