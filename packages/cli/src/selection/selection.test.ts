import { describe, expect, test } from "@jest/globals";
import {
  compliant,
  definePeriodicRule,
  defineRule,
  nonCompliant,
  type AnyRule,
  type CheckEvaluation,
} from "@rulewright/sdk";
import { defineConformancePack, managedRule, packParameter, use } from "@rulewright/sdk/synthesis";
import { ProblemsError } from "../problems-error.ts";
import { parseFailOn, type Judged } from "./fail-on.ts";
import { mergeSettings, packRules } from "./pack-rules.ts";
import { parseSettings } from "./parameters.ts";
import { readSelection } from "./read-selection.ts";
import { selectBy } from "./select-by.ts";

const groups = defineRule({
  name: "groups-closed",
  description: "Groups are closed.",
  severity: "HIGH",
  resourceTypes: ["AWS::EC2::SecurityGroup"],
  controls: ["securityhub/EC2.13", "cis-1.2.0/4.1"],
  parameters: {
    ports: { type: "array", items: { type: "integer", minimum: 0 }, default: [22], description: "Ports." },
    token: { type: "string", maxLength: 3, secret: true, description: "A token." },
  },
  evaluate: ({ parameters }) => (parameters.ports.length > 0 ? compliant() : nonCompliant("None.")),
});
const users = definePeriodicRule({
  name: "users-few",
  description: "Users are few.",
  severity: "LOW",
  resourceTypes: ["AWS::IAM::User"],
  schedule: "One_Hour",
  scope: "global",
  evaluate: () => compliant(),
});
const rules: readonly AnyRule[] = [groups, users];

function problemsOf(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof ProblemsError)
      return error.problems.map(({ code, message, hint }) => `${code} ${message} ${hint}`);
  }
  throw new Error("It did not end in problems.");
}

describe("--parameter", () => {
  test("sets parameters rule by rule; a value may hold anything", () => {
    const settings = parseSettings(["groups-closed.ports=22, 3389", "groups-closed.token=a=\n"], rules);
    expect([...settings]).toEqual([["groups-closed", { ports: "22, 3389", token: "a=\n" }]]);
    expect([...parseSettings([], rules)]).toEqual([]);
  });

  test("tells everything that is wrong at once, with hints, and no secret", () => {
    const typed = [
      "ports=22",
      "groups-close.ports=1",
      "groups-closed.port=1",
      "users-few.x=1",
      "groups-closed.ports=ssh",
      "groups-closed.ports=23",
      "groups-closed.token=hunter2",
    ];
    expect(problemsOf(() => parseSettings(typed, rules))).toEqual([
      "RW5001 --parameter ports sets no parameter of a rule. Write it as rule-name.ParameterName=value.",
      "RW5013 There is no rule groups-close to set ports of. Did you mean groups-closed?",
      "RW1004 Rule groups-closed has no parameter port. Did you mean ports?",
      "RW1004 Rule users-few has no parameter x. It has none.",
      "RW5001 Parameter ports of rule groups-closed is set twice. Keep one of them.",
      expect.stringMatching(
        /^RW1002 Parameter ports of rule groups-closed: "ssh" has an element "ssh" that is not an integer/,
      ),
      expect.stringMatching(/^RW1002 Parameter token of rule groups-closed: \(secret\) /),
    ]);
  });
});

describe("--fail-on", () => {
  const evaluation = (status: CheckEvaluation["status"], severity: CheckEvaluation["severity"]) => ({
    status,
    severity,
    ...(status === "undetermined" ? {} : { complianceType: "NON_COMPLIANT" as const }),
  });
  const error = { code: "RW6202", message: "cut off", source: { file: "a" } };
  const judged = (evaluations: Judged["evaluations"], errors: Judged["errors"] = []): Judged => {
    const count = (isOne: (each: Judged["evaluations"][number]) => boolean) => evaluations.filter(isOne).length;
    const summary = {
      nonCompliant: count((each) => each.status === "evaluated" && each.complianceType === "NON_COMPLIANT"),
      undetermined: count((each) => each.status === "undetermined"),
    };
    return { evaluations, summary, errors };
  };
  const results = {
    clean: judged([{ status: "evaluated", severity: "HIGH", complianceType: "COMPLIANT" }]),
    medium: judged([evaluation("evaluated", "MEDIUM")]),
    high: judged([evaluation("evaluated", "HIGH")]),
    mixed: judged([evaluation("evaluated", "MEDIUM"), evaluation("exempt", "HIGH")]),
    exempt: judged([evaluation("exempt", "CRITICAL")]),
    undetermined: judged([evaluation("undetermined", "LOW")]),
    failed: judged([evaluation("evaluated", "HIGH")], [error]),
  };

  test.each<[string[], Partial<Record<keyof typeof results, number>>]>([
    [[], { medium: 1, high: 1, mixed: 1, failed: 2 }],
    [["non-compliant"], { medium: 1, high: 1, mixed: 1, failed: 2 }],
    [["undetermined"], { medium: 1, high: 1, mixed: 1, undetermined: 1, failed: 2 }],
    [["errors"], { failed: 2 }],
    [["high"], { high: 1, failed: 2 }],
    [["HIGH,undetermined"], { high: 1, undetermined: 1, failed: 2 }],
    [["critical"], { failed: 2 }],
    [["critical", "medium"], { medium: 1, high: 1, mixed: 1, failed: 2 }],
    [["critical", "non-compliant"], { medium: 1, high: 1, mixed: 1, failed: 2 }],
  ])("%j", (words, failing) => {
    const failOn = parseFailOn(words);
    const none = { clean: 0, medium: 0, high: 0, mixed: 0, exempt: 0, undetermined: 0, failed: 0 };
    const codes = Object.entries(results).map(([name, result]) => [name, failOn(result)]);
    expect(Object.fromEntries(codes)).toEqual({ ...none, ...failing });
  });

  test("what could not be read is accepted only where it is said so", () => {
    expect(parseFailOn([], true)(results.failed)).toBe(1);
    expect(parseFailOn(["critical"], true)(results.failed)).toBe(0);
  });

  test.each([
    ["hihg", "Did you mean high?"],
    ["x", "Give one of non-compliant, undetermined, errors, critical, high, medium, low, informational."],
  ])("refuses %s", (word, hint) => {
    expect(() => parseFailOn([word])).toThrow(expect.objectContaining({ code: "RW5001", hint }));
  });
});

describe("a selection", () => {
  const selected = (options: Parameters<typeof readSelection>[0]) => {
    const selector = selectBy(readSelection(options, rules));
    return rules.filter((rule) => selector.rule(rule)).map(({ name }) => name);
  };

  test.each<[Parameters<typeof readSelection>[0], string[]]>([
    [{}, ["groups-closed", "users-few"]],
    [{ severity: ["high,critical"] }, ["groups-closed"]],
    [{ severity: ["LOW", "HIGH"] }, ["groups-closed", "users-few"]],
    [{ framework: ["cis-1.2.0"] }, ["groups-closed"]],
    [{ framework: ["securityhub"] }, ["groups-closed"]],
    [{ framework: ["fsbp"] }, []],
    [{ resourceTypes: ["AWS::IAM::User"] }, ["users-few"]],
    [{ regions: ["eu-west-1"] }, ["groups-closed"]],
    [{ regions: ["eu-west-1", "global"] }, ["groups-closed", "users-few"]],
    [{ severity: ["LOW"], framework: ["cis-1.2.0"] }, []],
  ])("%j", (options, names) => {
    expect(selected(options)).toEqual(names);
  });

  test("a framework made of Security Hub controls has the rules that declare those", () => {
    const nist = { ...groups, controls: ["securityhub/EC2.13"] as const };
    expect(selectBy({ framework: ["nist-800-53-r5"] }).rule(nist)).toBe(true);
  });

  test("of items is by type, account and Region", () => {
    const { item } = selectBy({ accounts: ["111122223333"], regions: ["eu-west-1"], resourceTypes: ["A"] });
    const placed = { resourceType: "A", awsAccountId: "111122223333", awsRegion: "eu-west-1" };
    expect(item(placed)).toBe(true);
    expect(item({ ...placed, resourceType: "B" })).toBe(false);
    expect(item({ ...placed, awsAccountId: "444455556666" })).toBe(false);
    expect(item({ ...placed, awsRegion: "global" })).toBe(false);
  });

  test("of evidence goes by where its rule is judged", () => {
    const { evidence } = selectBy({ regions: ["global"] });
    expect(evidence({ accountId: "111122223333", region: "eu-west-1" }, users)).toBe(true);
    expect(evidence({ accountId: "111122223333", region: "eu-west-1" }, groups)).toBe(false);
  });

  test("tells every mistake", () => {
    const typed = {
      severity: ["hihg"],
      framework: ["cis-1.2"],
      resourceTypes: ["AWS::S3::Buckett"],
      accounts: ["1"],
      regions: ["EU", "eu-west1", "xx-nowhere-42"],
    };
    expect(problemsOf(() => readSelection(typed, rules))).toEqual([
      "RW5001 --severity: there is no severity HIHG. Did you mean HIGH?",
      expect.stringMatching(/^RW5001 --framework: there is no framework cis-1\.2\. Did you mean cis-1/),
      "RW5001 --resource-types: there is no resource type AWS::S3::Buckett. Did you mean AWS::S3::Bucket?",
      "RW5001 --accounts 1 is no account id. Account ids have twelve digits.",
      "RW5001 --regions EU is no Region. Write a Region as eu-west-1, or global.",
      "RW5001 --regions eu-west1 is no Region. Did you mean eu-west-1?",
    ]);
  });
});

describe("a pack", () => {
  const pack = defineConformancePack({
    name: "p",
    rules: [
      use(groups, { parameters: { ports: [22, 80] } }),
      use(groups, { name: "groups-again", parameters: { ports: packParameter({ default: [443] }) } }),
      use(users),
      use(users, { name: "users-once-more" }),
      managedRule("IAM_ROOT_ACCESS_KEY_CHECK"),
    ],
  });

  test("has its rules under its own names, with its settings", () => {
    const read = packRules([pack, pack]);
    expect(read.rules.map(({ name }) => name)).toEqual([
      "groups-closed",
      "groups-again",
      "users-few",
      "users-once-more",
    ]);
    expect(Object.fromEntries(read.settings)).toEqual({
      "groups-closed": { ports: [22, 80] },
      "groups-again": { ports: [443] },
      "users-few": {},
      "users-once-more": {},
    });
    expect(Object.fromEntries(read.evidenceNames)).toEqual({
      "groups-again": "groups-closed",
      "users-once-more": "users-few",
    });
    expect(read.notJudgeable).toEqual(["iam-root-access-key-check"]);
  });

  test("is overruled by what was typed", () => {
    const typed = parseSettings(["groups-closed.token=abc"], rules);
    expect(mergeSettings(packRules([pack]).settings, typed).get("groups-closed")).toEqual({
      ports: [22, 80],
      token: "abc",
    });
  });
});
