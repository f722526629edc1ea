import type { CustomEntry } from "./pack.ts";

/** Where a rule's code is. */
export interface RuleModule {
  /** What the bundler imports. */
  readonly specifier: string;
  /** The export that is the rule. */
  readonly exportName: string;
}

/**
 * The source of a function's entry module. Each rule is imported at its first event, so that one that fails to load
 * leaves the others alive; the bundler keeps all of them in one file.
 */
export function functionEntry(entries: readonly CustomEntry[], moduleOf: (entry: CustomEntry) => RuleModule): string {
  const bindings = entries.map((entry) => {
    const { specifier, exportName } = moduleOf(entry);
    const load = `() => import(${JSON.stringify(specifier)}).then((module) => module[${JSON.stringify(exportName)}])`;
    return `  ${JSON.stringify(entry.name)}: { load: ${load}, onError: ${JSON.stringify(entry.onError)} },`;
  });
  return [
    'import { createHandler } from "@rulewright/sdk/runtime";',
    "export const handler = createHandler({",
    ...bindings,
    "});",
    "",
  ].join("\n");
}
