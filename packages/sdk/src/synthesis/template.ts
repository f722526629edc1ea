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
