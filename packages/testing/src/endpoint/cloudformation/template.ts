import { parseDocument } from "yaml";
import { ServiceError } from "../service-error.ts";

type Json = Readonly<Record<string, unknown>>;

/** A parameter of a template. */
export interface TemplateParameter {
  readonly type: string;
  readonly defaultValue: string | undefined;
  readonly description: string | undefined;
  readonly allowedValues: readonly string[] | undefined;
  readonly noEcho: boolean;
}

/** A resource of a template, its properties unresolved. */
export interface TemplateResource {
  readonly type: string;
  readonly properties: Json;
  readonly condition: string | undefined;
}

/** An output of a template, its value unresolved. */
export interface TemplateOutput {
  readonly value: unknown;
  readonly description: string | undefined;
  readonly exportName: unknown;
  readonly condition: string | undefined;
}

/** A template as far as the endpoint reads it. */
export interface Template {
  readonly text: string;
  readonly description: string | undefined;
  readonly metadata: unknown;
  readonly transforms: readonly string[];
  readonly parameters: ReadonlyMap<string, TemplateParameter>;
  readonly mappings: Json;
  readonly conditions: Json;
  readonly resources: ReadonlyMap<string, TemplateResource>;
  readonly outputs: ReadonlyMap<string, TemplateOutput>;
}

const MAX_RESOURCES = 500;

/** Short forms of YAML that stand for a function of the same name with `Fn::` before it. */
const SHORT_FUNCTIONS = ["Sub", "GetAtt", "Join", "If", "Not", "Equals", "And", "Or", "Select", "Split", "FindInMap"];
const KINDS = [undefined, "seq", "map"] as const;

function shortTag(name: string, key: string) {
  return KINDS.map((collection) => ({
    tag: `!${name}`,
    ...(collection === undefined ? {} : { collection }),
    resolve: (value: unknown) => ({
      [key]:
        typeof value === "object" && value !== null && "toJSON" in value ? JSON.parse(JSON.stringify(value)) : value,
    }),
  }));
}

const CUSTOM_TAGS = [
  ...shortTag("Ref", "Ref"),
  ...shortTag("Condition", "Condition"),
  ...SHORT_FUNCTIONS.flatMap((name) => shortTag(name, `Fn::${name}`)),
];

const invalid = (message: string) => new ServiceError("ValidationError", `Template format error: ${message}`);

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);

function section(root: Json, name: string): readonly [string, Json][] {
  const value = root[name] ?? {};
  if (!isJson(value)) throw invalid(`every ${name} object must be a map.`);
  return Object.entries(value).map(([key, member]) => {
    if (!isJson(member)) throw invalid(`[/${name}/${key}] is not an object.`);
    return [key, member];
  });
}

function readParameter(value: Json): TemplateParameter {
  const { Default: given, AllowedValues: allowed } = value;
  return {
    type: textOf(value["Type"]) ?? "String",
    defaultValue: given === undefined ? undefined : (textOf(given) ?? JSON.stringify(given)),
    description: textOf(value["Description"]),
    allowedValues: Array.isArray(allowed) ? allowed.map(String) : undefined,
    noEcho: value["NoEcho"] === true || value["NoEcho"] === "true",
  };
}

function readResource(id: string, value: Json): TemplateResource {
  const type = textOf(value["Type"]);
  if (type === undefined) throw invalid(`[/Resources/${id}] Every Resources object must contain a Type member.`);
  const { Properties: properties = {} } = value;
  return { type, properties: isJson(properties) ? properties : {}, condition: textOf(value["Condition"]) };
}

function readOutput(value: Json): TemplateOutput {
  const { Export: given } = value;
  return {
    value: value["Value"],
    description: textOf(value["Description"]),
    exportName: isJson(given) ? given["Name"] : undefined,
    condition: textOf(value["Condition"]),
  };
}

function readRoot(text: string): Json {
  const document = parseDocument(text, { logLevel: "silent", customTags: CUSTOM_TAGS, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) throw invalid(`YAML not well-formed. ${error.message.split("\n")[0] ?? ""}`);
  const root: unknown = JSON.parse(JSON.stringify(document.toJS() ?? null));
  if (!isJson(root)) throw invalid("unsupported structure.");
  return root;
}

/**
 * Reads a template, JSON or YAML.
 *
 * @throws ServiceError `ValidationError` for text that is no template, or has no resources.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export function parseTemplate(text: string): Template {
  const root = readRoot(text);
  const resources = section(root, "Resources");
  if (resources.length === 0) throw invalid("At least one Resources member must be defined.");
  if (resources.length > MAX_RESOURCES) {
    throw invalid(`Number of resources, ${resources.length}, is greater than maximum allowed, ${MAX_RESOURCES}`);
  }
  const { Transform: transform = [], Mappings: mappings, Conditions: conditions } = root;
  return {
    text,
    description: textOf(root["Description"]),
    metadata: root["Metadata"],
    transforms: (Array.isArray(transform) ? transform : [transform]).map(String),
    parameters: new Map(section(root, "Parameters").map(([name, value]) => [name, readParameter(value)])),
    mappings: isJson(mappings) ? mappings : {},
    conditions: isJson(conditions) ? conditions : {},
    resources: new Map(resources.map(([id, value]) => [id, readResource(id, value)])),
    outputs: new Map(section(root, "Outputs").map(([name, value]) => [name, readOutput(value)])),
  };
}

/** Properties that give a role, policy or other identity a name of one's choice. */
const IDENTITY_NAMES = ["RoleName", "UserName", "GroupName", "ManagedPolicyName", "InstanceProfileName"];
const needsIam = ({ type }: TemplateResource) =>
  type.startsWith("AWS::IAM::") && type !== "AWS::IAM::ServiceLinkedRole";

/** The capabilities that creating a template's resources takes, and why. */
export function requiredCapabilities({ resources, transforms }: Template): {
  readonly capabilities: readonly string[];
  readonly reason: string | undefined;
} {
  const identities = [...resources.values()].filter(needsIam);
  const isNamed = identities.some(({ properties }) => IDENTITY_NAMES.some((name) => properties[name] !== undefined));
  const types = [...new Set(identities.map(({ type }) => type))];
  const iam = isNamed ? ["CAPABILITY_NAMED_IAM"] : ["CAPABILITY_IAM"];
  return {
    capabilities: [...(types.length > 0 ? iam : []), ...(transforms.length > 0 ? ["CAPABILITY_AUTO_EXPAND"] : [])],
    reason: types.length === 0 ? undefined : `The following resource(s) require capabilities: [${types.join(", ")}]`,
  };
}
