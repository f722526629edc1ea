import type { BundledExemption, Exemption, ExemptionPlace, ExemptionSubject } from "./exemption.ts";
import { isInForce } from "./expiry.ts";
import { fitsAll, toListTest, toTextTest, type TextTest } from "./pattern.ts";
import { createPatternIndex, hasAffix, type PatternIndex } from "./pattern-index.ts";
import { emptyUsage, visit, wasTried } from "./usage.ts";

/** An expired exemption, and how many evaluations fail for it. */
export interface ExpiredExemption<E extends BundledExemption = Exemption> {
  readonly exemption: E;
  readonly evaluations: number;
}

/** Finds exemptions, and remembers which were needed. */
export interface ExemptionMatcher<E extends BundledExemption = Exemption> {
  /** As {@link exemptionTagKeys} gives them. */
  readonly tagKeys: ReadonlyMap<string, readonly string[]>;
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

/** The exemptions of a rule, by account or `*`: by a tag where that says more than the resource ids, else by these. */
interface OfRule<E> {
  readonly ids: PatternIndex<Compiled<E>>;
  readonly tags: Map<string, PatternIndex<Compiled<E>>>;
}

const ALWAYS: TextTest = () => true;
const EVERYWHERE = "*";

/** An exemption that names more pairs of accounts and resources is held once for all accounts. */
const MOST_PAIRS = 1000;

/**
 * Makes a matcher. A subject costs look-ups, and a try of those exemptions only whose resource id or tag begins or ends like its own.
 * @param now - When the exemptions have to hold; one expires with the end of its day, in UTC.
 */
export function createExemptionMatcher<E extends BundledExemption>(
  exemptions: readonly E[],
  now: Date,
): ExemptionMatcher<E> {
  const index = indexByRule(exemptions, now);
  const usage = emptyUsage();
  return {
    get tagKeys() {
      return exemptionTagKeys(exemptions);
    },
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

function search<E>(ofRule: OfRule<E>, subject: ExemptionSubject, used: Set<number>) {
  let found: Compiled<E> | undefined;
  const expired: Compiled<E>[] = [];
  for (const candidate of candidatesOf(ofRule, subject)) {
    if (!covers(candidate, subject)) continue;
    if (!candidate.isActive) expired.push(candidate);
    else {
      used.add(candidate.position);
      if (!found || candidate.position < found.position) found = candidate;
    }
  }
  return { found, expired };
}

function candidatesOf<E>({ ids, tags }: OfRule<E>, subject: ExemptionSubject): Set<Compiled<E>> {
  const candidates = new Set<Compiled<E>>();
  for (const account of [subject.accountId, EVERYWHERE]) {
    ids.collect(account, subject.resourceId, candidates);
    for (const [key, values] of tags) {
      const value = tagOf(subject, key);
      if (value !== undefined) values.collect(account, value, candidates);
    }
  }
  return candidates;
}

function tagOf({ tags }: ExemptionSubject, key: string): string | undefined {
  return tags && Object.hasOwn(tags, key) ? tags[key] : undefined;
}

function covers<E>(candidate: Compiled<E>, subject: ExemptionSubject): boolean {
  const { accountId, region, resourceType, resourceId } = subject;
  if (!candidate.ids(resourceId) || !candidate.accounts(accountId)) return false;
  if (!candidate.regions(region) || !candidate.types(resourceType)) return false;
  return candidate.tags.every(({ key, test }) => {
    const value = tagOf(subject, key);
    return value !== undefined && test(value);
  });
}

function indexByRule<E extends BundledExemption>(exemptions: readonly E[], now: Date): Map<string, OfRule<E>> {
  const index = new Map<string, OfRule<E>>();
  for (const [position, exemption] of exemptions.entries()) {
    const { rules, resourceIds, tags = [] } = exemption;
    if (!resourceIds && tags.length === 0) continue; // says nothing of resources, so it covers none
    const compiled = compile(exemption, position, now);
    for (const rule of new Set(rules)) {
      const ofRule: OfRule<E> = index.get(rule) ?? { ids: createPatternIndex(), tags: new Map() };
      index.set(rule, ofRule);
      file(compiled, ofRule);
    }
  }
  return index;
}

/** Files an exemption by what of it fits the fewest resources. */
function file<E extends BundledExemption>(compiled: Compiled<E>, { ids, tags: byTag }: OfRule<E>): void {
  const { accounts, resourceIds = [EVERYWHERE], tags = [] } = compiled.exemption;
  const tag = resourceIds.every(hasAffix) ? undefined : tags.find(({ pattern }) => hasAffix(pattern));
  const patterns = tag ? [tag.pattern] : resourceIds;
  const isLong = accounts.length * patterns.length > MOST_PAIRS;
  const scopes = isLong || accounts.some(fitsAll) ? [EVERYWHERE] : accounts;
  const index = tag ? (byTag.get(tag.key) ?? createPatternIndex<Compiled<E>>()) : ids;
  if (tag) byTag.set(tag.key, index);
  for (const scope of scopes) for (const pattern of patterns) index.add(scope, pattern, compiled);
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
