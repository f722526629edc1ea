import type {
  GetTemplateCommandInput,
  GetTemplateCommandOutput,
  GetTemplateSummaryCommandInput,
  GetTemplateSummaryCommandOutput,
  ValidateTemplateCommandInput,
  ValidateTemplateCommandOutput,
} from "@aws-sdk/client-cloudformation";
import { requiredCapabilities, type Template } from "../../cloudformation/template.ts";
import { operation, type OperationContext } from "../../operation.ts";
import { requireChangeSet } from "./change-sets.ts";
import { requireStack } from "./requirements.ts";
import { requireStackSet } from "./stack-set-requirements.ts";
import { readTemplate } from "./template-source.ts";

function describeParameters({ parameters }: Template) {
  return [...parameters].map(([ParameterKey, { defaultValue, description, noEcho }]) => ({
    ParameterKey,
    DefaultValue: defaultValue,
    NoEcho: noEcho,
    Description: description,
  }));
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html */
export const validateTemplate = operation<ValidateTemplateCommandInput, ValidateTemplateCommandOutput>(
  (input, context) => {
    const template = readTemplate(input, context);
    const { capabilities, reason } = requiredCapabilities(template);
    return {
      Parameters: describeParameters(template),
      Description: template.description,
      Capabilities: capabilities,
      CapabilitiesReason: reason,
      DeclaredTransforms: template.transforms,
    };
  },
);

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html */
export const getTemplate = operation<GetTemplateCommandInput, GetTemplateCommandOutput>((input, context) => {
  const { StackName: stackName = "", ChangeSetName: changeSetName } = input;
  const { text } =
    changeSetName === undefined
      ? requireStack(stackName, context).content.template
      : requireChangeSet(input, context).changeSet.content.template;
  return { TemplateBody: text, StagesAvailable: ["Original", "Processed"] };
});

function summarized(input: GetTemplateSummaryInput, context: OperationContext): Template {
  if (input.StackName !== undefined) return requireStack(input.StackName, context).content.template;
  if (input.StackSetName !== undefined) {
    return requireStackSet({ StackSetName: input.StackSetName, CallAs: input.CallAs }, context).content.template;
  }
  return readTemplate(input, context);
}

interface GetTemplateSummaryInput {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly StackName?: string | undefined;
  readonly StackSetName?: string | undefined;
  readonly CallAs?: string | undefined;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html */
export const getTemplateSummary = operation<GetTemplateSummaryCommandInput, GetTemplateSummaryCommandOutput>(
  (input, context) => {
    const template = summarized(input, context);
    const { capabilities, reason } = requiredCapabilities(template);
    const types = new Set([...template.resources.values()].map(({ type }) => type));
    return {
      Parameters: [...template.parameters].map(([ParameterKey, parameter]) => ({
        ParameterKey,
        DefaultValue: parameter.defaultValue,
        ParameterType: parameter.type,
        NoEcho: parameter.noEcho,
        Description: parameter.description,
        ParameterConstraints: { AllowedValues: parameter.allowedValues },
      })),
      Description: template.description,
      Capabilities: capabilities,
      CapabilitiesReason: reason,
      ResourceTypes: [...types],
      Metadata: template.metadata === undefined ? undefined : JSON.stringify(template.metadata),
      DeclaredTransforms: template.transforms,
    };
  },
);
