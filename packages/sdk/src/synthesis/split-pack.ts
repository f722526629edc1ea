import { LIMITS } from "./errors.ts";
import { deployedBytes } from "./deployed-size.ts";
import type { ConformancePack, PackEntry } from "./pack.ts";
import { synthesizePack } from "./synthesize-pack.ts";

/** What one part may hold. */
export interface PartLimits {
  /** Resources: rules, and remediations too, since AWS's refusal of a large pack speaks of resources. */
  readonly rulesPerPack: number;
  readonly templateBytes: number;
}

/**
 * Splits a pack that is too large into parts that fit, as few as will do. Which part a rule is in depends on its name
 * and the number of parts alone: another rule moves none, another part takes an even share from the others. The first
 * part keeps the pack's name; the others are named `NAME-part-2` and so on. A pack that fits is returned as it is.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html
 */
export function splitPack(pack: ConformancePack, limits: PartLimits = LIMITS): readonly ConformancePack[] {
  for (let number = 1; number < pack.rules.length; number += 1) {
    const parts = partsOf(pack, number);
    if (parts.every((part) => fits(part, limits))) return parts;
  }
  // one rule alone may be too large: that is for `checkPack` to say
  return partsOf(pack, Math.max(pack.rules.length, 1));
}

function partsOf(pack: ConformancePack, number: number): readonly ConformancePack[] {
  if (number === 1) return [pack];
  const groups = Array.from({ length: number }, (): PackEntry[] => []);
  for (const entry of pack.rules) groups[partOf(entry.name, number)]?.push(entry);
  return groups.flatMap((rules, index) => {
    const name = index === 0 ? pack.name : `${pack.name}-part-${index + 1}`;
    return rules.length === 0 ? [] : [{ ...pack, name, rules, ...deploymentOf(pack, rules) }];
  });
}

/** Settings of single rules go where the rules go. */
function deploymentOf({ deployment }: ConformancePack, rules: readonly PackEntry[]): Partial<ConformancePack> {
  if (!deployment?.rules) return {};
  const settings = Object.entries(deployment.rules).filter(([name]) => rules.some((entry) => entry.name === name));
  return { deployment: { ...deployment, rules: Object.fromEntries(settings) } };
}

/** The part that scores highest for a name (rendezvous hashing), from 0. */
function partOf(name: string, number: number): number {
  let best = 0;
  for (let part = 1; part < number; part += 1) {
    if (hash(`${part}:${name}`) > hash(`${best}:${name}`)) best = part;
  }
  return best;
}

/** FNV-1a with murmur's finish, 32 bits: the same on every machine and in every release. */
function hash(text: string): number {
  let value = 0x81_1c_9d_c5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01_00_01_93);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85_eb_ca_6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2_b2_ae_35);
  return (value ^ (value >>> 16)) >>> 0;
}

function fits(pack: ConformancePack, { rulesPerPack, templateBytes }: PartLimits): boolean {
  if (pack.rules.length > rulesPerPack) return false;
  const template = synthesizePack(pack);
  return Object.keys(template.Resources).length <= rulesPerPack && deployedBytes(template, pack) <= templateBytes;
}
