import { shown } from "../../core/json.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { kindOf, memberOf, under, type MapNode, type PackNode } from "./node.ts";
import { REMEDIATION_TYPE, RULE_TYPE, type PackModel, type Resource, type TokenPolicy } from "./pack-model.ts";
import { nearest, type Report } from "./report.ts";

const PACK_SECTIONS = ["Parameters", "Conditions", "Resources"];
const OTHER_SECTIONS = [
  "AWSTemplateFormatVersion",
  "Description",
  "Metadata",
  "Mappings",
  "Outputs",
  "Rules",
  "Transform",
];
const ATTRIBUTES = [
  "Type",
  "Properties",
  "DependsOn",
  "Condition",
  "Metadata",
  "Description",
  "DeletionPolicy",
  "UpdateReplacePolicy",
  "CreationPolicy",
  "UpdatePolicy",
];

/** Sorts a template into its sections and resources; nothing where it is no pack at all. */
export function readSections(root: PackNode, report: Report, tokens: TokenPolicy): PackModel | undefined {
  const sections = root.kind === "map" ? root.members : new Map<string, PackNode>();
  const resources = sections.get("Resources");
  if (root.kind !== "map" || resources === undefined) {
    const message =
      root.kind === "map" ? "The template has no Resources." : `A template is a mapping; this is ${kindOf(root)}.`;
    report(LINT_ERRORS.NOT_A_PACK, root, message);
  }
  if (root.kind !== "map" || resources === undefined) return undefined;
  for (const [name, section] of sections) checkSectionName(name, section, report);
  const found = [...membersOf(resources, report)].map(([id, node]) => readResource(id, node, report));
  const known = found.filter((resource) => resource !== undefined);
  return {
    report,
    tokens,
    place: { path: resources.path, line: resources.line, column: resources.column },
    parameters: membersOf(sections.get("Parameters"), report),
    conditions: membersOf(sections.get("Conditions"), report),
    resources: new Map(known.map((resource) => [resource.id, resource])),
    rules: known.filter(({ type }) => type === RULE_TYPE),
    remediations: known.filter(({ type }) => type === REMEDIATION_TYPE),
  };
}

function checkSectionName(name: string, section: PackNode, report: Report): void {
  if (PACK_SECTIONS.includes(name)) return;
  if (OTHER_SECTIONS.includes(name)) {
    report(LINT_ERRORS.SECTION_UNSURE, section, `It is not documented that packs may have the section ${name}.`);
    return;
  }
  const hint = nearest(name, [...PACK_SECTIONS, ...OTHER_SECTIONS]);
  report(LINT_ERRORS.SECTION_UNKNOWN, section, `Templates have no section ${shown(name)}.`, hint);
}

function membersOf(section: PackNode | undefined, report: Report): ReadonlyMap<string, PackNode> {
  if (section === undefined || section.kind === "opaque") return new Map();
  if (section.kind === "map") return section.members;
  report(LINT_ERRORS.VALUE_KIND, section, `${section.path} is a mapping; this is ${kindOf(section)}.`);
  return new Map();
}

function readResource(id: string, node: PackNode, report: Report): Resource | undefined {
  if (node.kind === "opaque") return undefined;
  if (node.kind !== "map") {
    report(LINT_ERRORS.VALUE_KIND, node, `Resource ${id} is a mapping; this is ${kindOf(node)}.`);
    return undefined;
  }
  for (const [name, member] of node.members) {
    if (ATTRIBUTES.includes(name)) continue;
    report(LINT_ERRORS.KEY_UNKNOWN, member, `A resource has no attribute ${shown(name)}.`, nearest(name, ATTRIBUTES));
  }
  const type = typeOf(id, node, report);
  return { id, type, node, properties: propertiesOf(id, node, report) };
}

function typeOf(id: string, node: MapNode, report: Report): string {
  const type = memberOf(node, "Type");
  if (type === undefined) {
    report(LINT_ERRORS.VALUE_MISSING, under(node, "Type"), `Resource ${id} has no Type.`);
    return "";
  }
  if (type.kind !== "scalar" || typeof type.value !== "string") {
    report(LINT_ERRORS.VALUE_KIND, type, `The Type of ${id} is text; this is ${kindOf(type)}.`);
    return "";
  }
  if (type.text !== RULE_TYPE && type.text !== REMEDIATION_TYPE) {
    const hint = nearest(type.text, [RULE_TYPE, REMEDIATION_TYPE]);
    report(LINT_ERRORS.RESOURCE_TYPE, type, `A conformance pack holds no ${shown(type.text)}.`, hint);
  }
  return type.text;
}

function propertiesOf(id: string, node: MapNode, report: Report): MapNode {
  const properties = memberOf(node, "Properties");
  if (properties?.kind === "map") return properties;
  if (properties && properties.kind !== "opaque") {
    report(LINT_ERRORS.VALUE_KIND, properties, `The Properties of ${id} are a mapping; this is ${kindOf(properties)}.`);
  }
  return { ...under(node, "Properties"), kind: "map", members: new Map() };
}
