import type { CustomEntry } from "../pack.ts";
import type { NamedResource, StackContext, StackFunction } from "./context.ts";
import { failuresIdOf } from "./invoke-config.ts";
import { LAMBDA_TRUST, baseStatements, role, roleIdOf, type Statement } from "./role.ts";
import { attribute } from "./values.ts";

/**
 * What the runtime asks of AWS Config, by the rules of a function. None of these actions knows a resource that could be
 * named here.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html
 */
export function runtimeActions(entries: readonly CustomEntry[]): string[] {
  const judgesItems = entries.some(({ rule }) => rule.kind === "rule");
  const isScheduled = entries.some(({ rule }) => rule.schedule !== undefined);
  const isHybrid = entries.some(({ rule }) => rule.kind === "rule" && rule.schedule !== undefined);
  return [
    ...(isScheduled ? ["config:GetComplianceDetailsByConfigRule"] : []),
    ...(judgesItems ? ["config:GetResourceConfigHistory"] : []),
    ...(isHybrid ? ["config:ListDiscoveredResources"] : []),
    "config:PutEvaluations",
  ];
}

/** The role of a function: what its rules declare, what the runtime needs for them, and nothing else. */
export function functionRole(each: StackFunction, context: StackContext): NamedResource {
  const { logicalId, entries, name } = each;
  const declared = [...new Set(entries.flatMap(({ rule }) => rule.permissions ?? []))].sort();
  const statements: Statement[] = [
    { sid: "Evaluations", actions: runtimeActions(entries), resources: ["*"] },
    ...(declared.length === 0 ? [] : [{ sid: "Evidence", actions: declared, resources: ["*"] }]),
    { sid: "OwnFailures", actions: ["sqs:SendMessage"], resources: [attribute(failuresIdOf(logicalId), "Arn")] },
    ...baseStatements(logicalId, context),
  ];
  const description = `Runs the rules of function ${name} in conformance pack ${context.pack.name}.`;
  return role(roleIdOf(logicalId), description, LAMBDA_TRUST, statements, context);
}
