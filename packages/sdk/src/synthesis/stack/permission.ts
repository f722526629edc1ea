import type { TemplateValue } from "../template.ts";
import type { NamedResource } from "./context.ts";
import { attribute, ref } from "./values.ts";

/** The logical id of a function's permission. */
export const permissionIdOf = (functionId: string): string => `${functionId}Permission`;

/**
 * Lets AWS Config invoke a function for rules of the stack's own account. The rule's ARN is not known before the rule
 * is, and AWS Config asks for the permission first.
 * @param target - The function, or the version that the pack names: a version has permissions of its own.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html
 */
export function configPermission(functionId: string, target: TemplateValue): NamedResource {
  return [
    permissionIdOf(functionId),
    {
      Type: "AWS::Lambda::Permission",
      Properties: {
        FunctionName: target,
        Action: "lambda:InvokeFunction",
        Principal: "config.amazonaws.com",
        SourceAccount: ref("AWS::AccountId"),
      },
    },
  ];
}

/** Lets one EventBridge rule of the stack invoke a function. */
export function eventsPermission(logicalId: string, functionId: string, eventRuleId: string): NamedResource {
  return [
    logicalId,
    {
      Type: "AWS::Lambda::Permission",
      Properties: {
        FunctionName: ref(functionId),
        Action: "lambda:InvokeFunction",
        Principal: "events.amazonaws.com",
        SourceArn: attribute(eventRuleId, "Arn"),
      },
    },
  ];
}
