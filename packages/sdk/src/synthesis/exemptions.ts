import { bundledExemptions } from "../core/exemptions/bundle.ts";
import type { ExemptibleRule } from "../core/exemptions/check-entry.ts";
import type { BundledExemption, ExemptAs, ExemptionEntry } from "../core/exemptions/exemption.ts";
import { parseExemptions, type ParsedExemptions } from "../core/exemptions/parse-exemptions.ts";
import { CORE_ERRORS } from "../core/errors.ts";
import { isObject, shown } from "../core/json.ts";
import { problem, type Problem } from "../core/problem.ts";
import type { ConformancePack, CustomEntry, PackEntry } from "./conformance-pack.ts";

/** From what is most to what is least like a failure. */
const STRICTEST_FIRST: readonly ExemptAs[] = ["non-compliant", "not-applicable", "compliant"];

/** The rules of a pack that its functions can exempt from, under their names in the pack. */
export function exemptibleRules({ rules }: Pick<ConformancePack, "rules">): ExemptibleRule[] {
  return rules.filter(isCustom).map(({ name, rule: { resourceTypes, exemptible, previousNames } }) => ({
    name,
    resourceTypes,
    ...(exemptible === undefined ? {} : { exemptible }),
    ...(previousNames ? { previousNames } : {}),
  }));
}

/** Reads a pack's own exemptions; the paths of problems begin with the pack's name. */
export function packExemptions(pack: ConformancePack, entries: readonly ExemptionEntry[]): ParsedExemptions {
  const { exemptions, problems } = parseExemptions(
    { version: 1, exemptions: entries },
    { rules: exemptibleRules(pack), managedRuleNames: new Set(otherNames(pack)) },
  );
  const inPack = problems.map((each) => ({
    ...each,
    path: `${pack.name}.${each.path}`,
    message: `Pack ${pack.name}: ${each.message}`,
  }));
  return { exemptions, problems: inPack };
}

/**
 * Gives each custom rule of a pack the exemptions that name it, after those that it has. Of reasons and owners nothing is
 * kept; exemptions from other rules are passed over.
 */
export function exemptEntries(pack: ConformancePack, exemptions: readonly BundledExemption[]): ConformancePack {
  const { exemptAs = "not-applicable" } = pack;
  const rules = pack.rules.map((entry) => {
    if (!isCustom(entry) || entry.rule.exemptible === false) return entry;
    const found = bundledExemptions(exemptions, [entry.name]);
    return found.length === 0
      ? entry
      : { ...entry, ...joinExemptions(entry, { exemptions: { exemptAs, exemptions: found } }) };
  });
  return { ...pack, rules };
}

/** The exemptions of both, shown as the stricter of the two says. */
export function joinExemptions(
  a: Pick<CustomEntry, "exemptions">,
  b: Pick<CustomEntry, "exemptions">,
): Pick<CustomEntry, "exemptions"> {
  const both = [a, b].flatMap(({ exemptions }) => exemptions ?? []);
  if (both.length === 0) return {};
  const exemptAs = STRICTEST_FIRST.find((choice) => both.some((each) => each.exemptAs === choice)) ?? "not-applicable";
  return { exemptions: { exemptAs, exemptions: both.flatMap(({ exemptions }) => exemptions) } };
}

/** What is wrong with what a pack says of exemptions. */
export function checkExemptions({ name, exemptAs, exemptionProblems = [] }: ConformancePack): readonly Problem[] {
  if (exemptAs === undefined || STRICTEST_FIRST.includes(exemptAs)) return exemptionProblems;
  const message = `Pack ${name}: exemptAs is ${shown(exemptAs)}, not one of ${STRICTEST_FIRST.join(", ")}.`;
  return [...exemptionProblems, problem(CORE_ERRORS.EXEMPTION_INVALID, `${name}.exemptAs`, message)];
}

function otherNames({ rules }: ConformancePack): string[] {
  return rules.filter((entry) => !isCustom(entry) && isObject(entry)).map(({ name }) => name);
}

function isCustom(entry: PackEntry): entry is CustomEntry {
  return isObject(entry) && entry["kind"] === "custom" && isObject(entry["rule"]);
}
