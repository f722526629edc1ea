import { basename } from "node:path/posix";
import type { ConformancePack, StackTemplate } from "@rulewright/sdk/synthesis";
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
    parameters: Object.entries(Parameters).map(([name, declared]) => ({ name, ...defaultOf(declared) })),
    codeParameters: made.map(({ name, codeParameter, zip }) => ({
      parameter: codeParameter,
      function: name,
      zip,
      key: `rulewright/${pack.name}/${basename(zip)}`,
    })),
  };
}

function defaultOf(declared: unknown): { readonly default?: unknown } {
  const isDeclared = typeof declared === "object" && declared !== null && "Default" in declared;
  return isDeclared ? { default: declared.Default } : {};
}
