import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ExemptionFacts } from "./check-entry.ts";
import { parseExemptions } from "./parse-exemptions.ts";

const FACTS: ExemptionFacts = {
  rules: [
    { name: "s3-bucket-encrypted", resourceTypes: ["AWS::S3::Bucket"] },
    { name: "s3-bucket-logged", resourceTypes: ["AWS::S3::Bucket"], previousNames: ["bucket-logged"] },
    { name: "s3-account-blocked", resourceTypes: ["AWS::::Account"], exemptible: false },
    { name: "iam-root-unused", resourceTypes: ["AWS::IAM::User"], exemptible: false },
  ],
  managedRuleNames: new Set(["access-keys-rotated"]),
  now: new Date("2026-11-24T12:00:00Z"),
};

const ENTRY = {
  rule: "s3-bucket-encrypted",
  accounts: ["111122223333"],
  resourceIds: ["legacy"],
  reason: "Public downloads.",
  owner: "web@example.com",
  expires: "2027-03-31",
};

const parse = (...exemptions: readonly unknown[]) => parseExemptions({ version: 1, exemptions }, FACTS);
const told = (document: unknown) =>
  parseExemptions(document, FACTS).problems.map(({ code, path, severity }) => `${code} ${path} ${severity}`);

describe("what is read", () => {
  test("is every selector, with an id by place where there is none", () => {
    const full = {
      ...ENTRY,
      id: "RISK-1",
      regions: ["eu-*"],
      resourceTypes: ["AWS::S3::*"],
      tags: { Stage: "sandbox-*", Empty: "" },
    };
    const { exemptions, problems } = parse(ENTRY, full);
    expect(problems).toEqual([]);
    const { rule: _rule, ...common } = ENTRY;
    const rules = ["s3-bucket-encrypted"];
    expect(exemptions).toEqual([
      { ...common, id: "#1", rules, path: "exemptions[0]" },
      {
        ...common,
        id: "RISK-1",
        rules,
        regions: ["eu-*"],
        resourceTypes: ["AWS::S3::*"],
        tags: [
          { key: "Stage", pattern: "sandbox-*" },
          { key: "Empty", pattern: "" },
        ],
        path: "exemptions[1]",
      },
    ]);
  });

  test.each([
    ["a pattern, without rules that refuse", "s3-*", ["s3-bucket-encrypted", "s3-bucket-logged"]],
    ["every rule, without rules that refuse", "*", ["s3-bucket-encrypted", "s3-bucket-logged"]],
    ["a managed rule", "access-keys-rotated", ["access-keys-rotated"]],
  ])("resolves %s", (_what, rule, rules) => {
    expect(parse({ ...ENTRY, rule }).exemptions.map((exemption) => exemption.rules)).toEqual([rules]);
  });

  test("takes account ids without quotes that have lost nothing", () => {
    expect(parse({ ...ENTRY, accounts: [111122223333] }).exemptions[0]?.accounts).toEqual(["111122223333"]);
  });

  test("takes tags named like members of an object", () => {
    const tags: unknown = JSON.parse('{"__proto__": "x"}');
    expect(parse({ ...ENTRY, tags }).exemptions[0]?.tags).toEqual([{ key: "__proto__", pattern: "x" }]);
  });

  test("may be no exemption at all", () => {
    expect(parse()).toEqual({ exemptions: [], problems: [] });
  });
});

describe("a document", () => {
  test.each<[string, unknown, readonly string[]]>([
    ["that is empty", null, ["RW1030  error"]],
    ["that is a list", [], ["RW1030  error"]],
    ["of another version", { version: 2, whatever: 1 }, ["RW1030 version error"]],
    ["without a version", { exemptions: [] }, ["RW1030 version error"]],
    ["without exemptions", { version: 1 }, ["RW1030 exemptions error"]],
    ["with a misspelt key", { version: 1, exemption: [] }, ["RW1031 exemption error", "RW1030 exemptions error"]],
  ])("%s is refused", (_what, document, problems) => {
    expect(told(document)).toEqual(problems);
  });
});

describe("an exemption", () => {
  const without = (key: string) => Object.fromEntries(Object.entries(ENTRY).filter(([name]) => name !== key));
  test.each<[string, unknown, string]>([
    ["that is a text", "s3-bucket-encrypted", "RW1033 exemptions[0] error"],
    ["without a rule", without("rule"), "RW1032 exemptions[0].rule error"],
    ["without accounts", without("accounts"), "RW1032 exemptions[0].accounts error"],
    ["without resources", without("resourceIds"), "RW1032 exemptions[0] error"],
    ["without a reason", without("reason"), "RW1032 exemptions[0].reason error"],
    ["without an owner", without("owner"), "RW1032 exemptions[0].owner error"],
    ["without an end", without("expires"), "RW1032 exemptions[0].expires error"],
    ["of no account", { ...ENTRY, accounts: [] }, "RW1033 exemptions[0].accounts error"],
    ["of one account, no list", { ...ENTRY, accounts: "*" }, "RW1033 exemptions[0].accounts error"],
    ["of a pattern of accounts", { ...ENTRY, accounts: ["1*"] }, "RW1033 exemptions[0].accounts[0] error"],
    ["with a lost zero", { ...ENTRY, accounts: ["*", 11122223333] }, "RW1033 exemptions[0].accounts[1] error"],
    ["of no resource", { ...ENTRY, resourceIds: [] }, "RW1033 exemptions[0].resourceIds error"],
    ["of a blank resource", { ...ENTRY, resourceIds: [" "] }, "RW1033 exemptions[0].resourceIds[0] error"],
    ["of an empty resource", { ...ENTRY, resourceIds: [""] }, "RW1033 exemptions[0].resourceIds[0] error"],
    ["of nothing as resources", { ...ENTRY, resourceIds: null }, "RW1033 exemptions[0].resourceIds error"],
    ["of no tag", { ...ENTRY, tags: {} }, "RW1033 exemptions[0].tags error"],
    ["of a list of tags", { ...ENTRY, tags: ["Stage"] }, "RW1033 exemptions[0].tags error"],
    ["of a tag of a number", { ...ENTRY, tags: { Cost: 42 } }, "RW1033 exemptions[0].tags.Cost error"],
    ["of no Region", { ...ENTRY, regions: [] }, "RW1033 exemptions[0].regions error"],
    ["of a misspelt Region", { ...ENTRY, regions: ["eu-*", "eu-west1"] }, "RW1033 exemptions[0].regions[1] error"],
    ["of a pattern of no Region", { ...ENTRY, regions: ["eu-west1*"] }, "RW1033 exemptions[0].regions[0] error"],
    [
      "of a type the rule never reports",
      { ...ENTRY, resourceTypes: ["AWS::S3::Buckt"] },
      "RW1033 exemptions[0].resourceTypes[0] error",
    ],
    ["with a blank reason", { ...ENTRY, reason: "  " }, "RW1033 exemptions[0].reason error"],
    ["until a day without dashes", { ...ENTRY, expires: "20270331" }, "RW1033 exemptions[0].expires error"],
    ["until a day of no calendar", { ...ENTRY, expires: "2027-02-30" }, "RW1033 exemptions[0].expires error"],
    ["until a thirteenth month", { ...ENTRY, expires: "2027-13-01" }, "RW1033 exemptions[0].expires error"],
    ["until a date as an object", { ...ENTRY, expires: new Date(0) }, "RW1033 exemptions[0].expires error"],
    ["with an id of blanks", { ...ENTRY, id: "a b" }, "RW1033 exemptions[0].id error"],
    ["with a misspelt key", { ...ENTRY, region: ["eu-west-1"] }, "RW1031 exemptions[0].region error"],
    ["from an unknown rule", { ...ENTRY, rule: "s3-bucket-encryptd" }, "RW1034 exemptions[0].rule error"],
    ["from a pattern of no rule", { ...ENTRY, rule: "ec2-*" }, "RW1034 exemptions[0].rule error"],
    ["from a rule that refuses", { ...ENTRY, rule: "iam-root-unused" }, "RW1035 exemptions[0].rule error"],
    ["from rules that all refuse", { ...ENTRY, rule: "iam-*" }, "RW1035 exemptions[0].rule error"],
  ])("%s is refused", (_what, entry, told1) => {
    expect(told({ version: 1, exemptions: [entry] })).toEqual([told1]);
    expect(parse(entry).exemptions).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ["of everything", { ...ENTRY, accounts: ["*"], resourceIds: ["*"] }, "RW1036 exemptions[0] warning"],
    [
      "of everything everywhere",
      { ...ENTRY, accounts: ["*"], resourceIds: ["**"], regions: ["*"] },
      "RW1036 exemptions[0] warning",
    ],
    ["for very long", { ...ENTRY, expires: "2099-12-31" }, "RW1036 exemptions[0].expires warning"],
    [
      "from a managed rule",
      { ...ENTRY, rule: "access-keys-rotated", resourceTypes: ["AWS::X::Y"] },
      "RW1037 exemptions[0].rule warning",
    ],
  ])("%s is warned of", (_what, entry, told1) => {
    expect(told({ version: 1, exemptions: [entry] })).toEqual([told1]);
    expect(parse(entry).exemptions).toHaveLength(1);
  });

  test.each([
    ["every account's one resource", { accounts: ["*"] }],
    ["every resource of one account", { resourceIds: ["*"] }],
    ["everything with a tag", { accounts: ["*"], resourceIds: ["*"], tags: { Stage: "*" } }],
    ["everything of a Region", { accounts: ["*"], resourceIds: ["*"], regions: ["eu-west-1"] }],
    ["the past", { expires: "2020-01-01" }],
    ["a year", { expires: "2027-11-24" }],
  ])("of %s is in order", (_what, given) => {
    expect(told({ version: 1, exemptions: [{ ...ENTRY, ...given }] })).toEqual([]);
  });

  test.each([
    [{ rule: "s3-bucket-encryptd" }, "Did you mean s3-bucket-encrypted?"],
    [{ rule: "bucket-logged" }, "The rule is now called s3-bucket-logged."],
    [{ rule: "something-else-entirely" }, "See `rulewright rules` for their names."],
    [{ resourceId: ["x"] }, "Did you mean resourceIds?"],
    [{ resourceTypes: ["AWS::S3::Buckt"] }, "Did you mean AWS::S3::Bucket?"],
    [{ regions: ["eu-west1"] }, "Did you mean eu-west-1?"],
    [{ regions: ["globl"] }, "Did you mean global?"],
    [{ regions: ["EU-*"] }, "Write a Region such as eu-west-1, a pattern such as eu-*, or global."],
    [{ accounts: [11122223333] }, 'Write twelve digits in quotes, or "*" for every account.'],
  ])("%j is told: %s", (given, hint) => {
    expect(parse({ ...ENTRY, ...given }).problems.map((problem) => problem.hint)).toEqual([hint]);
  });

  test.each([
    [["eu-west-1", "us-gov-west-1", "global"], true],
    [["xx-nowhere-42"], true], // may be built tomorrow
    [["*", "**", "eu-*", "eu*", "*-1", "*-west-*", "*east-1*", "g*"], true],
    [["us-east-1a"], false],
    [["eu-west"], false],
    [["mars"], false],
    [["eu--*"], false],
    [["*-west"], false],
    [["*west1"], false],
    [["1*"], false],
    [["-*"], false],
    [["*-1-*"], false],
  ])("the Regions %j are in order: %j", (regions, isInOrder) => {
    expect(parse({ ...ENTRY, regions }).problems.length === 0).toBe(isInOrder);
  });

  test("a misspelt Region is told with its place", () => {
    expect(parse({ ...ENTRY, regions: ["eu-west1"] }).problems[0]?.message).toBe(
      'exemptions[0]: regions[0] is "eu-west1", not a Region.',
    );
  });

  test("says where and what", () => {
    expect(parse(ENTRY, { ...ENTRY, rule: "iam-root-unused" }).problems[0]?.message).toBe(
      "exemptions[1]: rule names iam-root-unused, which cannot be exempted.",
    );
  });

  test("is told everything at once, and an error leaves the others", () => {
    const bad = { rule: "nothing", accounts: [], expires: "never", extra: 1 };
    expect(told({ version: 1, exemptions: [bad, ENTRY] })).toEqual([
      "RW1031 exemptions[0].extra error",
      "RW1032 exemptions[0].reason error",
      "RW1032 exemptions[0].owner error",
      "RW1032 exemptions[0] error",
      "RW1033 exemptions[0].accounts error",
      "RW1033 exemptions[0].expires error",
      "RW1034 exemptions[0].rule error",
    ]);
    expect(parse(bad, ENTRY).exemptions.map(({ id }) => id)).toEqual(["#2"]);
  });

  test("needs an id of its own", () => {
    const entry = { ...ENTRY, id: "RISK-1" };
    expect(told({ version: 1, exemptions: [entry, entry] })).toEqual(["RW1033 exemptions[1].id error"]);
  });
});

test("any document gives exemptions that are whole, and never an exception", () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>("*", ["*"], ["111122223333"], "2027-01-01", "s3-*", { Stage: "*" }, []),
  );
  const entry = fc.record(
    Object.fromEntries([...Object.keys(ENTRY), "id", "tags", "regions", "resourceTypes"].map((key) => [key, value])),
    { requiredKeys: [] },
  );
  const exemptions = fc.array(
    fc.oneof(
      entry,
      entry.map((given) => ({ ...ENTRY, ...given })),
      value,
    ),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(fc.oneof(value, fc.record({ version: fc.constant(1), exemptions })), (document) => {
      for (const exemption of parseExemptions(document, FACTS).exemptions) {
        expect(exemption.rules.length).toBeGreaterThan(0);
        expect(exemption.accounts.length).toBeGreaterThan(0);
        expect([...(exemption.resourceIds ?? []), ...(exemption.tags ?? [])].length).toBeGreaterThan(0);
        expect([exemption.reason, exemption.owner, exemption.expires].every(Boolean)).toBe(true);
        expect(exemption.rules).not.toContain("iam-root-unused");
      }
    }),
    { seed: 20261124, numRuns: 500 },
  );
});
