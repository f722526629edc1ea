import { describe, expect, test } from "@jest/globals";
import { summarizeEvaluations, type CheckError, type CheckEvaluation, type CheckResult } from "@rulewright/sdk";
import { toJson, toJsonLines } from "./json.ts";
import { toTable, type TableOptions } from "./table.ts";

function evaluation(members: Partial<CheckEvaluation> = {}): CheckEvaluation {
  return {
    rule: "topic-encrypted",
    resourceType: "AWS::SNS::Topic",
    resourceId: "topic",
    accountId: "111122223333",
    region: "eu-west-1",
    status: "evaluated",
    ...(members.status && members.status !== "evaluated" ? {} : { complianceType: "NON_COMPLIANT" }),
    severity: "HIGH",
    controls: [],
    parametersHash: "0".repeat(64),
    source: { file: "snapshot.json" },
    ...members,
  };
}

function result(evaluations: readonly CheckEvaluation[], errors: readonly CheckError[] = []): CheckResult {
  return {
    version: 1,
    tool: "rulewright 0.1.0",
    generatedAt: "2026-01-15T12:00:00.000Z",
    rulesHash: "0".repeat(64),
    evaluations,
    errors,
    ...summarizeEvaluations(evaluations, errors.length),
  };
}

const draw = (drawn: CheckResult, options: Partial<TableOptions> = {}) =>
  toTable(drawn, { color: false, width: 100, ...options });
const longest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

test("draws findings, then every rule with its counts, then the sum", () => {
  const drawn = draw(
    result([
      evaluation({ annotation: "The topic has no KMS key." }),
      evaluation({ resourceId: "other", complianceType: "COMPLIANT" }),
      evaluation({ rule: "bucket-blocked", severity: "CRITICAL", complianceType: "NOT_APPLICABLE" }),
    ]),
  );
  expect(drawn).toBe(
    [
      "HIGH  topic-encrypted  1 resource",
      "  topic  The topic has no KMS key.",
      "",
      " rule             severity  non-compliant  compliant  not applicable",
      "─────────────────────────────────────────────────────────────────────────",
      " bucket-blocked   CRITICAL              0          0               1",
      " topic-encrypted  HIGH                  1          1               0",
      "",
      "1 non-compliant, 1 compliant, 1 not applicable",
      "",
    ].join("\n"),
  );
});

describe("texts of inputs", () => {
  const clear = "\u001B[2J";
  const error: CheckError = {
    rule: `r${clear}`,
    resourceId: `i${clear}`,
    code: `E${clear}`,
    message: `Failed\u009B2J at \u202Eecalp`,
    source: { file: `f${clear}` },
  };
  const hostile = (members: Partial<CheckEvaluation>) =>
    evaluation({ rule: `rule${clear}`, resourceId: `b1${clear}`, resourceName: "\u202Eeman", ...members });
  const drawn = {
    ...result(
      [
        hostile({ annotation: `Bad.\u0085${clear}\u2066` }),
        hostile({ resourceId: "long".repeat(20) + clear, accountId: `1${clear}`, region: "\u200Fr" }),
        hostile({ status: "undetermined", missing: [`tags.a${clear}`] }),
        hostile({ status: "exempt", exemption: { reason: clear, owner: "\u0007", expires: "\u0000" } }),
      ],
      [error],
    ),
    notJudged: [{ resourceType: `Own::Type${clear}`, logicalId: "O", source: { file: "f" }, reason: "No." }],
  };

  test("are drawn without control characters and overrides", () => {
    const text = draw(drawn);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/u);
    for (const shown of [
      "HIGH  rule\uFFFD[2J  2 resources",
      "b1\uFFFD[2J (\uFFFDeman)  111122223333 eu-west-1",
      "1\uFFFD[2J \uFFFDr",
      "Bad. \uFFFD[2J\uFFFD",
      "not known: tags.a\uFFFD[2J",
      "Until \uFFFD, \uFFFD: \uFFFD[2J",
      "E\uFFFD[2J Failed\uFFFD2J at \uFFFDecalp",
      "r\uFFFD[2J · i\uFFFD[2J · f\uFFFD[2J",
      "1 resource not judged: Own::Type\uFFFD[2J",
    ])
      expect(text).toContain(shown);
  });

  test("have no colours but ours", () => {
    // oxlint-disable-next-line no-control-regex -- the colours are what is looked for
    expect(draw(drawn, { color: true }).replaceAll(/\u001b\[\d+m/g, "")).toBe(draw(drawn));
  });
});

test("says that nothing was judged", () => {
  expect(draw(result([]))).toBe("0 non-compliant, 0 compliant, 0 not applicable\n");
});

describe("order", () => {
  test("is by severity, then by rule name", () => {
    const rules = [
      { rule: "b", severity: "LOW" },
      { rule: "z", severity: "CRITICAL" },
      { rule: "a", severity: "LOW" },
      { rule: "m", severity: "INFORMATIONAL" },
      { rule: "k", severity: "MEDIUM" },
    ] as const;
    const drawn = draw(result(rules.map((each) => evaluation(each))));
    expect(drawn.match(/^[A-Z]+ {2}\w(?= {2})/gm)).toEqual([
      "CRITICAL  z",
      "MEDIUM  k",
      "LOW  a",
      "LOW  b",
      "INFORMATIONAL  m",
    ]);
  });
});

describe("width", () => {
  const annotation =
    "Off: BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy and RestrictPublicBuckets, all four of them.";
  const long = evaluation({ resourceId: `arn:aws:ecs:eu-west-1:111122223333:service/${"x".repeat(30)}`, annotation });
  const short = evaluation({ annotation });

  test.each([60, 80, 120])("keeps within %i columns, the annotation beside or under the name", (width) => {
    const drawn = draw(result([short, long]), { width });
    const findings = drawn.slice(0, drawn.indexOf(" rule"));
    expect(longest(findings.replace(long.resourceId, ""))).toBeLessThanOrEqual(width);
    expect(findings.replaceAll(/\s+/g, " ")).toContain(annotation);
    expect(findings).toMatch(/^ {2}topic {2}Off: /m);
    expect(findings).toMatch(/^ {2}arn:\S+\n {6}Off: /m);
  });

  test("is never taken to be less than 60", () => {
    const drawn = result([short]);
    expect(draw(drawn, { width: 10 })).toBe(draw(drawn, { width: 60 }));
  });

  test("wraps what an error says, on one line whatever it holds", () => {
    const message = `AccessDenied for\n${"a word and ".repeat(20)}the end.`;
    const error = { rule: "r", resourceId: "i", code: "RW2024", message, source: { file: "in.json", line: 3 } };
    const drawn = draw(result([], [error]), { width: 80 });
    expect(longest(drawn)).toBeLessThanOrEqual(80);
    expect(drawn).toMatch(/^Could not be judged\n {2}RW2024 AccessDenied for a word/);
    expect(drawn).toMatch(/the end\.\n {4}r · i · in\.json:3\n\n/);
    expect(drawn).toMatch(/, 1 error\n$/);
  });
});

describe("names", () => {
  test("add the resource's name where the id does not hold it", () => {
    const drawn = draw(
      result([
        evaluation({ resourceId: "sg-1", resourceName: "web" }),
        evaluation({ resourceId: "arn:aws:sns:eu-west-1:111122223333:web", resourceName: "web" }),
      ]),
    );
    expect(drawn).toMatch(/^ {2}sg-1 \(web\)\s/m);
    expect(drawn).not.toMatch(/:web \(web\)/);
  });

  test("add account and Region as soon as there are several; a global result alone is none", () => {
    const place = /111122223333 eu-west-1/;
    expect(draw(result([evaluation(), evaluation({ region: "global" })]))).not.toMatch(place);
    expect(draw(result([evaluation(), evaluation({ region: "us-east-1" })]))).toMatch(place);
    expect(draw(result([evaluation(), evaluation({ accountId: "444455556666" })]))).toMatch(place);
  });
});

test("caps the resources of a rule, and the errors, and counts the rest", () => {
  const many = Array.from({ length: 25 }, (_, index) => evaluation({ resourceId: `topic-${index}` }));
  const errors = many.map(({ resourceId }) => ({ resourceId, code: "E", message: "No.", source: { file: "f" } }));
  const drawn = draw(result(many, errors));
  expect(drawn.match(/^ {2}topic-/gm)).toHaveLength(20);
  expect(drawn).toContain("  … and 5 more (--json lists all)\n");
  expect(drawn).toContain("  … and 5 more\n");
  expect(draw(result(many), { perRule: 30 })).not.toContain("more");
});

describe("rules without evidence", () => {
  const missing = ["evidence"];

  test("are counted once each at the end, with a column of their own", () => {
    const drawn = draw(
      result([
        evaluation({ rule: "a", status: "undetermined", missing }),
        evaluation({ rule: "a", status: "undetermined", missing, accountId: "444455556666" }),
        evaluation({ rule: "b", status: "undetermined", missing }),
        evaluation({ rule: "c", status: "undetermined", missing: ["configuration.name"] }),
      ]),
    );
    expect(drawn).toMatch(/^ rule +severity +non-compliant +compliant +not applicable +undetermined$/m);
    expect(drawn).toMatch(/4 undetermined\n2 rules not judged: no evidence \(run rulewright collect\)\n$/);
  });

  test("are one rule where it is one", () => {
    const drawn = draw(result([evaluation({ status: "undetermined", missing })]));
    expect(drawn).toMatch(/\n1 rule not judged: no evidence/);
  });
});

test("tells exempt resources apart, each with the exemption's reason", () => {
  const exemption = { reason: "A pilot.", owner: "ada", expires: "2026-06-01" };
  const exempt = { status: "exempt", complianceType: "NON_COMPLIANT", annotation: "Open.", exemption } as const;
  const drawn = draw(
    result([
      evaluation(exempt),
      evaluation({ ...exempt, resourceId: "second" }),
      evaluation({ resourceId: "bad", annotation: "Bad." }),
    ]),
    { perRule: 1 },
  );
  expect(drawn).toBe(
    [
      "HIGH  topic-encrypted  1 resource",
      "  bad  Bad.",
      "",
      "EXEMPT  topic-encrypted  2 resources",
      "  topic  Until 2026-06-01, ada: A pilot.",
      "  … and 1 more (--json lists all)",
      "",
      " rule             severity  non-compliant  compliant  not applicable  exempt",
      "──────────────────────────────────────────────────────────────────────────────────",
      " topic-encrypted  HIGH                  1          0               0       2",
      "",
      "1 non-compliant, 0 compliant, 0 not applicable, 2 exempt",
      "",
    ].join("\n"),
  );
});

describe("what is undetermined", () => {
  const unknown = (resourceId: string, missing: readonly string[], members: Partial<CheckEvaluation> = {}) =>
    evaluation({ resourceId, status: "undetermined", missing, ...members });

  test("is told rule by rule with what is not known, once for all resources of which it is not", () => {
    const drawn = draw(
      result([
        unknown("first", ["configuration.kmsMasterKeyId"]),
        unknown("second", ["tags.owner", "tags.team"], { resourceName: "web" }),
        unknown("third", ["configuration.kmsMasterKeyId"]),
        unknown("111122223333", ["evidence"], { rule: "account-checked", severity: "LOW" }),
        evaluation({ resourceId: "bad", annotation: "Bad." }),
      ]),
    );
    expect(drawn).toBe(
      [
        "HIGH  topic-encrypted  1 resource",
        "  bad  Bad.",
        "",
        "UNDETERMINED  topic-encrypted  3 resources",
        "  not known: configuration.kmsMasterKeyId",
        "    first",
        "    third",
        "  not known: tags.owner, tags.team",
        "    second (web)",
        "",
        "UNDETERMINED  account-checked  1 resource",
        "  no evidence (run rulewright collect)",
        "    111122223333",
        "",
        " rule             severity  non-compliant  compliant  not applicable  undetermined",
        "────────────────────────────────────────────────────────────────────────────────────────",
        " topic-encrypted  HIGH                  1          0               0             3",
        " account-checked  LOW                   0          0               0             1",
        "",
        "1 non-compliant, 0 compliant, 0 not applicable, 4 undetermined",
        "1 rule not judged: no evidence (run rulewright collect)",
        "",
      ].join("\n"),
    );
  });

  test("is listed up to a number of each rule, and the rest counted", () => {
    const many = Array.from({ length: 25 }, (_, index) =>
      unknown(`topic-${index}`, [index < 19 ? "tags.a" : "tags.b"]),
    );
    const drawn = draw(result(many));
    expect(drawn).toMatch(/^UNDETERMINED {2}topic-encrypted {2}25 resources\n {2}not known: tags\.a\n {4}topic-0\n/);
    expect(drawn).toMatch(
      / {4}topic-18\n {2}not known: tags\.b\n {4}topic-19\n {2}… and 5 more \(--json lists all\)\n/,
    );
    expect(drawn.match(/^ {4}topic-/gm)).toHaveLength(20);
  });

  test("keeps within the width, and says account and Region where there are several", () => {
    const paths = Array.from({ length: 12 }, (_, index) => `configuration.member${index}`);
    const drawn = draw(result([unknown("topic", paths), unknown("topic", paths, { region: "us-east-1" })]), {
      width: 60,
    });
    const section = drawn.slice(0, drawn.indexOf(" rule "));
    expect(longest(section)).toBeLessThanOrEqual(60);
    expect(section.replaceAll(/\s+/g, " ")).toContain(
      `not known: ${paths.join(", ")} topic 111122223333 eu-west-1 topic`,
    );
  });
});

test("has a column for each kind of doubt that there is", () => {
  const exemption = { reason: "A pilot.", owner: "ada", expires: "2026-06-01" };
  const drawn = draw(
    result([
      evaluation({ status: "exempt", complianceType: "NON_COMPLIANT", exemption }),
      evaluation({ resourceId: "other", status: "undetermined", missing: ["tags"] }),
    ]),
  );
  expect(drawn).toMatch(/not applicable {2}exempt {2}undetermined\n/);
  expect(drawn).toMatch(/ 0 +0 +0 +1 +1\n/);
});

test("has colours only when asked, and the same text either way", () => {
  const errors = [{ code: "RW1", message: "No.", source: { file: "f" } }];
  const drawn = result([evaluation({ annotation: "Bad." })], errors);
  const [plain, coloured] = [draw(drawn), draw(drawn, { color: true })];
  expect(plain).not.toContain("\u001b");
  expect(coloured).toContain("\u001b[31mHIGH\u001b[39m");
  // oxlint-disable-next-line no-control-regex -- the colours are what is looked for
  expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).toBe(plain);
});

test("JSON is the result itself, and JSON lines are its evaluations", () => {
  const whole = result([evaluation(), evaluation({ resourceId: "other" })]);
  const json = [...toJson(whole)].join("");
  expect(JSON.parse(json)).toEqual(whole);
  expect(json).toMatch(/^\{\n {2}"version": 1,[^]+\}\n$/);
  const lines = [...toJsonLines(whole)];
  expect(lines.every((line) => line.indexOf("\n") === line.length - 1)).toBe(true);
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual(whole.evaluations);
});
