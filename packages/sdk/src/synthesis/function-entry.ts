import type { ControlSource } from "@rulewright/catalog/controls";
import { entryBounds } from "./framework/bounds.ts";
import { isFramework } from "./framework/guardrails.ts";
import type { CustomEntry } from "./pack.ts";

/**
 * The source of a function's entry module. Each rule is imported at its first event, so that one that fails to load
 * leaves the others alive; the bundler keeps all of them in one file.
 *
 * @param framework - The pack's: the rules carry its bounds and refuse looser values.
 * @param specifierOf - What the bundler imports for an entry: a module whose default export is the rule.
 */
export function functionEntry(
  entries: readonly CustomEntry[],
  specifierOf: (entry: CustomEntry) => string,
  framework?: string,
): string {
  const bindings = entries.map((entry) => {
    const load = `() => import(${JSON.stringify(specifierOf(entry))}).then((module) => module.default)`;
    const bounds = framework === undefined || !isFramework(framework) ? [] : controlBounds(entry, framework);
    const settings = { onError: entry.onError ?? "not-applicable", ...(bounds.length > 0 ? { bounds } : {}) };
    return `  ${JSON.stringify(entry.name)}: { load: ${load}, ...${JSON.stringify(settings)} },`;
  });
  return [
    'import { createHandler } from "@rulewright/sdk/runtime";',
    "export const handler = createHandler({",
    ...bindings,
    "});",
    "",
  ].join("\n");
}

/** A rule's bounds as the runtime takes them: plain data, without the managed rule they were written for. */
function controlBounds(entry: CustomEntry, framework: ControlSource) {
  return entryBounds(entry, framework).map(({ control, bound: { parameters, op, value, stricter } }) => ({
    control,
    parameters,
    op,
    value,
    ...(stricter === undefined ? {} : { stricter }),
  }));
}
