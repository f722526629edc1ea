import { layOut } from "../cloudformation/stack-layout.ts";
import { effectiveParameters } from "../cloudformation/parameters.ts";
import { parseTemplate, type Template } from "../cloudformation/template.ts";
import { ServiceError } from "../service-error.ts";

/** A rule of a pack, as its template has it once its functions are resolved. */
export interface PackRuleProperties {
  readonly baseName: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** An input parameter, in the spelling of the API. */
export interface PackInputParameter {
  readonly ParameterName: string;
  readonly ParameterValue: string;
}

const RULE = "AWS::Config::ConfigRule";
const ALLOWED_TYPES = new Set([RULE, "AWS::Config::RemediationConfiguration"]);
const MAX_RULES = 130;

/**
 * Reads a pack's template and checks what AWS Config checks.
 *
 * @param errorName - `ConformancePackTemplateValidationException`, or that of organization packs.
 * @throws ServiceError of that name.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/custom-conformance-pack.html
 */
export function readPackTemplate(text: string, parameters: readonly PackInputParameter[], errorName: string): Template {
  const refuse = (message: string) => new ServiceError(errorName, message);
  try {
    const template = parseTemplate(text);
    const resources = [...template.resources.values()];
    const foreign = resources.find(({ type }) => !ALLOWED_TYPES.has(type));
    if (foreign !== undefined) throw refuse(`Resource type ${foreign.type} is not supported in a conformance pack.`);
    if (resources.filter(({ type }) => type === RULE).length > MAX_RULES) {
      throw refuse("Number of resources provided in the template exceeds the allowed limit");
    }
    packParameters(template, parameters);
    return template;
  } catch (error) {
    if (error instanceof ServiceError && error.name === "ValidationError") throw refuse(error.message);
    throw error;
  }
}

const packParameters = (template: Template, parameters: readonly PackInputParameter[]) =>
  effectiveParameters(
    template,
    parameters.map(({ ParameterName, ParameterValue }) => ({ ParameterKey: ParameterName, ParameterValue })),
  );

/** The rules that a template comes to in one place; those under a condition that does not hold are left out. */
export function packRules(
  template: Template,
  parameters: readonly PackInputParameter[],
  stack: { readonly id: string; readonly name: string; readonly account: string; readonly region: string },
): readonly PackRuleProperties[] {
  const values = packParameters(template, parameters);
  const { resources } = layOut(stack, { template, parameters: values, tags: [], capabilities: [] });
  return [...resources.values()]
    .filter(({ type }) => type === RULE)
    .map(({ logicalId, properties }) => {
      const { ConfigRuleName: given } = properties;
      return { baseName: typeof given === "string" ? given : logicalId, properties };
    });
}
