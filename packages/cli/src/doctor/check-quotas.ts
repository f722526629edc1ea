import { counted } from "@rulewright/reports";
import type { Finding, FindingSeverity } from "./finding.ts";
import { rulesIn } from "./pack-needs.ts";
import type { Place } from "./check-recorder.ts";

/**
 * Quotas of AWS Config, none of them adjustable.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html
 */
const MOST_PACKS = 50;
const MOST_RULES = 1_000;
/** What Lambda keeps back for functions that reserve nothing; `PutFunctionConcurrency` refuses to go below. */
const UNRESERVED_LEFT = 100;
/** The name of Lambda's quota of concurrent executions in Service Quotas. */
const CONCURRENCY_QUOTA = "L-B99A9384";
/** Part of a quota that may be taken before it is worth a warning. */
const NEARLY_FULL = 0.9;

/** Judges how many conformance packs a Region still takes. `existing` are names, those of organization packs too. */
export function checkPackQuota(existing: readonly string[], { region, packs }: Place): Finding {
  const fresh = packs.filter(({ pack }) => !existing.includes(pack));
  const place = `conformance packs are in ${region}`;
  return quota("pack-quota", { used: existing.length, needed: fresh.length, most: MOST_PACKS, place, region });
}

/** Judges how many organization packs an organization still takes. */
export function checkOrganizationPackQuota(existing: readonly string[], { region, packs }: Place): Finding {
  const fresh = packs.filter(({ pack }) => !existing.includes(pack));
  const place = `organization conformance packs are in ${region}`;
  const counts = { used: existing.length, needed: fresh.length, most: MOST_PACKS };
  return quota("organization-pack-quota", { ...counts, place, region });
}

/** Judges how many rules a Region still takes: the packs' own that are there already are not needed again. */
export function checkRuleQuota(existing: readonly string[], place: Place): Finding {
  const { region, globalRulesRegion, packs } = place;
  const there = countNames(existing.map(baseName));
  const wanted = countNames(packs.flatMap((pack) => rulesIn(pack, region, globalRulesRegion)).map(({ name }) => name));
  const needed = [...wanted].reduce((sum, [name, count]) => sum + Math.max(0, count - (there.get(name) ?? 0)), 0);
  return quota("rule-quota", {
    used: existing.length,
    needed,
    most: MOST_RULES,
    place: `rules are in ${region}`,
    region,
  });
}

/** How often each name comes: AWS Config keeps every pack's copy of a rule. */
function countNames(names: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
  return found;
}

/** A pack's rule without what the service adds to its name. */
function baseName(name: string): string {
  return name.replace(/-conformance-pack-[a-z0-9]+$/, "");
}

interface Quota {
  readonly used: number;
  readonly needed: number;
  readonly most: number;
  readonly place: string;
  readonly region: string;
}

function quota(id: Finding["id"], { used, needed, most, place, region }: Quota): Finding {
  const after = used + needed;
  const need = needed === 0 ? "" : `; what is to be deployed adds ${needed}`;
  const severity: FindingSeverity = after > most ? "error" : after > most * NEARLY_FULL ? "warning" : "info";
  const advice = after > most ? ": remove some first, or merge packs" : "";
  return { id, severity, region, message: `${used} of ${most} ${place}${need}${advice}.` };
}

/** Judges whether functions can run, and reserve what they want to. `unreserved` is what the account has to give. */
export function checkConcurrency(unreserved: number, { region, packs }: Place): Finding {
  const reserved = packs.reduce((sum, pack) => sum + pack.reservedConcurrency, 0);
  const increase = `aws service-quotas request-service-quota-increase --region ${region} --service-code lambda --quota-code ${CONCURRENCY_QUOTA} --desired-value 1000`;
  const free = `${counted(unreserved, "concurrent execution")} of Lambda ${unreserved === 1 ? "is" : "are"} not reserved in ${region}`;
  if (reserved > 0 && unreserved - reserved < UNRESERVED_LEFT) {
    const message = `${free}; the functions reserve ${reserved}, and Lambda keeps ${UNRESERVED_LEFT} back: the deployment fails.`;
    return { id: "concurrency", severity: "error", region, message, mend: increase };
  }
  if (unreserved < UNRESERVED_LEFT) {
    const message = `Only ${free.charAt(0).toLowerCase()}${free.slice(1)}: many changes at a time wait, and late events are dropped.`;
    return { id: "concurrency", severity: "warning", region, message, mend: increase };
  }
  return { id: "concurrency", severity: "info", region, message: `${free}.` };
}
