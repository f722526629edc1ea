import { basename } from "node:path/posix";
import { isPackParameter, type ConformancePack, type StackTemplate } from "@rulewright/sdk/synthesis";
import { writtenForm } from "../deployment/plan/parameter-form.ts";
import type { MadeFunction } from "./made-function.ts";

/** What deploys a pack's stack, for the manifest: the parameters it takes, and which code goes where. */
export function stackFacts(
  pack: ConformancePack,
  template: string,
  { Parameters = {} }: StackTemplate,
  made: readonly MadeFunction[],
): object {
  return {
    template,
    ...formFacts(pack),
    parameters: Object.entries(Parameters).map(([name, declared]) => ({ name, ...defaultOf(declared) })),
    codeParameters: made.map(({ name, codeParameter, zip }) => ({
      parameter: codeParameter,
      function: name,
      zip,
      key: `rulewright/${pack.name}/${basename(zip)}`,
    })),
  };
}

/** What custom rules take for the parameters that a deployment sets; AWS would take any text for them. */
function formFacts({ rules }: ConformancePack): { readonly forms?: readonly object[] } {
  const forms = rules
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name: rule, parameters, ...entry }) => {
      const specs = entry.kind === "custom" ? (entry.rule.parameters ?? {}) : {};
      return Object.entries(specs)
        .filter(([parameter]) => isPackParameter(parameters[parameter]))
        .map(([parameter, spec]) => ({ rule, parameter, form: writtenForm(spec) }));
    });
  return forms.length === 0 ? {} : { forms };
}

function defaultOf(declared: unknown): { readonly default?: unknown } {
  const isDeclared = typeof declared === "object" && declared !== null && "Default" in declared;
  return isDeclared ? { default: declared.Default } : {};
}
