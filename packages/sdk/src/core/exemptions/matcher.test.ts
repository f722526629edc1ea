import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { bundledExemptions } from "./bundle.ts";
import type { Exemption, ExemptionSelectors, ExemptionSubject } from "./exemption.ts";
import { createExemptionMatcher, exemptionTagKeys } from "./matcher.ts";
import { toTextTest } from "./pattern.ts";
import { exemptionProblems } from "./usage-problems.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const RULE = "s3-bucket-encrypted";
const SUBJECT: ExemptionSubject = {
  rule: RULE,
  accountId: "111122223333",
  region: "eu-west-1",
  resourceType: "AWS::S3::Bucket",
  resourceId: "legacy",
  tags: { Stage: "sandbox-1" },
};

function exemption(given: Partial<Exemption> = {}): Exemption {
  return {
    id: "#1",
    rules: [RULE],
    accounts: ["111122223333"],
    reason: "Public downloads.",
    owner: "web",
    expires: "2027-03-31",
    path: "exemptions[0]",
    ...(given.tags || "resourceIds" in given ? {} : { resourceIds: ["legacy"] }),
    ...given,
  };
}

const matches = (given: Partial<Exemption>, subject: Partial<ExemptionSubject> = {}, now = NOW) =>
  createExemptionMatcher([exemption(given)], now).match({ ...SUBJECT, ...subject }) !== undefined;

describe("an exemption covers", () => {
  test.each<[string, Partial<Exemption>, Partial<ExemptionSubject>]>([
    ["its resource", {}, {}],
    ["every account", { accounts: ["*"] }, { accountId: "444455556666" }],
    ["resources of a pattern", { resourceIds: ["leg*"] }, {}],
    ["one of several resources", { resourceIds: ["x*", "legacy"] }, {}],
    ["every resource", { resourceIds: ["*"] }, {}],
    ["a Region", { regions: ["us-east-1", "eu-*"] }, {}],
    ["a type", { resourceTypes: ["AWS::S3::*"] }, {}],
    ["a tag", { tags: [{ key: "Stage", pattern: "sandbox-*" }] }, {}],
    ["a tag of any value", { tags: [{ key: "Stage", pattern: "*" }] }, {}],
    ["a tag of no value", { tags: [{ key: "Stage", pattern: "" }] }, { tags: { Stage: "" } }],
  ])("%s", (_what, given, subject) => {
    expect(matches(given, subject)).toBe(true);
  });
});

describe("an exemption does not cover", () => {
  const tags = [{ key: "Stage", pattern: "*" }];
  test.each<[string, Partial<Exemption>, Partial<ExemptionSubject>]>([
    ["another rule", {}, { rule: "s3-bucket-logged" }],
    ["another account", {}, { accountId: "444455556666" }],
    ["another resource", {}, { resourceId: "legacy2" }],
    ["a resource of another case", {}, { resourceId: "Legacy" }],
    ["another Region", { regions: ["us-*"] }, {}],
    ["global resources by a Region", { regions: ["eu-west-1"] }, { region: "global" }],
    ["another type", { resourceTypes: ["AWS::S3::AccessPoint"] }, {}],
    ["a resource of which the tags are not known", { tags }, { tags: undefined }],
    ["a resource without the tag", { tags }, { tags: {} }],
    ["a tag that every object has", { tags: [{ key: "constructor", pattern: "*" }] }, {}],
    ["a resource with one of two tags", { tags: [...tags, { key: "Team", pattern: "*" }] }, {}],
    ["by tags another resource than it names", { tags, resourceIds: ["other"] }, {}],
    ["by its resource others than it tags", { tags: [{ key: "Team", pattern: "*" }], resourceIds: ["legacy"] }, {}],
    ["anything by an empty list of accounts", { accounts: [] }, {}],
    ["anything by an empty list of Regions", { regions: [] }, {}],
    ["anything by an empty list of types", { resourceTypes: [] }, {}],
    ["anything by an empty list of resources", { resourceIds: [] }, {}],
    ["anything by empty tags", { tags: [] }, {}],
  ])("%s", (_what, given, subject) => {
    expect(matches(given, subject)).toBe(false);
  });
});

describe("the last day", () => {
  test.each([
    ["2026-11-24", "2026-11-24T00:00:00.000Z", true],
    ["2026-11-24", "2026-11-24T23:59:59.999Z", true],
    ["2026-11-24", "2026-11-25T00:00:00.000Z", false],
    ["2026-11-24", "+010000-01-01T00:00:00Z", false],
    ["2026-02-30", "2026-01-01T00:00:00Z", false],
    ["never", "2026-01-01T00:00:00Z", false],
    ["2026-11-24", "no time", false],
  ])("%s holds at %s: %j", (expires, now, holds) => {
    expect(matches({ expires }, {}, new Date(now))).toBe(holds);
  });
});

describe("of several exemptions", () => {
  test("the first of the list counts, and all that cover are used", () => {
    const list = [
      exemption({ id: "a", resourceIds: ["leg*"] }),
      exemption({ id: "b" }),
      exemption({ id: "c", resourceIds: ["legacy", "x"] }),
    ];
    const matcher = createExemptionMatcher(list, NOW);
    matcher.visit(SUBJECT);
    expect(matcher.match(SUBJECT)?.id).toBe("a");
    expect(matcher.unused()).toEqual([]);
    expect(createExemptionMatcher(list.toReversed(), NOW).match(SUBJECT)?.id).toBe("c");
  });

  test("one in force stands in for an expired one, which then covers nothing", () => {
    const matcher = createExemptionMatcher(
      [exemption({ id: "old", expires: "2020-01-01" }), exemption({ id: "new" })],
      NOW,
    );
    matcher.visit(SUBJECT);
    expect(matcher.match(SUBJECT)?.id).toBe("new");
    expect([matcher.expired(), matcher.unused().map(({ id }) => id)]).toEqual([[], ["old"]]);
  });
});

describe("a matcher remembers", () => {
  const old = exemption({ id: "old", expires: "2026-11-23", path: "exemptions[3]" });

  test("expired exemptions that were needed, and how often", () => {
    const matcher = createExemptionMatcher([old], NOW);
    matcher.visit(SUBJECT);
    matcher.match(SUBJECT);
    expect(exemptionProblems(matcher).map(({ message }) => message)).toEqual([
      "Exemption old of web expired after 2026-11-23; 1 evaluation is NON_COMPLIANT again.",
    ]);
    matcher.match(SUBJECT);
    expect(matcher.expired()).toEqual([{ exemption: old, evaluations: 2 }]);
    expect(exemptionProblems(matcher)).toMatchObject([{ code: "RW1038", severity: "error", path: "exemptions[3]" }]);
    expect(matcher.unused()).toEqual([]);
  });

  test.each<[string, Partial<Exemption>, boolean]>([
    ["its rule, account and Region were seen", { resourceIds: ["gone"] }, true],
    ["it is for every account", { resourceIds: ["gone"], accounts: ["*"] }, true],
    ["it has expired", { resourceIds: ["gone"], expires: "2020-01-01" }, true],
    ["its rule was not applied", { resourceIds: ["gone"], rules: ["s3-bucket-logged"] }, false],
    ["its account was not seen", { resourceIds: ["gone"], accounts: ["444455556666"] }, false],
    ["its Region was not seen", { resourceIds: ["gone"], regions: ["us-*"] }, false],
  ])("unused ones, where %s", (_when, given, listed) => {
    const matcher = createExemptionMatcher([exemption(given)], NOW);
    matcher.visit(SUBJECT);
    expect(matcher.unused()).toHaveLength(listed ? 1 : 0);
    expect(exemptionProblems(matcher).map(({ code, severity }) => `${code} ${severity}`)).toEqual(
      listed ? ["RW1039 warning"] : [],
    );
  });
});

test("the tags to keep are those that a rule's exemptions ask for", () => {
  const [stage, team] = [
    { key: "Stage", pattern: "a" },
    { key: "Team", pattern: "*" },
  ];
  const list = [
    exemption({ tags: [stage] }),
    exemption({ tags: [team, { key: "Stage", pattern: "b" }], rules: [RULE, "other"] }),
    exemption({ rules: ["third"] }),
  ];
  expect(exemptionTagKeys(list)).toEqual(
    new Map([
      [RULE, ["Stage", "Team"]],
      ["other", ["Team", "Stage"]],
    ]),
  );
});

test("fits what the definition says, whatever the index", () => {
  const word = fc.constantFrom("a", "b", "ab");
  const pattern = fc.constantFrom("a", "b", "a*", "*b", "a*b", "*a*", "*");
  const list = (of: fc.Arbitrary<string>) => fc.option(fc.array(of, { maxLength: 3 }), { nil: undefined });
  const tag = fc.record({ key: word, pattern });
  const arbitrary = fc.record({
    rules: fc.array(word, { maxLength: 2 }),
    accounts: fc.array(fc.constantFrom("a", "b", "*"), { maxLength: 2 }),
    regions: list(pattern),
    resourceTypes: list(pattern),
    resourceIds: list(pattern),
    tags: fc.option(fc.array(tag, { maxLength: 2 }), { nil: undefined }),
  });
  const subject = fc.record({
    rule: word,
    accountId: word,
    region: word,
    resourceType: word,
    resourceId: word,
    tags: fc.option(fc.dictionary(word, word), { nil: undefined }),
  });
  type Given = { readonly [K in keyof ExemptionSelectors]-?: ExemptionSelectors[K] | undefined };
  const toExemption = ({ rules, accounts, regions, resourceTypes, resourceIds, tags }: Given, id: string) => ({
    id,
    expires: "2027-01-01",
    rules: rules ?? [],
    accounts: accounts ?? [],
    ...(regions ? { regions } : {}),
    ...(resourceTypes ? { resourceTypes } : {}),
    ...(resourceIds ? { resourceIds } : {}),
    ...(tags ? { tags } : {}),
  });
  const oneFits = (patterns: readonly string[] | undefined, text: string) =>
    patterns === undefined || patterns.some((each) => toTextTest(each)(text));
  const says = (each: ExemptionSelectors, of: ExemptionSubject) =>
    (each.resourceIds !== undefined || (each.tags ?? []).length > 0) &&
    each.rules.includes(of.rule) &&
    oneFits(each.accounts, of.accountId) &&
    oneFits(each.regions, of.region) &&
    oneFits(each.resourceTypes, of.resourceType) &&
    oneFits(each.resourceIds, of.resourceId) &&
    (each.tags ?? []).every(
      ({ key, pattern: value }) => of.tags?.[key] !== undefined && toTextTest(value)(of.tags[key] ?? ""),
    );
  fc.assert(
    fc.property(fc.array(arbitrary, { maxLength: 8 }), subject, (given, of) => {
      const exemptions = given.map((each, index) => toExemption(each, String(index)));
      const expected = exemptions.find((each) => says(each, of));
      expect(createExemptionMatcher(exemptions, NOW).match(of)).toBe(expected);
      const bundled: unknown = JSON.parse(JSON.stringify(bundledExemptions(exemptions)));
      expect(bundled).toEqual(exemptions.filter(({ rules }) => rules.length > 0));
    }),
    { seed: 20261124, numRuns: 1000 },
  );
});

describe("what a function may hold", () => {
  const list = [
    exemption({ tags: [{ key: "Stage", pattern: "*" }], rules: [RULE, "other"] }),
    exemption({ rules: ["other"] }),
  ];

  test("is neither reason nor owner, and only what its rules need", () => {
    expect(bundledExemptions(list, [RULE])).toEqual([
      {
        id: "#1",
        rules: [RULE],
        accounts: ["111122223333"],
        tags: [{ key: "Stage", pattern: "*" }],
        expires: "2027-03-31",
      },
    ]);
    expect(JSON.stringify(bundledExemptions(list))).not.toMatch(/reason|owner|path|Public|web/);
    expect(bundledExemptions(list)).toHaveLength(2);
  });

  test("matches like the whole exemption", () => {
    expect(createExemptionMatcher(bundledExemptions(list), NOW).match(SUBJECT)?.id).toBe("#1");
  });
});
