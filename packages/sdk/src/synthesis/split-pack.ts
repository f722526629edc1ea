import { LIMITS } from "./errors.ts";
import type { ConformancePack, PackEntry } from "./pack.ts";
import { synthesizePack } from "./synthesize-pack.ts";
import { toYaml } from "./to-yaml.ts";

/** Rules that a part may hold when a pack is split, so that a few may be added before it must be split anew. */
const RULES_PER_PART = 110;

/**
 * Splits a pack that is too large for AWS Config into `NAME-part-1`, `NAME-part-2` …, each within the limits. Parts are
 * cut by the rules' names, so that the rules of one service stay together and a rule that is added moves few others.
 * A pack that fits is returned as it is.
 */
export function splitPack(pack: ConformancePack): ConformancePack[] {
  if (fits(pack)) return [pack];
  const entries = pack.rules.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (let count = Math.max(2, Math.ceil(entries.length / RULES_PER_PART)); count <= entries.length; count += 1) {
    const parts = chunk(entries, count).map((rules, index) => ({
      ...pack,
      name: `${pack.name}-part-${index + 1}`,
      rules,
    }));
    if (parts.every(fits)) return parts;
  }
  return [pack]; // one rule alone is too large: `checkPack` says so
}

function fits(pack: ConformancePack): boolean {
  return (
    pack.rules.length <= LIMITS.rulesPerPack && Buffer.byteLength(toYaml(synthesizePack(pack))) <= LIMITS.templateBytes
  );
}

function chunk(entries: readonly PackEntry[], count: number): (readonly PackEntry[])[] {
  const size = Math.ceil(entries.length / count);
  return Array.from({ length: Math.ceil(entries.length / size) }, (_, index) =>
    entries.slice(index * size, (index + 1) * size),
  );
}
