import type { CustomEntry } from "./pack.ts";

/**
 * The source of a function's entry module. Each rule is imported at its first event, so that one that fails to load
 * leaves the others alive; the bundler keeps all of them in one file.
 *
 * @param specifierOf - What the bundler imports for an entry: a module whose default export is the rule.
 */
export function functionEntry(entries: readonly CustomEntry[], specifierOf: (entry: CustomEntry) => string): string {
  const bindings = entries.map((entry) => {
    const load = `() => import(${JSON.stringify(specifierOf(entry))}).then((module) => module.default)`;
    return `  ${JSON.stringify(entry.name)}: { load: ${load}, onError: ${JSON.stringify(entry.onError ?? "not-applicable")} },`;
  });
  return [
    'import { createHandler } from "@rulewright/sdk/runtime";',
    "export const handler = createHandler({",
    ...bindings,
    "});",
    "",
  ].join("\n");
}
