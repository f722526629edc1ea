import type { BundledExemption, Exemption, ExemptionPlace, ExemptionSubject } from "./exemption.ts";
import { isInForce } from "./expiry.ts";
import { fitsAll, isPattern, toListTest, toTextTest, type TextTest } from "./pattern.ts";
import { emptyUsage, visit, wasTried } from "./usage.ts";

/** An expired exemption, and how many evaluations fail for it. */
export interface ExpiredExemption<E extends BundledExemption = Exemption> {
  readonly exemption: E;
  readonly evaluations: number;
}

/** Finds exemptions, and remembers which were needed. */
export interface ExemptionMatcher<E extends BundledExemption = Exemption> {
  /** The exemption in force, the first of the list where several cover the subject. Ask for NON_COMPLIANT ones only. */
  match(subject: ExemptionSubject): E | undefined;
  /** Notes that a rule was applied, whatever the verdict: only then can its exemptions be {@link unused}. */
  visit(place: ExemptionPlace): void;
  /** Those that covered what was asked for, had they not expired. */
  expired(): readonly ExpiredExemption<E>[];
  /** Those that covered nothing although their rule was applied in an account and Region of theirs. */
  unused(): readonly E[];
}

interface Compiled<E> {
  readonly exemption: E;
  readonly position: number;
  readonly isActive: boolean;
  readonly accounts: TextTest;
  readonly regions: TextTest;
  readonly types: TextTest;
  readonly ids: TextTest;
  readonly tags: readonly { readonly key: string; readonly test: TextTest }[];
}

type Index<E> = Map<string, Compiled<E>[]>;

/** The exemptions of a rule: by resource id where they name it, the others by account, or `*`. */
interface OfRule<E> {
  readonly byId: Index<E>;
  readonly byAccount: Index<E>;
}

const ALWAYS: TextTest = () => true;
const NONE: readonly never[] = [];

/**
 * Makes a matcher. A subject costs look-ups, and a try of its rule's exemptions for its account that name no resource ids.
 * @param now - When the exemptions have to hold; one expires with the end of its day, in UTC.
 */
export function createExemptionMatcher<E extends BundledExemption>(
  exemptions: readonly E[],
  now: Date,
): ExemptionMatcher<E> {
  const index = indexByRule(exemptions, now);
  const usage = emptyUsage();
  return {
    match(subject) {
      const ofRule = index.get(subject.rule);
      if (!ofRule) return undefined;
      const { found, expired } = search(ofRule, subject, usage.used);
      if (found) return found.exemption;
      for (const { position } of expired) usage.expired.set(position, (usage.expired.get(position) ?? 0) + 1);
      return undefined;
    },
    visit: (place) => visit(usage, place),
    expired: () =>
      exemptions.flatMap((exemption, position) => {
        const evaluations = usage.expired.get(position);
        return evaluations === undefined ? [] : [{ exemption, evaluations }];
      }),
    unused: () =>
      exemptions.filter(
        (exemption, position) =>
          !usage.used.has(position) && !usage.expired.has(position) && wasTried(exemption, usage),
      ),
  };
}

/** The tags that exemptions of a rule ask for, by its name: all that has to be kept of a resource until it is matched. */
export function exemptionTagKeys(exemptions: readonly BundledExemption[]): ReadonlyMap<string, readonly string[]> {
  const keysByRule = new Map<string, readonly string[]>();
  for (const { rules, tags = [] } of exemptions) {
    if (tags.length === 0) continue;
    for (const rule of rules) {
      keysByRule.set(rule, [...new Set([...(keysByRule.get(rule) ?? []), ...tags.map(({ key }) => key)])]);
    }
  }
  return keysByRule;
}

function search<E>({ byId, byAccount }: OfRule<E>, subject: ExemptionSubject, used: Set<number>) {
  let found: Compiled<E> | undefined;
  const expired: Compiled<E>[] = [];
  for (const candidates of [byId.get(subject.resourceId), byAccount.get(subject.accountId), byAccount.get("*")]) {
    for (const candidate of candidates ?? NONE) {
      if (!covers(candidate, subject)) continue;
      if (!candidate.isActive) expired.push(candidate);
      else {
        used.add(candidate.position);
        if (!found || candidate.position < found.position) found = candidate;
      }
    }
  }
  return { found, expired };
}

function covers<E>(candidate: Compiled<E>, { accountId, region, resourceType, resourceId, tags }: ExemptionSubject) {
  if (!candidate.ids(resourceId) || !candidate.accounts(accountId)) return false;
  if (!candidate.regions(region) || !candidate.types(resourceType)) return false;
  return candidate.tags.every(({ key, test }) => {
    const value = tags && Object.hasOwn(tags, key) ? tags[key] : undefined;
    return value !== undefined && test(value);
  });
}

function indexByRule<E extends BundledExemption>(exemptions: readonly E[], now: Date): Map<string, OfRule<E>> {
  const index = new Map<string, OfRule<E>>();
  for (const [position, exemption] of exemptions.entries()) {
    const { rules, accounts, resourceIds, tags = [] } = exemption;
    if (!resourceIds && tags.length === 0) continue; // says nothing of resources, so it covers none
    const compiled = compile(exemption, position, now);
    for (const rule of new Set(rules)) {
      const ofRule: OfRule<E> = index.get(rule) ?? { byId: new Map(), byAccount: new Map() };
      index.set(rule, ofRule);
      if (resourceIds && !resourceIds.some(isPattern)) addTo(ofRule.byId, resourceIds, compiled);
      else addTo(ofRule.byAccount, accounts.some(fitsAll) ? ["*"] : accounts, compiled);
    }
  }
  return index;
}

function addTo<E>(index: Index<E>, keys: readonly string[], compiled: Compiled<E>): void {
  for (const key of new Set(keys)) {
    const held = index.get(key);
    if (held) held.push(compiled);
    else index.set(key, [compiled]);
  }
}

function compile<E extends BundledExemption>(exemption: E, position: number, now: Date): Compiled<E> {
  const { accounts, regions, resourceTypes, resourceIds, tags = [], expires } = exemption;
  return {
    exemption,
    position,
    isActive: isInForce(expires, now),
    accounts: toListTest(accounts),
    regions: regions ? toListTest(regions) : ALWAYS,
    types: resourceTypes ? toListTest(resourceTypes) : ALWAYS,
    ids: resourceIds ? toListTest(resourceIds) : ALWAYS,
    tags: tags.map(({ key, pattern }) => ({ key, test: toTextTest(pattern) })),
  };
}
