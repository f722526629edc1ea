import { STACK_LIMITS, SYNTHESIS_ERRORS } from "../errors.ts";
import type { ConformancePack } from "../pack.ts";
import type { ReportProblem } from "../report-problem.ts";
import { toYaml } from "../to-yaml.ts";
import { partsOfStack, synthesizeStack, type StackParts } from "./synthesize-stack.ts";

/** Code that nobody made yet has no hash; its length counts. */
const INPUTS = { tool: "rulewright 00.00.00", code: [], manifestHash: "0".repeat(64) };

/** Finds what CloudFormation would refuse of the stack of a pack that is sound otherwise. */
export function checkStack(pack: ConformancePack, report: ReportProblem): void {
  const parts = partsOfStack(pack, INPUTS);
  const { parameters, resources } = parts;
  checkUnique(pack, "resource", resources, report);
  checkUnique(pack, "parameter", parameters, report);
  checkRoles(pack, parts, report);
  const tooMany = (what: string, count: number, most: number) => {
    if (count <= most) return;
    const message = `The stack of pack ${pack.name} has ${count} ${what}; CloudFormation takes ${most}.`;
    report(SYNTHESIS_ERRORS.STACK_TOO_LARGE, pack.name, message);
  };
  tooMany("resources", resources.length, STACK_LIMITS.resources);
  tooMany("parameters", parameters.length, STACK_LIMITS.parameters);
  tooMany("bytes", Buffer.byteLength(toYaml(synthesizeStack(pack, INPUTS))), STACK_LIMITS.templateBytes);
}

/** A later one would silently take the place of an earlier one of the same name. */
function checkUnique(
  pack: ConformancePack,
  what: "resource" | "parameter",
  named: readonly (readonly [string, unknown])[],
  report: ReportProblem,
): void {
  const seen = new Set<string>();
  for (const [name] of named) {
    if (!seen.has(name)) seen.add(name);
    else if (what === "resource") {
      report(SYNTHESIS_ERRORS.NAME_TAKEN, `${pack.name}.${name}`, `The stack would have two resources named ${name}.`);
    } else {
      const message = `The pack's parameter ${name} has the name of one of the stack's own.`;
      const hint = "Give it another name: packParameter({ name }).";
      report(SYNTHESIS_ERRORS.NAME_TAKEN, `${pack.name}.parameters.${name}`, message, hint);
    }
  }
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
