import { fileURLToPath } from "node:url";
import { RulewrightError, isObject } from "@rulewright/sdk";
import type { CustomEntry } from "@rulewright/sdk/synthesis";
import { CLI_ERRORS } from "../errors.ts";
import type { LoadedModules } from "../modules/load-modules.ts";

/** Where a rule's code is. */
export interface RuleModule {
  /** Absolute path. */
  readonly file: string;
  /** The export that is the rule. */
  readonly exportName: string;
}

/**
 * Finds, for the rules of loaded packs, the module and export that each comes from: among the local modules that the
 * packs import, then among the packages they import.
 * @throws RulewrightError `RW5014` for a rule that no module exports.
 */
export async function ruleModules({ modules, packages }: LoadedModules): Promise<(entry: CustomEntry) => RuleModule> {
  const known = new Map<unknown, RuleModule>();
  for (const { file, exports } of modules) register(known, file, exports);
  for (const url of packages) {
    const loaded: unknown = await import(url);
    if (isObject(loaded)) register(known, fileURLToPath(url), loaded);
  }
  return (entry) => {
    const found = known.get(entry.rule);
    if (found) return found;
    const message = `No module exports the rule ${entry.rule.name}, so its code cannot be bundled.`;
    throw new RulewrightError(CLI_ERRORS.RULE_SOURCE_UNKNOWN, message);
  };
}

function register(known: Map<unknown, RuleModule>, file: string, exports: { readonly [name: string]: unknown }): void {
  for (const [exportName, value] of Object.entries(exports)) {
    if (!known.has(value)) known.set(value, { file, exportName });
  }
}
