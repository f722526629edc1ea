import type { AnyRule } from "./any-rule.ts";

/**
 * Resource types that Config records once for all Regions or in one home Region only, by prefix.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
 */
const GLOBAL_PREFIXES = ["AWS::IAM::", "AWS::CloudFront::", "AWS::Route53::", "AWS::Organizations::"];

/** Tells whether a resource type belongs to a service without Regions. */
export function isGlobalType(resourceType: string): boolean {
  return GLOBAL_PREFIXES.some((prefix) => resourceType.startsWith(prefix));
}

/** A rule's scope: what it says itself, else `global` where every type it judges is. */
export function scopeOf(rule: AnyRule): "global" | "regional" {
  return rule.scope ?? (rule.resourceTypes.every(isGlobalType) ? "global" : "regional");
}
