import { didYouMean } from "../did-you-mean.ts";
import { CORE_ERRORS } from "../errors.ts";
import { daysUntil } from "./expiry.ts";
import { fitsAll, isPattern, toTextTest } from "./pattern.ts";
import type { ReadEntry, ReportEntry } from "./read-entry.ts";

/** What is known of a rule that an exemption may name; every rule fits. */
export interface ExemptibleRule {
  readonly name: string;
  readonly resourceTypes: readonly string[];
  readonly exemptible?: boolean;
  readonly previousNames?: readonly string[];
}

/** What exemptions are compared with. */
export interface ExemptionFacts {
  /** All rules there are, not only those of the run: an exemption from any other is a mistake. */
  readonly rules: readonly ExemptibleRule[];
  /** Names of AWS's managed rules, which reports can exempt. */
  readonly managedRuleNames?: ReadonlySet<string>;
  /** With it, exemptions that hold longer than `maximumDays` are warned of. */
  readonly now?: Date;
  /** By default 366. */
  readonly maximumDays?: number;
}

const MAXIMUM_DAYS = 366;

/** The rules that an exemption's `rule` stands for, or nothing where it is wrong, which is reported. */
export function resolveRules(rule: string, facts: ExemptionFacts, report: ReportEntry): readonly string[] {
  if (isPattern(rule)) return resolvePattern(rule, facts, report);
  const found = facts.rules.find(({ name }) => name === rule);
  if (found?.exemptible === false) {
    report(CORE_ERRORS.EXEMPTION_REFUSED, "rule", `names ${rule}, which cannot be exempted.`);
    return [];
  }
  if (found) return [rule];
  if (facts.managedRuleNames?.has(rule)) {
    report(CORE_ERRORS.EXEMPTION_RULE_MANAGED, "rule", `names ${rule}, a managed rule.`, { severity: "warning" });
    return [rule];
  }
  const renamed = facts.rules.find(({ previousNames }) => previousNames?.includes(rule));
  const known = [...facts.rules.map(({ name }) => name), ...(facts.managedRuleNames ?? [])];
  const hint = renamed ? `The rule is now called ${renamed.name}.` : didYouMean(rule, known);
  report(CORE_ERRORS.EXEMPTION_RULE_UNKNOWN, "rule", `names ${rule}, which is no rule.`, hint ? { hint } : {});
  return [];
}

/** Rules that refuse exemptions are left out of a pattern, since it does not name them; managed rules as well. */
function resolvePattern(pattern: string, facts: ExemptionFacts, report: ReportEntry): readonly string[] {
  const fits = toTextTest(pattern);
  const fitting = facts.rules.filter(({ name }) => fits(name));
  if (fitting.length === 0) report(CORE_ERRORS.EXEMPTION_RULE_UNKNOWN, "rule", `is ${pattern}, which no rule fits.`);
  const exemptible = fitting.filter((rule) => rule.exemptible !== false).map(({ name }) => name);
  if (fitting.length > 0 && exemptible.length === 0) {
    const names = fitting.map(({ name }) => name).join(", ");
    report(CORE_ERRORS.EXEMPTION_REFUSED, "rule", `is ${pattern}; none of these can be exempted: ${names}.`);
  }
  return exemptible;
}

/** Reports resource types that the exempted rules never report. A managed rule's are not known. */
export function checkTypes(
  types: readonly string[],
  rules: readonly string[],
  facts: ExemptionFacts,
  report: ReportEntry,
): void {
  const known = facts.rules.filter(({ name }) => rules.includes(name));
  if (known.length < rules.length) return;
  const reported = new Set(known.flatMap(({ resourceTypes }) => resourceTypes));
  for (const [index, type] of types.entries()) {
    if ([...reported].some(toTextTest(type))) continue;
    const hint = didYouMean(type, reported) || `Reported are ${[...reported].join(", ")}.`;
    const message = `is ${type}, of which ${rules.join(", ")} reports nothing.`;
    report(CORE_ERRORS.EXEMPTION_INVALID, `resourceTypes[${index}]`, message, { hint });
  }
}

/** Warns of an exemption that covers everything, or for very long. */
export function warnOfLaxity(entry: ReadEntry, facts: ExemptionFacts, report: ReportEntry): void {
  const { accounts = [], resourceIds = [], tags, regions, resourceTypes, expires } = entry;
  const isNarrowed = [regions, resourceTypes].some((list) => list && !list.some(fitsAll)) || tags !== undefined;
  if (accounts.some(fitsAll) && resourceIds.some(fitsAll) && !isNarrowed) {
    report(CORE_ERRORS.EXEMPTION_LAX, "", `covers every resource of every account.`, {
      severity: "warning",
      hint: "Name accounts or resources; a rule that nobody needs is better left out of the pack.",
    });
  }
  const maximumDays = facts.maximumDays ?? MAXIMUM_DAYS;
  if (expires === undefined || !facts.now || daysUntil(expires, facts.now) <= maximumDays) return;
  const days = daysUntil(expires, facts.now);
  report(CORE_ERRORS.EXEMPTION_LAX, "expires", `is ${expires}, ${days} days from now.`, {
    severity: "warning",
    hint: `Choose a day within ${maximumDays} days, and renew the exemption then.`,
  });
}
