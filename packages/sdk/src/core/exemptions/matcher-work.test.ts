import { beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { Exemption, ExemptionSubject } from "./exemption.ts";
import type * as matcherModule from "./matcher.ts";
import type * as patternModule from "./pattern.ts";

const mockTries = { count: 0 };

jest.mock("./pattern.ts", () => {
  const actual = jest.requireActual<typeof patternModule>("./pattern.ts");
  const counted =
    (fits: patternModule.TextTest): patternModule.TextTest =>
    (text) => {
      mockTries.count += 1;
      return fits(text);
    };
  return {
    ...actual,
    toTextTest: (pattern: string) => counted(actual.toTextTest(pattern)),
    toListTest: (patterns: readonly string[]) => counted(actual.toListTest(patterns)),
  };
});

const NOW = new Date("2026-11-24T12:00:00Z");
const SUBJECT: ExemptionSubject = {
  rule: "s3-bucket-encrypted",
  accountId: "111122223333",
  region: "eu-west-1",
  resourceType: "AWS::S3::Bucket",
  resourceId: "legacy",
};

function exemption(given: Partial<Exemption>): Exemption {
  return {
    id: "#1",
    rules: [SUBJECT.rule],
    accounts: [SUBJECT.accountId],
    reason: "Public downloads.",
    owner: "web",
    expires: "2027-03-31",
    path: "exemptions[0]",
    ...given,
  };
}

describe("however many exemptions there are", () => {
  let createExemptionMatcher: (typeof matcherModule)["createExemptionMatcher"];
  beforeAll(async () => {
    ({ createExemptionMatcher } = await import("./matcher.ts")); // whose patterns are counted
  });

  const many = (given: (index: number) => Partial<Exemption>) =>
    Array.from({ length: 600 }, (_, index) => exemption({ id: `#${index}`, ...given(index) }));
  const team = (pattern: string) => [{ key: "Team", pattern }];

  test.each<[string, (index: number) => Partial<Exemption>, string, string]>([
    ["by id", (index) => ({ resourceIds: [`web-${index}`, "web"] }), "web-7", "#7"],
    ["by an id of any account", (index) => ({ accounts: ["*"], resourceIds: [`web-${index}`] }), "web-7", "#7"],
    ["by the same id, each for an account", accountNumber(["web-7"]), "web-7", "#0"],
    ["by a beginning", (index) => ({ resourceIds: [`web-${index}-*`] }), "web-7-a", "#7"],
    ["by an end", (index) => ({ resourceIds: [`*-${index}.log`] }), "a-7.log", "#7"],
    ["by a beginning and an end", (index) => ({ resourceIds: [`a*-${index}.log`] }), "a-7.log", "#7"],
    ["by a tag", (index) => ({ tags: team(`team-${index}`) }), "web", "#7"],
    ["by a tag's beginning", (index) => ({ resourceIds: ["*"], tags: team(`team-${index}*`) }), "web", "#7"],
    ["of every resource, each for an account", accountNumber(["*"]), "web", "#0"],
  ])("a subject is compared with those only that may fit, %s", (_how, given, resourceId, expected) => {
    const matcher = createExemptionMatcher(many(given), NOW);
    mockTries.count = 0;
    expect(matcher.match({ ...SUBJECT, resourceId, tags: { Team: "team-7" } })?.id).toBe(expected);
    expect(mockTries.count).toBeGreaterThan(0);
    expect(mockTries.count).toBeLessThan(10); // five patterns at most are tried of one exemption
  });

  function accountNumber(resourceIds: readonly string[]) {
    const accounts = (index: number) => [index === 0 ? SUBJECT.accountId : String(100_000_000_000 + index)];
    return (index: number): Partial<Exemption> => ({ accounts: accounts(index), resourceIds });
  }

  test("one that names many accounts and resources covers all of them", () => {
    const numbers = Array.from({ length: 100 }, (_, index) => String(100_000_000_000 + index));
    const matcher = createExemptionMatcher([exemption({ accounts: numbers, resourceIds: numbers })], NOW);
    for (const number of numbers)
      expect(matcher.match({ ...SUBJECT, accountId: number, resourceId: number })).toBeDefined();
    expect(matcher.match({ ...SUBJECT, resourceId: numbers[0] ?? "" })).toBeUndefined();
  });

  test("one that fits by several of its entries has expired once", () => {
    const matcher = createExemptionMatcher(
      [exemption({ expires: "2020-01-01", resourceIds: ["leg*", "*acy", "legacy"] })],
      NOW,
    );
    matcher.match(SUBJECT);
    expect(matcher.expired().map(({ evaluations }) => evaluations)).toEqual([1]);
  });
});
