import { literalText } from "../names.ts";
import type { TemplateValue } from "../template.ts";

/** A value that CloudFormation works out. */
export type Intrinsic = { readonly [name: string]: TemplateValue };

export const ref = (name: string): Intrinsic => ({ Ref: name });
export const attribute = (logicalId: string, name: string): Intrinsic => ({ "Fn::GetAtt": [logicalId, name] });
export const substitute = (text: string): Intrinsic => ({ "Fn::Sub": text });

/** What a pack's setting may leave to the place of deployment. */
const PSEUDO_PARAMETER = /\$\{(?!AWS::(?:AccountId|Partition|Region|StackName|URLSuffix)\})/g;

/** A text of a pack's settings, with pseudo parameters filled in at deployment. */
export function settingText(text: string): TemplateValue {
  if (!text.includes("${AWS::")) return text;
  return substitute(text.replaceAll(PSEUDO_PARAMETER, "${!"));
}

/**
 * A resource pattern of a rule for the account it is deployed in: any partition becomes the stack's, any account the
 * stack's own. `arn:*:ec2:*:*:security-group/*` never reaches into another account.
 */
export function ownResource(pattern: string): TemplateValue {
  const [arn, , service, region, account, ...resource] = pattern.split(":");
  if (arn !== "arn" || service === undefined || resource.length === 0) return pattern;
  const owner = account === "*" ? "${AWS::AccountId}" : literalText(account ?? "");
  const place = [service, region ?? ""].map(literalText);
  return substitute(["arn:${AWS::Partition}", ...place, owner, ...resource.map(literalText)].join(":"));
}

/** Tags as most resources take them, by key. */
export function tagList(tags: { readonly [key: string]: string } | undefined): Intrinsic {
  const sorted = Object.entries(tags ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length === 0 ? {} : { Tags: sorted.map(([Key, Value]) => ({ Key, Value })) };
}
