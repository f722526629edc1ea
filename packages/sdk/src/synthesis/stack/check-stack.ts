import { checkNamesOnce, templateNames } from "../check-template-names.ts";
import { STACK_LIMITS, SYNTHESIS_ERRORS } from "../errors.ts";
import type { ConformancePack } from "../pack.ts";
import type { ReportProblem } from "../report-problem.ts";
import { toYaml } from "../to-yaml.ts";
import { environmentBytes } from "./environment-size.ts";
import { partsOfStack, synthesizeStack, type StackParts } from "./synthesize-stack.ts";

/** Code that nobody made yet has no hash; its length counts. */
const INPUTS = { tool: "rulewright 00.00.00", code: [], manifestHash: "0".repeat(64) };

/** Finds what CloudFormation would refuse of the stack of a pack that is sound otherwise. */
export function checkStack(pack: ConformancePack, report: ReportProblem): void {
  const parts = partsOfStack(pack, INPUTS);
  const { parameters, conditions, resources } = parts;
  const named = templateNames(
    parameters.map(([name]) => name),
    conditions,
    resources.map(([name]) => name),
  );
  checkNamesOnce(pack, "stack", named, report);
  checkRoles(pack, parts, report);
  checkEnvironment(pack, parts, report);
  const tooMany = (what: string, count: number, most: number) => {
    if (count <= most) return;
    const message = `The stack of pack ${pack.name} has ${count} ${what}; CloudFormation takes ${most}.`;
    report(SYNTHESIS_ERRORS.STACK_TOO_LARGE, pack.name, message);
  };
  tooMany("resources", resources.length, STACK_LIMITS.resources);
  tooMany("parameters", parameters.length, STACK_LIMITS.parameters);
  tooMany("bytes", Buffer.byteLength(toYaml(synthesizeStack(pack, INPUTS))), STACK_LIMITS.templateBytes);
}

function checkRoles(pack: ConformancePack, { resources }: StackParts, report: ReportProblem): void {
  for (const [logicalId, { Type, Properties }] of resources) {
    if (Type !== "AWS::IAM::Role") continue;
    const { length } = JSON.stringify(Properties["Policies"] ?? []);
    if (length <= STACK_LIMITS.rolePolicyLength) continue;
    const message = `The policy of ${logicalId} has ${length} characters; IAM takes ${STACK_LIMITS.rolePolicyLength}.`;
    const hint = 'Give each rule a function and role of its own: deployment: { functions: "per-rule" }.';
    report(SYNTHESIS_ERRORS.STACK_TOO_LARGE, `${pack.name}.${logicalId}`, message, hint);
  }
}

/** Functions have the pack's variables, and one of them those that tell re-evaluation of the others. */
function checkEnvironment(
  { name, deployment = {} }: ConformancePack,
  { resources }: StackParts,
  report: ReportProblem,
): void {
  const bytes = environmentBytes(resources, deployment);
  if (bytes <= STACK_LIMITS.environmentBytes) return;
  const message = `environment and the variables of Rulewright's own may have ${bytes} bytes; Lambda takes ${STACK_LIMITS.environmentBytes}.`;
  const hint = "Set fewer or shorter variables.";
  report(SYNTHESIS_ERRORS.DEPLOYMENT_REFUSED, `${name}.deployment.environment`, message, hint);
}
