import { RulewrightError } from "../core/errors.ts";
import { didYouMean } from "../core/did-you-mean.ts";
import type { PackDeployment } from "./deployment.ts";
import { SYNTHESIS_ERRORS } from "./errors.ts";
import { joinExemptions } from "./exemptions.ts";
import { withDefaults, type ConformancePack, type PackEntry } from "./pack.ts";
import { refuseOthers } from "./refuse-others.ts";

/** What a pack has otherwise than the one it extends. */
export interface PackExtension {
  readonly name: string;
  readonly framework?: string;
  /** In place of the pack's own. */
  readonly deployment?: PackDeployment;
  /** Names of rules to leave out. */
  readonly drop?: readonly string[];
  /** Entries that take the place of the rule of the same name. */
  readonly override?: readonly PackEntry[];
  readonly add?: readonly PackEntry[];
}

/**
 * A pack made of another: rules dropped, overridden by name, and added. The pack's defaults hold for those as well.
 * @throws RulewrightError `RW3012` for a rule to drop or override that the pack does not have, `RW3021` for a setting
 * that there is not.
 */
export function extend(
  pack: ConformancePack,
  { drop = [], override = [], add = [], ...literal }: PackExtension,
): ConformancePack {
  refuseOthers("extend", literal, ["name", "framework", "deployment", "drop", "override", "add"]);
  const names = pack.rules.map((entry) => entry.name);
  for (const name of [...drop, ...override.map((entry) => entry.name)]) {
    if (names.includes(name)) continue;
    const near = didYouMean(name, names);
    const message = `Pack ${pack.name} has no rule ${name} to drop or override.`;
    throw new RulewrightError(SYNTHESIS_ERRORS.RULE_NOT_IN_PACK, message, near ? { hint: near } : {});
  }
  const rules = pack.rules
    .filter((entry) => !drop.includes(entry.name))
    .map((entry) =>
      overridden(
        entry,
        override.find((other) => other.name === entry.name),
      ),
    );
  return { ...pack, ...literal, rules: [...rules, ...add].map((entry) => withDefaults(entry, pack.defaults)) };
}

/** What the pack exempts from a rule holds for the entry that takes its place. */
function overridden(entry: PackEntry, other: PackEntry | undefined): PackEntry {
  if (entry.kind !== "custom" || other?.kind !== "custom") return other ?? entry;
  return { ...other, ...joinExemptions(entry, other) };
}
