import { plainBounds } from "./framework/bounds.ts";
import { isFramework } from "./framework/guardrails.ts";
import type { CustomEntry } from "./pack.ts";

/** A rule as it was built, for what starts evaluations once it has changed. */
export interface ReevaluatedEntry {
  readonly name: string;
  /** Eight hexadecimal digits. */
  readonly hash: string;
  /** Set where the hash does not cover all of the rule's parameters. */
  readonly isPromoted?: boolean;
  /** The last days of the rule's exemptions. */
  readonly expires?: readonly string[];
}

/**
 * The source of a function's entry module. Each rule is imported at its first event, so that one that fails to load
 * leaves the others alive; the bundler keeps all of them in one file.
 *
 * @param framework - The pack's: the rules carry its bounds and refuse looser values.
 * @param specifierOf - What the bundler imports for an entry: a module whose default export is the rule.
 * @param reevaluated - Rules of the pack that the module's second handler, `reevaluate`, watches over; the code of that
 *   handler is loaded at its own first event.
 */
export function functionEntry(
  entries: readonly CustomEntry[],
  specifierOf: (entry: CustomEntry) => string,
  framework?: string,
  reevaluated?: readonly ReevaluatedEntry[],
): string {
  const bindings = entries.map((entry) => {
    const load = `() => import(${JSON.stringify(specifierOf(entry))}).then((module) => module.default)`;
    const bounds = framework === undefined || !isFramework(framework) ? [] : plainBounds(entry, framework);
    const settings = { onError: entry.onError ?? "not-applicable", ...(bounds.length > 0 ? { bounds } : {}) };
    return `  ${JSON.stringify(entry.name)}: { load: ${load}, ...${JSON.stringify(settings)}${exemptOf(entry)} },`;
  });
  // only what is needed, so that the bundler leaves the rest out
  const imported = [
    "createHandler",
    ...(reevaluated ? ["createReevaluation"] : []),
    ...(entries.some(({ exemptions }) => exemptions) ? ["exempting"] : []),
  ];
  return [
    `import { ${imported.join(", ")} } from "@rulewright/sdk/runtime";`,
    "export const handler = createHandler({",
    ...bindings,
    "});",
    ...(reevaluated
      ? [`export const reevaluate = createReevaluation({ rules: ${JSON.stringify(reevaluated)} });`]
      : []),
    "",
  ].join("\n");
}

/** The last member of a rule's binding, where the pack exempts something from it. */
function exemptOf({ exemptions: given }: CustomEntry): string {
  if (!given) return "";
  return `, exempt: exempting(${JSON.stringify(given.exemptions)}, ${JSON.stringify(given.exemptAs)})`;
}
