import type { AnyRunbook } from "../../core/runbook/runbook.ts";
import { toYaml } from "../to-yaml.ts";

/**
 * The text of a runbook as Systems Manager takes it, in YAML: equal runbooks give equal bytes. The role that it assumes
 * is its first parameter, under the name that AWS Config demands of automatic remediation, and required: an execution
 * never falls back on the rights of the person who starts it.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html
 */
export function runbookDocument({ description, parameters, steps, outputs = [] }: AnyRunbook): string {
  const document = {
    schemaVersion: "0.3",
    description,
    assumeRole: "{{ AutomationAssumeRole }}",
    parameters: {
      AutomationAssumeRole: { type: "String", description: "ARN of the role that the runbook assumes." },
      ...parameters,
    },
    mainSteps: steps,
    ...(outputs.length > 0 ? { outputs } : {}),
  };
  return toYaml(document);
}
