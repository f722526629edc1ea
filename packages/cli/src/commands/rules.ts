import {
  isParameterReference,
  isResourceId,
  isRunbook,
  runbookLabel,
  scopeOf,
  type AnyRemediation,
  type AnyRule,
} from "@rulewright/sdk";
import { EXIT, type ExitCode, type Io } from "../io.ts";
import { selectRules, type RuleSelection } from "../select-rules.ts";

/** Options of `rulewright rules`. */
export interface RulesOptions extends RuleSelection {
  readonly json?: boolean;
}

/** Lists rules. */
export async function rulesCommand(options: RulesOptions, io: Io): Promise<ExitCode> {
  const rules = (await selectRules(options, io)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (options.json) io.out(`${JSON.stringify({ version: 1, rules: rules.map(facts) }, null, 2)}\n`);
  else io.out(rules.map(paragraph).join("\n"));
  return EXIT.CLEAN;
}

function facts(rule: AnyRule): object {
  return {
    name: rule.name,
    kind: rule.kind,
    description: rule.description ?? "",
    severity: rule.severity ?? "MEDIUM",
    resourceTypes: rule.resourceTypes,
    ...(rule.schedule ? { schedule: rule.schedule } : {}),
    scope: scopeOf(rule),
    parameters: rule.parameters ?? {},
    controls: rule.controls ?? [],
    permissions: rule.permissions ?? [],
    ...(rule.remediation ? { remediation: remediationFacts(rule.remediation) } : {}),
  };
}

/** References as words, so that readers need not know how modules mark them. */
function remediationFacts({ runbook, parameters, permissions = [] }: AnyRemediation): object {
  const values = Object.entries(parameters).map(([name, value]) => {
    if (isResourceId(value)) return [name, "RESOURCE_ID"];
    return [name, isParameterReference(value) ? { parameter: value["~parameter"] } : value];
  });
  const own = isRunbook(runbook) ? { description: runbook.description } : {};
  return { runbook: runbookLabel(runbook), ...own, parameters: Object.fromEntries(values), permissions };
}

function paragraph(rule: AnyRule): string {
  const trigger = [
    ...(rule.kind === "rule" ? ["when it changes"] : []),
    ...(rule.schedule ? [`every ${rule.schedule}`] : []),
  ];
  const parameters = Object.keys(rule.parameters ?? {});
  return [
    `${rule.name}  ${rule.severity ?? "MEDIUM"}`,
    `  ${rule.description ?? ""}`,
    `  ${rule.resourceTypes.join(", ")}, ${trigger.join(" and ")}`,
    ...(parameters.length > 0 ? [`  parameters: ${parameters.join(", ")}`] : []),
    ...(rule.remediation ? [`  remediation: ${runbookLabel(rule.remediation.runbook)}`] : []),
    "",
  ].join("\n");
}
