import { didYouMean } from "../did-you-mean.ts";
import { CORE_ERRORS } from "../errors.ts";
import { isObject, shown, type JsonObject } from "../json.ts";
import { problem, type Problem } from "../problem.ts";
import { checkTypes, resolveRules, warnOfLaxity, type ExemptionFacts } from "./check-entry.ts";
import type { Exemption } from "./exemption.ts";
import { readEntry, reporter, type ReadEntry } from "./read-entry.ts";

/** The version of the file's format. */
const VERSION = 1;
const KEYS = ["version", "exemptions"];

/** Exemptions that are right, and everything that is wrong with the others. */
export interface ParsedExemptions {
  readonly exemptions: readonly Exemption[];
  /** Errors and warnings, with paths such as `exemptions[2].expires`. With an error, none of the exemptions may be used. */
  readonly problems: readonly Problem[];
}

/** Reads the parsed document of `exemptions.yaml`. Never throws; finds all problems at once. */
export function parseExemptions(document: unknown, facts: ExemptionFacts): ParsedExemptions {
  if (!isObject(document)) {
    const message = `The document is ${shown(document)}, not a mapping with version and exemptions.`;
    return { exemptions: [], problems: [problem(CORE_ERRORS.EXEMPTIONS_UNREADABLE, "", message)] };
  }
  const { version, exemptions: entries } = document;
  if (version !== undefined && version !== VERSION) {
    const message = `The document has the version ${shown(version)}; this release reads ${VERSION}.`;
    return { exemptions: [], problems: [problem(CORE_ERRORS.EXEMPTIONS_UNREADABLE, "version", message)] };
  }
  const problems = checkDocument(document);
  const exemptions: Exemption[] = [];
  const pathById = new Map<string, string>();
  for (const [index, entry] of (Array.isArray(entries) ? entries : []).entries()) {
    const path = `exemptions[${index}]`;
    const found: Problem[] = [];
    const exemption = parseExemption(entry, index, facts, found, pathById);
    problems.push(...found);
    if (exemption && !found.some(({ severity }) => severity === "error")) exemptions.push({ ...exemption, path });
  }
  return { exemptions, problems };
}

function checkDocument(document: JsonObject): Problem[] {
  const problems: Problem[] = [];
  const { version, exemptions } = document;
  if (version === undefined) {
    problems.push(problem(CORE_ERRORS.EXEMPTIONS_UNREADABLE, "version", "The document has no version."));
  }
  for (const key of Object.keys(document)) {
    if (KEYS.includes(key)) continue;
    const hint = didYouMean(key, KEYS);
    const message = `${key} is not a key of the document.`;
    problems.push(problem(CORE_ERRORS.EXEMPTION_KEY_UNKNOWN, key, message, hint ? { hint } : {}));
  }
  if (!Array.isArray(exemptions)) {
    const message =
      exemptions === undefined
        ? "The document has no list exemptions."
        : `exemptions is ${shown(exemptions)}, not a list.`;
    problems.push(problem(CORE_ERRORS.EXEMPTIONS_UNREADABLE, "exemptions", message));
  }
  return problems;
}

function parseExemption(
  entry: unknown,
  index: number,
  facts: ExemptionFacts,
  found: Problem[],
  pathById: Map<string, string>,
): Omit<Exemption, "path"> | undefined {
  const path = `exemptions[${index}]`;
  const report = reporter(found, path);
  const read = readEntry(entry, report);
  if (!read) return undefined;
  const first = read.id === undefined ? undefined : pathById.get(read.id);
  if (first !== undefined) report(CORE_ERRORS.EXEMPTION_INVALID, "id", `is ${read.id}, as that of ${first}.`);
  else if (read.id !== undefined) pathById.set(read.id, path);
  const rules = read.rule === undefined ? [] : resolveRules(read.rule, facts, report);
  if (rules.length > 0) checkTypes(read.resourceTypes ?? [], rules, facts, report);
  warnOfLaxity(read, facts, report);
  return toExemption(read, rules, `#${index + 1}`);
}

function toExemption(read: ReadEntry, rules: readonly string[], place: string): Omit<Exemption, "path"> | undefined {
  const { id = place, accounts, regions, resourceTypes, resourceIds, tags, reason, owner, expires } = read;
  if (!accounts || reason === undefined || owner === undefined || expires === undefined) return undefined;
  return {
    id,
    rules,
    accounts,
    ...(regions ? { regions } : {}),
    ...(resourceTypes ? { resourceTypes } : {}),
    ...(resourceIds ? { resourceIds } : {}),
    ...(tags ? { tags } : {}),
    reason,
    owner,
    expires,
  };
}
