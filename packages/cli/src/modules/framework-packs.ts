import { frameworks } from "@rulewright/catalog/controls";
import { RulewrightError, didYouMean } from "@rulewright/sdk";
import { frameworkPack, isFramework, splitPack } from "@rulewright/sdk/synthesis";
import { CLI_ERRORS } from "../errors.ts";
import type { Io } from "../io.ts";
import type { LoadedPacks } from "./definitions.ts";

/**
 * Makes the packs of frameworks from managed rules and the installed ones, split where they are too large.
 * @throws RulewrightError `RW5001` for a framework that the catalogue does not have.
 */
export async function frameworkPacks(names: readonly string[], io: Io): Promise<LoadedPacks> {
  const rules = Object.values(await import("@rulewright/rules"));
  const packs = names.flatMap((name) => {
    if (!isFramework(name)) throw unknownFramework(name);
    const { pack, leftOut } = frameworkPack(name, rules);
    for (const { identifier, reason } of leftOut) io.err(`warning ${name}: ${identifier} is left out: ${reason}.\n`);
    return splitPack(pack);
  });
  return { packs, loaded: { modules: [], packages: [import.meta.resolve("@rulewright/rules")] } };
}

function unknownFramework(name: string): RulewrightError {
  const known = frameworks().map(({ id }) => id);
  const hint = didYouMean(name, known) || `The catalogue has ${known.join(", ")}.`;
  return new RulewrightError(CLI_ERRORS.USAGE, `There is no framework ${name}.`, { hint });
}
