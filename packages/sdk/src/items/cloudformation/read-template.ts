import { partitionOf } from "../../core/partition.ts";
import type { AdapterContext, TemplateResource } from "./adapter.ts";
import { decide } from "./conditions.ts";
import { TEMPLATE_ERRORS, templateProblem, type TemplateProblem } from "./errors.ts";
import { parameterValues, type Deployment } from "./parameters.ts";
import { parseTemplate } from "./parse-template.ts";
import { resolve, resolveProperties } from "./resolve.ts";
import type { Scope } from "./scope.ts";
import { toItem, type TemplateItem } from "./to-item.ts";
import { ADAPTERS, PART_TYPES } from "./types/index.ts";
import { isUnknown, isValueObject, type Value, type ValueObject } from "./value.ts";

/** A resource that no rule can judge from the template. */
export interface NotJudged {
  readonly logicalId: string;
  readonly resourceType: string;
  /** Of the logical id, from 1. */
  readonly line: number;
  /** A sentence. */
  readonly reason: string;
  /** The type of what Config shows it as a part of, where it is one of another resource than the template's. */
  readonly partOf?: string;
}

/** What a template comes to. */
export interface ReadTemplate {
  readonly resources: readonly TemplateItem[];
  readonly notJudged: readonly NotJudged[];
  readonly problems: readonly TemplateProblem[];
  /** Names of the parameters that it declares; absent where its text cannot be read. */
  readonly parameters?: readonly string[];
}

/** Which template, and what it is deployed with. */
export interface TemplateOptions extends Deployment {
  /** As results name it. */
  readonly file: string;
  /** What the items give as their capture time; without it that is not known. */
  readonly now?: Date | undefined;
}

/**
 * Reads the YAML or JSON text of a CloudFormation template as the configuration items that its deployment makes. What the
 * template does not say is unknown in them, not absent. A resource under a condition that is false is left out; one under
 * a condition that cannot be decided is read as if it were true, since it may be deployed.
 *
 * Never throws. A template with a problem of its text or with macros has no items; a bad value for a parameter is a
 * problem beside them.
 */
export function readTemplate(text: string, options: TemplateOptions): ReadTemplate {
  const parsed = parseTemplate(text);
  if ("problems" in parsed) return { resources: [], notJudged: [], problems: parsed.problems };
  const { template, lineOf } = parsed;
  const declared = sectionOf(template, "Resources");
  const { values, problems } = parameterValues(template["Parameters"], options);
  const macros = macroProblem(template);
  const scope: Scope = {
    parameters: values,
    mappings: sectionOf(template, "Mappings"),
    conditions: sectionOf(template, "Conditions"),
    resources: new Set(Object.keys(declared)),
    decided: new Map(),
  };
  const entries = Object.entries(declared).map(([logicalId, resource]) =>
    macros
      ? notJudged(logicalId, resource, lineOf(logicalId), "Macros change the template at deployment.")
      : readResource(logicalId, resource, lineOf(logicalId), scope),
  );
  const judgeable = entries.filter((entry) => entry !== undefined);
  const { resources, others } = toItems(judgeable, options);
  return {
    resources,
    notJudged: others,
    problems: macros ? [macros, ...problems] : problems,
    parameters: Object.keys(sectionOf(template, "Parameters")),
  };
}

function sectionOf(template: ValueObject, name: string): ValueObject {
  const section = Object.hasOwn(template, name) ? template[name] : undefined;
  return isValueObject(section) ? section : {};
}

function macroProblem(template: ValueObject): TemplateProblem | undefined {
  const transform = template["Transform"] ?? template["Fn::Transform"];
  if (transform === undefined) return undefined;
  const name = typeof transform === "string" ? ` ${transform}` : "";
  return templateProblem(
    TEMPLATE_ERRORS.TEMPLATE_HAS_MACROS,
    `The template is changed by the macro${name} at deployment; its resources are not judged.`,
  );
}

/** `undefined` for a resource that is not deployed. */
function readResource(
  logicalId: string,
  resource: Value,
  line: number,
  scope: Scope,
): TemplateResource | NotJudged | undefined {
  if (!isValueObject(resource) || typeof resource["Type"] !== "string") {
    return notJudged(logicalId, resource, line, "It has no Type.");
  }
  const condition = resource["Condition"];
  const context = { scope, resolve: (value: Value) => resolve(value, scope) };
  const isDeployed =
    condition === undefined || (typeof condition === "string" ? decide(condition, context) : undefined);
  if (isDeployed === false) return undefined;
  const properties = resolveProperties(resource["Properties"], scope);
  if (!properties) return notJudged(logicalId, resource, line, "Its properties are known at deployment only.");
  return { logicalId, type: resource["Type"], line, properties, isCertain: isDeployed === true };
}

function notJudged(logicalId: string, resource: Value, line: number, reason: string): NotJudged {
  const type = isValueObject(resource) ? resource["Type"] : undefined;
  if (typeof type !== "string") return { logicalId, resourceType: "", line, reason };
  return { logicalId, resourceType: type, line, reason, ...wholeOf(type) };
}

function wholeOf(type: string): Pick<NotJudged, "partOf"> {
  const partOf = PART_TYPES.get(type);
  return partOf === undefined ? {} : { partOf };
}

function toItems(
  entries: readonly (TemplateResource | NotJudged)[],
  options: TemplateOptions,
): { readonly resources: readonly TemplateItem[]; readonly others: readonly NotJudged[] } {
  const { accountId, region } = options;
  const deployed = entries.filter((entry) => "properties" in entry);
  const context: AdapterContext = { accountId, region, partition: partitionOf(region), resources: deployed };
  const resources: TemplateItem[] = [];
  const others: NotJudged[] = [];
  for (const entry of entries) {
    if ("reason" in entry) {
      others.push(entry);
      continue;
    }
    const adapter = ADAPTERS.get(entry.type);
    if (adapter) resources.push(toItem(entry, adapter, context, options));
    else if (!isPart(entry)) others.push(withoutAdapter(entry));
  }
  return { resources, others };
}

/** A rule that is added to a security group of this template is judged with it. */
function isPart({ type, properties }: TemplateResource): boolean {
  const group = properties["GroupId"];
  return PART_TYPES.has(type) && isUnknown(group) && group.reference !== undefined;
}

function withoutAdapter({ logicalId, type, line }: TemplateResource): NotJudged {
  const reason = `Templates are not read for resources of the type ${type}.`;
  return { logicalId, resourceType: type, line, reason, ...wholeOf(type) };
}
