import { createHash } from "node:crypto";
import { canonicalJson } from "../core/json.ts";
import { effectiveParameters, fixedParameters } from "./config-rule.ts";
import { sortedEntries } from "./entries.ts";
import type { ReevaluatedEntry } from "./function-entry.ts";
import type { ConformancePack, CustomEntry, PackEntry } from "./pack.ts";
import { promotionsOf } from "./promotions.ts";

/** The state of re-evaluation keeps so many digits of a rule's hash. */
const STATE_DIGITS = 8;

/** SHA-256 over canonical JSON, in lower-case hexadecimal. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}

/**
 * What tells each rule of a pack from what it was, and from the others, by name: its code, its effective parameters, its
 * exemptions, and what the pack says of resources that cannot be judged. Values of secret parameters stay out: a short
 * one can be guessed from its hash.
 * @param codeHashOf - The hash of a custom rule's code.
 */
export function ruleHashes(
  pack: ConformancePack,
  codeHashOf: (ruleName: string) => string | undefined,
): ReadonlyMap<string, string> {
  return new Map(sortedEntries(pack).map((entry) => [entry.name, hashOf(identityOf(entry, codeHashOf))]));
}

function identityOf(entry: PackEntry, codeHashOf: (ruleName: string) => string | undefined): object {
  if (entry.kind === "custom") {
    const { name, onError = "not-applicable", exemptions } = entry;
    return { name, code: codeHashOf(name), parameters: openParameters(entry), onError, exemptions };
  }
  const parameters = fixedParameters(entry);
  if (entry.kind === "managed") return { identifier: entry.identifier, schedule: entry.schedule, parameters };
  return { guard: entry.guard, resourceTypes: entry.resourceTypes, parameters };
}

function openParameters(entry: CustomEntry): object {
  const specs = entry.rule.parameters ?? {};
  const values = Object.entries(effectiveParameters(entry));
  return Object.fromEntries(values.filter(([name]) => specs[name]?.secret !== true));
}

/** The custom rules of a pack as re-evaluation knows them. */
export function reevaluatedEntries(
  pack: ConformancePack,
  hashes: ReadonlyMap<string, string>,
): readonly ReevaluatedEntry[] {
  return sortedEntries(pack).flatMap((entry) => {
    if (entry.kind !== "custom") return [];
    const { name, exemptions: { exemptions = [] } = {} } = entry;
    const hash = (hashes.get(name) ?? "").slice(0, STATE_DIGITS);
    const expires = [...new Set(exemptions.map((each) => each.expires))].toSorted();
    return [
      {
        name,
        hash,
        ...(expires.length > 0 ? { expires } : {}),
        ...(isSetElsewhere(entry) ? { isPromoted: true } : {}),
      },
    ];
  });
}

/** Whether the hash does not know all of a rule's parameters, so that what is deployed must tell. */
function isSetElsewhere(entry: CustomEntry): boolean {
  const specs = Object.values(entry.rule.parameters ?? {});
  return promotionsOf(entry).size > 0 || specs.some(({ secret }) => secret === true);
}
