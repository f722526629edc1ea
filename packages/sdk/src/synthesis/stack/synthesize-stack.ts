import { tokens } from "../names.ts";
import type { ConformancePack } from "../pack.ts";
import type { StackTemplate, TemplateValue } from "../template.ts";
import { functionAlarms } from "./alarms.ts";
import {
  stackContext,
  type NamedResource,
  type StackContext,
  type StackFunction,
  type StackInputs,
} from "./context.ts";
import { runbookDocuments } from "./documents.ts";
import { functionRole } from "./function-role.ts";
import { ruleFunction } from "./function.ts";
import { failureQueue, invokeConfig, invokeConfigIdOf } from "./invoke-config.ts";
import { logGroup } from "./logs.ts";
import { stackOutputs } from "./outputs.ts";
import { packResource } from "./pack-resource.ts";
import { stackConditions, stackParameters } from "./parameters.ts";
import { configPermission, permissionIdOf } from "./permission.ts";
import { publishedVersion } from "./published-version.ts";
import { reevaluation } from "./reevaluation.ts";
import { remediationRoleIdOf, remediationRoles, remediedEntries } from "./remediation-roles.ts";
import { attribute, ref } from "./values.ts";

/** The parts of a stack before they are put under their names: two of them may claim one, which a check must see. */
export interface StackParts {
  readonly parameters: readonly (readonly [string, TemplateValue])[];
  readonly conditions: { readonly [name: string]: TemplateValue };
  readonly resources: readonly NamedResource[];
}

/**
 * Makes the template of the stack that deploys a pack that `checkPack` found sound: functions with their roles, logs,
 * queues and alarms, roles of remediations, runbooks, and the pack. The same template serves every Region and account.
 * Pure: equal packs and inputs give equal templates.
 */
export function synthesizeStack(pack: ConformancePack, inputs: StackInputs): StackTemplate {
  const context = stackContext(pack, inputs);
  const served = context.functions.map((each) => serve(each, context));
  const values = tokenValues(context, served);
  const { parameters, conditions, resources } = stackParts(context, served, values);
  const { manifestHash } = inputs;
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `Rulewright: conformance pack ${pack.name} and all that it needs.`,
    Metadata: {
      Rulewright: { tool: inputs.tool, pack: pack.name, ...(manifestHash === undefined ? {} : { manifestHash }) },
    },
    ...(parameters.length === 0 ? {} : { Parameters: Object.fromEntries(parameters) }),
    ...(Object.keys(conditions).length === 0 ? {} : { Conditions: conditions }),
    Resources: Object.fromEntries(resources),
    Outputs: stackOutputs(context, values),
  };
}

/** The parts of a pack's stack, for those who count them. */
export function partsOfStack(pack: ConformancePack, inputs: StackInputs): StackParts {
  const context = stackContext(pack, inputs);
  const served = context.functions.map((each) => serve(each, context));
  return stackParts(context, served, tokenValues(context, served));
}

function stackParts(
  context: StackContext,
  served: readonly Served[],
  values: ReadonlyMap<string, TemplateValue>,
): StackParts {
  const needs = served.flatMap(({ needs: each }) => each);
  const resources = [
    ...served.flatMap(({ resources: each }) => each),
    ...remediationRoles(context),
    ...runbookDocuments(context),
    ...reevaluation(
      context,
      served.map(({ arn }) => arn),
    ),
    packResource(context, values, needs),
  ];
  return { parameters: stackParameters(context), conditions: stackConditions(context), resources };
}

/** A function with all that belongs to it. */
interface Served {
  readonly token: string;
  /** What the pack names: the function, or its published version. */
  readonly arn: TemplateValue;
  readonly resources: readonly NamedResource[];
  /** What the pack must wait for, and no reference says. */
  readonly needs: readonly string[];
}

function serve(each: StackFunction, context: StackContext): Served {
  const { logicalId, token } = each;
  const made = ruleFunction(each, context);
  const around = [logGroup(logicalId, context), failureQueue(each, context), functionRole(each, context)];
  const version = context.deployment.publishedVersions ? publishedVersion(made, each.codeHash, around) : undefined;
  const target = ref(version?.[0] ?? logicalId);
  return {
    token,
    arn: version ? target : attribute(logicalId, "Arn"),
    needs: [permissionIdOf(logicalId), invokeConfigIdOf(logicalId)],
    resources: [
      ...around,
      made,
      ...(version ? [version] : []),
      configPermission(logicalId, target),
      invokeConfig(each, version ? attribute(version[0], "Version") : "$LATEST"),
      ...functionAlarms(each, context),
    ],
  };
}

function tokenValues(context: StackContext, served: readonly Served[]): ReadonlyMap<string, TemplateValue> {
  return new Map<string, TemplateValue>([
    ...served.map(({ token, arn }): [string, TemplateValue] => [token, arn]),
    ...remediedEntries(context).map(({ name }): [string, TemplateValue] => [
      tokens.remediationRoleArn(name),
      attribute(remediationRoleIdOf(name), "Arn"),
    ]),
    ...context.runbooks.map(({ token, logicalId }): [string, TemplateValue] => [token, ref(logicalId)]),
  ]);
}
