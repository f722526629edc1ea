import { managedRules, type ManagedRule } from "@rulewright/catalog/managed-rules";
import { isResourceType, resourceTypeNames } from "@rulewright/catalog/resource-types";
import { shown } from "../../core/json.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { LINT_LIMITS } from "./limits.ts";
import { memberOf, scalarsOf, type ListNode, type MapNode, type ScalarNode } from "./node.ts";
import type { PackModel, Resource } from "./pack-model.ts";
import { nearest } from "./report.ts";
import { callOf, checkKeys, listsOf, mapsOf, textsOf } from "./values.ts";

const KEYS = ["ComplianceResourceTypes", "TagKey", "TagValue", "ComplianceResourceId"];

/** Checks which resources a rule is for. */
export function checkScope(rule: Resource, managed: ManagedRule | undefined, pack: PackModel): void {
  const scope = memberOf(rule.properties, "Scope");
  const source = memberOf(rule.properties, "Source");
  if (scope === undefined) {
    if (isStartedByChanges(source)) {
      pack.report(LINT_ERRORS.SCOPE_MISSING, rule.node, `Rule ${rule.id} has no Scope.`);
    }
    return;
  }
  if (managed?.trigger === "periodic" || isOnlyScheduled(source)) {
    pack.report(LINT_ERRORS.SCOPE_IGNORED, scope, `Rule ${rule.id} only runs on a schedule.`);
  }
  for (const map of mapsOf(scope, "Scope", pack)) {
    checkKeys(map, KEYS, "Scope", pack);
    checkTypes(map, managed, pack);
    checkOthers(map, pack);
  }
}

function messageTypes(source: ReturnType<typeof memberOf>): readonly string[] {
  const owner = memberOf(source, "Owner");
  const details = memberOf(source, "SourceDetails");
  if (owner?.kind !== "scalar" || !owner.text.startsWith("CUSTOM_") || details === undefined) return [];
  return [...scalarsOf(details)].map(({ text }) => text).filter((text) => text.endsWith("Notification"));
}

function isStartedByChanges(source: ReturnType<typeof memberOf>): boolean {
  return messageTypes(source).some((type) => type.endsWith("ChangeNotification"));
}

function isOnlyScheduled(source: ReturnType<typeof memberOf>): boolean {
  const types = messageTypes(source);
  return types.length > 0 && types.every((type) => type === "ScheduledNotification");
}

function checkTypes(scope: MapNode, managed: ManagedRule | undefined, pack: PackModel): void {
  for (const list of listsOf(memberOf(scope, "ComplianceResourceTypes"), "ComplianceResourceTypes", pack)) {
    const types = list.items.flatMap((item) => textsOf(item, "A resource type", pack));
    if (types.length > LINT_LIMITS.scopeResourceTypes) {
      const message = `The scope has ${types.length} resource types; AWS Config takes ${LINT_LIMITS.scopeResourceTypes}.`;
      pack.report(LINT_ERRORS.SCOPE, list, message, "Split the rule.");
    }
    for (const type of types) checkType(type, pack);
    // a type that only deployment tells may be the right one
    if (managed && !list.items.some((item) => callOf(item))) checkJudged(managed, types, list, pack);
  }
}

function checkJudged(managed: ManagedRule, types: readonly ScalarNode[], list: ListNode, { report }: PackModel): void {
  const { identifier, resourceTypes, inferred } = managed;
  if (inferred?.includes("resourceTypes") || resourceTypes.length === 0 || types.length === 0) return;
  if (types.some(({ text }) => resourceTypes.includes(text))) return;
  const message = `${identifier} judges ${resourceTypes.join(", ")}, none of which is in the scope.`;
  report(LINT_ERRORS.SCOPE_FOREIGN, list, message);
}

let otherTypes: ReadonlySet<string> | undefined;

/** Types that managed rules name, though AWS Config records nothing of them, count as known. */
function checkType(type: ScalarNode, { report }: PackModel): void {
  const { text } = type;
  if (text.length > LINT_LIMITS.resourceTypeLength) {
    report(LINT_ERRORS.SCOPE, type, `A resource type has ${text.length} characters.`);
    return;
  }
  otherTypes ??= new Set(managedRules().flatMap((rule) => rule.resourceTypes));
  if (isResourceType(text) || otherTypes.has(text) || text.includes("${")) return;
  const hint = () => nearest(text, resourceTypeNames());
  report(LINT_ERRORS.RESOURCE_TYPE_UNKNOWN, type, `The catalogue has no resource type ${shown(text)}.`, hint);
}

const LENGTHS = [
  ["TagKey", LINT_LIMITS.tagKeyLength],
  ["TagValue", LINT_LIMITS.tagValueLength],
  ["ComplianceResourceId", LINT_LIMITS.resourceIdLength],
] as const;

function checkOthers(scope: MapNode, pack: PackModel): void {
  const { report } = pack;
  for (const [key, most] of LENGTHS) {
    for (const { text, ...place } of textsOf(memberOf(scope, key), key, pack)) {
      if (text.length >= 1 && text.length <= most) continue;
      report(LINT_ERRORS.SCOPE, place, `${key} has ${text.length} characters.`, `Write 1 to ${most} characters.`);
    }
  }
  const value = memberOf(scope, "TagValue");
  if (value && !scope.members.has("TagKey"))
    report(LINT_ERRORS.SCOPE, value, "TagValue needs a TagKey.", "Add TagKey.");
  const id = memberOf(scope, "ComplianceResourceId");
  const types = memberOf(scope, "ComplianceResourceTypes");
  if (!id || (types && (types.kind !== "list" || types.items.length === 1))) return;
  report(LINT_ERRORS.SCOPE, id, "ComplianceResourceId needs exactly one resource type.", "Name that type alone.");
}
