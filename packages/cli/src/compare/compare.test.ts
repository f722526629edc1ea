import { describe, expect, test } from "@jest/globals";
import type { CheckResult } from "@rulewright/sdk";
import { parseResult, type ComparableEvaluation, type ComparableResult } from "./comparable.ts";
import { compareResults } from "./compare-results.ts";
import { toComparisonText } from "./render-comparison.ts";

const HASH = "0".repeat(64);

type Said = "COMPLIANT" | "NON_COMPLIANT" | "NOT_APPLICABLE" | "exempt" | "undetermined";

function evaluation(resourceId: string, said: Said, members: Partial<ComparableEvaluation> = {}): ComparableEvaluation {
  const status = said === "exempt" || said === "undetermined" ? said : "evaluated";
  return {
    rule: "r",
    resourceType: "AWS::S3::Bucket",
    resourceId,
    accountId: "111122223333",
    region: "eu-west-1",
    severity: "HIGH",
    parametersHash: HASH,
    status,
    ...(said === "undetermined" ? {} : { complianceType: said === "exempt" ? "NON_COMPLIANT" : said }),
    ...members,
  };
}

function result(
  evaluations: readonly ComparableEvaluation[],
  errors: ComparableResult["errors"] = [],
): ComparableResult {
  return { generatedAt: "2026-01-15T12:00:00.000Z", evaluations, errors };
}

const place = { resourceType: "AWS::S3::Bucket", accountId: "111122223333", region: "eu-west-1" };

describe("what changed", () => {
  test.each<[Said | "error" | undefined, Said | "error" | undefined, string]>([
    ["COMPLIANT", "NON_COMPLIANT", "becameNonCompliant"],
    ["NOT_APPLICABLE", "NON_COMPLIANT", "becameNonCompliant"],
    ["exempt", "NON_COMPLIANT", "becameNonCompliant"],
    ["undetermined", "NON_COMPLIANT", "becameNonCompliant"],
    ["error", "NON_COMPLIANT", "becameNonCompliant"],
    ["NON_COMPLIANT", "COMPLIANT", "fixed"],
    ["NON_COMPLIANT", "NOT_APPLICABLE", "fixed"],
    ["NON_COMPLIANT", "exempt", "exempted"],
    ["NON_COMPLIANT", "undetermined", "noLongerJudged"],
    ["NON_COMPLIANT", "error", "noLongerJudged"],
    ["COMPLIANT", "error", "noLongerJudged"],
    [undefined, "NON_COMPLIANT", "appeared"],
    [undefined, "error", "appeared"],
    ["NON_COMPLIANT", undefined, "disappeared"],
    ["NON_COMPLIANT", "NON_COMPLIANT", "stillNonCompliant"],
    ["COMPLIANT", "COMPLIANT", "unchanged"],
    ["undetermined", "undetermined", "unchanged"],
    ["undetermined", "error", "otherwiseChanged"],
    ["undetermined", "COMPLIANT", "otherwiseChanged"],
    ["exempt", "COMPLIANT", "otherwiseChanged"],
  ])("from %s to %s: %s", (was, is, kind) => {
    const made = (said: Said | "error" | undefined) =>
      said === undefined
        ? result([])
        : said === "error"
          ? result([], [{ rule: "r", resourceId: "b", ...place }])
          : result([evaluation("b", said)]);
    const comparison = compareResults(made(was), made(is));
    const sizes = Object.entries(comparison).flatMap(([name, value]: [string, unknown]) => {
      if (["version", "laterErrors"].includes(name)) return [];
      const size = Array.isArray(value) ? value.length : value;
      return size === 0 || typeof size !== "number" ? [] : [[name, size]];
    });
    expect(Object.fromEntries(sizes)).toEqual({ [kind]: 1 });
  });

  test("is kept apart by account, Region, type, id and rule, in the order of results", () => {
    const others: readonly Partial<ComparableEvaluation>[] = [
      { rule: "a" },
      {},
      { region: "us-east-1" },
      { accountId: "444455556666" },
    ];
    const all = (said: Said) => result(others.map((members) => evaluation("b", said, members)).toReversed());
    const { becameNonCompliant } = compareResults(all("COMPLIANT"), all("NON_COMPLIANT"));
    expect(becameNonCompliant).toHaveLength(4);
    expect(becameNonCompliant.map(({ rule, region, accountId }) => [accountId, region, rule])).toEqual([
      ["111122223333", "eu-west-1", "a"],
      ["111122223333", "eu-west-1", "r"],
      ["111122223333", "us-east-1", "r"],
      ["444455556666", "eu-west-1", "r"],
    ]);
  });

  test("of a rule that the later run does not have is no longer judged, and not gone", () => {
    const said: readonly Said[] = ["NON_COMPLIANT", "COMPLIANT", "undetermined"];
    const earlier = result([
      ...said.map((each) => evaluation(each, each, { rule: "left-out" })),
      evaluation("b", "NON_COMPLIANT"),
    ]);
    const comparison = compareResults(earlier, result([]), (rule) => rule === "r");
    expect(comparison.noLongerJudged.map(({ resourceId, before, after }) => [resourceId, before, after])).toEqual([
      ["COMPLIANT", "COMPLIANT", undefined],
      ["NON_COMPLIANT", "NON_COMPLIANT", undefined],
    ]);
    expect(comparison.disappeared.map(({ resourceId }) => resourceId)).toEqual(["b"]);
    expect(comparison.unchanged).toBe(1); // neither run judged it
    expect(toComparisonText(comparison)).toMatch(/ 1 gone, 2 no longer judged, 1 unchanged\.\n$/);
  });

  const account = { resourceType: "AWS::::Account", resourceId: place.accountId };
  test.each<[string, ComparableResult["errors"][number], string]>([
    ["its item", { ...place, resourceId: "b" }, "noLongerJudged"],
    ["it by its rule", { ...place, resourceId: "b", rule: "r" }, "noLongerJudged"],
    ["it, wherever it is", { resourceType: place.resourceType, resourceId: "b" }, "noLongerJudged"],
    ["its type in its Region", { resourceType: place.resourceType, region: place.region }, "noLongerJudged"],
    ["the list of its rule", { ...place, ...account, rule: "r" }, "noLongerJudged"],
    ["another resource", { ...place, resourceId: "c" }, "disappeared"],
    ["another account", { ...place, resourceId: "b", accountId: "444455556666" }, "disappeared"],
    ["another Region", { ...place, resourceId: "b", region: "us-east-1" }, "disappeared"],
    ["another type", { ...place, resourceId: "b", resourceType: "AWS::SNS::Topic" }, "disappeared"],
    ["its type in another Region", { resourceType: place.resourceType, region: "us-east-1" }, "disappeared"],
    ["another rule", { ...place, resourceId: "b", rule: "s" }, "disappeared"],
    ["the list of another rule", { ...place, ...account, rule: "s" }, "disappeared"],
    ["the account's item", { ...place, ...account }, "disappeared"],
    ["a file", {}, "disappeared"],
  ])("where the later result has an error about %s", (_what, error, list) => {
    const before = result([evaluation("b", "NON_COMPLIANT", { annotation: "It is open.", resourceName: "my-bucket" })]);
    const { disappeared, noLongerJudged } = compareResults(before, result([], [error]));
    const change = { resourceId: "b", resourceName: "my-bucket", before: "NON_COMPLIANT" };
    const [expected, other] = list === "disappeared" ? [disappeared, noLongerJudged] : [noLongerJudged, disappeared];
    expect(expected).toMatchObject([list === "disappeared" ? change : { ...change, after: "ERROR" }]);
    expect(other).toEqual([]);
    if (list !== "disappeared") expect(expected[0]).not.toHaveProperty("annotation");
  });

  test("where the later result lacks the evidence of the rule", () => {
    const before = result([evaluation("b", "NON_COMPLIANT"), evaluation("c", "NON_COMPLIANT", { rule: "s" })]);
    const { disappeared, noLongerJudged } = compareResults(before, result([evaluation("", "undetermined", account)]));
    expect(noLongerJudged).toMatchObject([{ resourceId: "b", before: "NON_COMPLIANT", after: "UNDETERMINED" }]);
    expect(disappeared).toMatchObject([{ resourceId: "c" }]);
  });

  test("where both results, or the earlier one, could not read the item", () => {
    const unread = result([], [{ ...place, resourceId: "b" }]);
    expect(compareResults(unread, unread)).toMatchObject({ unchanged: 0, appeared: [], disappeared: [] });
    expect(compareResults(unread, result([evaluation("b", "NON_COMPLIANT")]))).toMatchObject({
      appeared: [],
      becameNonCompliant: [{ resourceId: "b", before: "ERROR", after: "NON_COMPLIANT" }],
    });
  });

  test("an evaluation counts more than an error about another state of the resource", () => {
    const later = result([evaluation("b", "COMPLIANT")], [{ ...place, resourceId: "b" }]);
    expect(compareResults(result([evaluation("b", "NON_COMPLIANT")]), later).fixed).toHaveLength(1);
  });

  test("of two evaluations of one resource is the worst", () => {
    const both = result([evaluation("b", "NON_COMPLIANT"), evaluation("b", "COMPLIANT")]);
    expect(compareResults(result([evaluation("b", "COMPLIANT")]), both).becameNonCompliant).toHaveLength(1);
  });

  test("says which rules were judged with other parameters", () => {
    const later = result([evaluation("b", "COMPLIANT", { parametersHash: "1".repeat(64) })]);
    expect(compareResults(result([evaluation("b", "COMPLIANT")]), later).rulesWithOtherParameters).toEqual(["r"]);
  });
});

describe("a comparison is told", () => {
  const earlier = result([
    evaluation("worse", "COMPLIANT"),
    evaluation("fixed", "NON_COMPLIANT"),
    evaluation("gone", "NON_COMPLIANT"),
    evaluation("same", "NON_COMPLIANT"),
  ]);
  const later = result(
    [
      evaluation("worse", "NON_COMPLIANT", { resourceName: "my-bucket", annotation: "It is open." }),
      evaluation("fixed", "COMPLIANT"),
      evaluation("same", "NON_COMPLIANT", { parametersHash: "1".repeat(64) }),
      evaluation("new", "NON_COMPLIANT"),
      evaluation("new-fine", "COMPLIANT"),
    ],
    [{ rule: "r" }],
  );

  test("to a person", () => {
    expect(toComparisonText(compareResults(earlier, later))).toBe(
      [
        "Became non-compliant: 1",
        "  r  COMPLIANT → NON_COMPLIANT",
        "    AWS::S3::Bucket worse (my-bucket)  111122223333 eu-west-1",
        "    It is open.",
        "",
        "New and non-compliant: 1",
        "  r  NON_COMPLIANT",
        "    AWS::S3::Bucket new  111122223333 eu-west-1",
        "",
        "Fixed: 1",
        "  r  NON_COMPLIANT → COMPLIANT",
        "    AWS::S3::Bucket fixed  111122223333 eu-west-1",
        "",
        "Gone, non-compliant before: 1",
        "  r  NON_COMPLIANT",
        "    AWS::S3::Bucket gone  111122223333 eu-west-1",
        "",
        "Since 2026-01-15T12:00:00.000Z: 1 became non-compliant, 1 fixed, 1 still non-compliant, 2 new, 1 gone, 0 unchanged.",
        "Judged with other parameters than before: r.",
        "The later result has 1 error: what is gone may only be unread.",
        "",
      ].join("\n"),
    );
  });

  test("in part where it is long", () => {
    const many = (said: Said) => result(Array.from({ length: 30 }, (_, index) => evaluation(`b-${index}`, said)));
    const text = toComparisonText(compareResults(many("COMPLIANT"), many("NON_COMPLIANT")), { most: 2 });
    expect(text).toMatch(/^Became non-compliant: 30\n(.+\n){4} {2}… and 28 more\n\n/);
  });
});

describe("an earlier result is read", () => {
  const whole: CheckResult = {
    version: 1,
    tool: "rulewright 0.1.0",
    generatedAt: "2026-01-15T12:00:00.000Z",
    rulesHash: HASH,
    evaluations: [
      {
        ...evaluation("b", "NON_COMPLIANT", { annotation: "Open.", resourceName: "b" }),
        controls: [],
        source: { file: "a" },
      },
    ],
    errors: [{ code: "RW6202", message: "x", rule: "r", source: { file: "a" } }],
    summary: {
      compliant: 0,
      nonCompliant: 1,
      notApplicable: 0,
      exempt: 0,
      undetermined: 0,
      errors: 1,
      accounts: 1,
      regions: 1,
    },
    rules: [],
  };

  test("from what check wrote", () => {
    const read = parseResult(JSON.stringify(whole), "a.json");
    expect(read).toEqual({
      generatedAt: whole.generatedAt,
      evaluations: [evaluation("b", "NON_COMPLIANT", { annotation: "Open.", resourceName: "b" })],
      errors: [{ rule: "r" }],
    });
    expect(compareResults(read, whole)).toMatchObject({ stillNonCompliant: 1, unchanged: 0, appeared: [] });
  });

  const [first] = whole.evaluations;
  test.each<[string, unknown, RegExp]>([
    ["text", "{", /no JSON/],
    ["another document", { rulewrightEvidence: 1 }, /no result of a check/],
    ["another version", { ...whole, version: 2 }, /version 2; this release reads 1/],
    ["no list", { ...whole, evaluations: {} }, /its evaluations are no list/],
    ["no list of errors", { ...whole, errors: null }, /its errors are no list/],
    ["no object", { ...whole, evaluations: [7] }, /evaluations\[0\] is no object/],
    ["no id", { ...whole, evaluations: [{ ...first, resourceId: "" }] }, /evaluations\[0\] has no resourceId/],
    ["an odd status", { ...whole, evaluations: [{ ...first, status: "ok" }] }, /has the status "ok"/],
    ["an odd severity", { ...whole, evaluations: [{ ...first, severity: "BAD" }] }, /has the severity "BAD"/],
    ["no verdict", { ...whole, evaluations: [{ ...first, complianceType: "x" }] }, /has no complianceType/],
  ])("and refused for %s", (_what, value, message) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    expect(() => parseResult(text, "a.json")).toThrow(
      expect.objectContaining({ code: "RW6221", message: expect.stringMatching(message) }),
    );
  });
});
