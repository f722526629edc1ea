/** A value of a template. */
export type TemplateValue =
  string | number | boolean | readonly TemplateValue[] | { readonly [key: string]: TemplateValue };

/** One resource of a conformance pack. */
export interface PackResource {
  readonly Type: "AWS::Config::ConfigRule" | "AWS::Config::RemediationConfiguration";
  readonly Condition?: string;
  readonly DependsOn?: string;
  readonly Properties: { readonly [key: string]: TemplateValue };
}

/**
 * A conformance pack's template. Only the three sections that all of AWS's sample packs keep to.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/custom-conformance-pack.html
 */
export interface PackTemplate {
  readonly Parameters?: { readonly [name: string]: TemplateValue };
  readonly Conditions?: { readonly [name: string]: TemplateValue };
  readonly Resources: { readonly [logicalId: string]: PackResource };
}

/** One resource of a stack. */
export interface StackResource {
  readonly Type: string;
  readonly DependsOn?: readonly string[];
  readonly Properties: { readonly [key: string]: TemplateValue };
}

/**
 * The template of the stack that deploys a pack: without transforms or nested stacks, which stack sets refuse.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export interface StackTemplate {
  readonly AWSTemplateFormatVersion: "2010-09-09";
  readonly Description: string;
  readonly Metadata: { readonly Rulewright: { readonly [key: string]: TemplateValue } };
  readonly Parameters?: { readonly [name: string]: TemplateValue };
  readonly Conditions?: { readonly [name: string]: TemplateValue };
  readonly Resources: { readonly [logicalId: string]: StackResource };
  readonly Outputs: { readonly [name: string]: TemplateValue };
}
