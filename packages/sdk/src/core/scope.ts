import type { AnyRule } from "./any-rule.ts";

/**
 * Services without Regions, whose resources Config records in one home Region or alike in all. The catalogue says the
 * same type by type; a test holds the two together, so that a Lambda needs no catalogue.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
 */
const GLOBAL =
  /^AWS::(?:Budgets|CloudFront|GlobalAccelerator|IAM|NetworkManager|Organizations|Route53|Route53RecoveryControl|Route53RecoveryReadiness|Shield|WAF)::|^AWS::ECR::PublicRepository$/;

/** Tells whether a resource type belongs to a service without Regions. */
export function isGlobalType(resourceType: string): boolean {
  return GLOBAL.test(resourceType);
}

/** A rule's scope: what it says itself, else `global` where every type it judges is. */
export function scopeOf(rule: AnyRule): "global" | "regional" {
  return rule.scope ?? (rule.resourceTypes.every(isGlobalType) ? "global" : "regional");
}
