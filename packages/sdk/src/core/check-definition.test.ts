import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { AnyRule } from "./any-rule.ts";
import { isRule } from "./any-rule.ts";
import { checkDefinition, type Facts } from "./check-definition.ts";
import { RUNS } from "./fixtures/property-runs.ts";
import { isObject, type JsonObject } from "./json.ts";
import { RESOURCE_ID, parameter } from "./remediation-values.ts";
import { defineRule, definePeriodicRule } from "./rule.ts";
import { compliant } from "./verdict.ts";

const change = defineRule({
  name: "bucket-named",
  description: "Buckets have a name.",
  severity: "LOW",
  resourceTypes: ["AWS::S3::Bucket"],
  evaluate: () => compliant(),
});
const periodic = definePeriodicRule({
  name: "account-sound",
  description: "The account is sound.",
  severity: "HIGH",
  schedule: "TwentyFour_Hours",
  scope: "global",
  resourceTypes: ["AWS::::Account"],
  permissions: ["iam:ListUsers"],
  collect: async () => 1,
  evaluate: () => compliant(),
});
const facts: Facts = {
  controlExists: (control) => control === "cis-1.2.0/4.1",
  runbookExists: (name) => name === "AWS-Known",
  managedRuleNames: new Set(["restricted-ssh"]),
  resourceTypes: new Set(["AWS::S3::Bucket", "AWS::::Account", "AWS::IAM::User"]),
};

/** A rule as plain JavaScript may write it, whatever the types say. */
function plain(rule: AnyRule, changes: JsonObject): AnyRule {
  const changed: unknown = Object.fromEntries(
    Object.entries({ ...rule, ...changes }).filter(([, value]) => value !== undefined),
  );
  if (!isRule(changed)) throw new Error("The test's own rule is none.");
  return changed;
}

const brief = (rule: AnyRule, given = facts) =>
  checkDefinition(rule, given).map(({ severity, code, path, message }) => `${severity} ${code} ${path}: ${message}`);

test("sound definitions have no problems, with facts and without", () => {
  const full = plain(change, {
    rationale: "Why.",
    references: ["https://docs.aws.amazon.com/"],
    schedule: "One_Hour",
    scope: "regional",
    regions: ["eu-west-1"],
    parameters: { days: { type: "integer", default: 1, description: "Days." } },
    controls: ["cis-1.2.0/4.1"],
    permissions: ["s3:ListBucket", "s3:ListBucket"],
    remediation: {
      runbook: "AWS-Known",
      parameters: { Id: RESOURCE_ID, Days: parameter("days"), Flag: true, Names: ["a", "a"], Count: 3, Text: "t" },
      permissions: [{ actions: ["s3:PutBucketVersioning"], resources: ["*"] }],
    },
    exemptible: false,
    replaces: ["X"],
    previousNames: ["bucket-called"],
  });
  for (const rule of [change, periodic, full]) {
    expect(checkDefinition(rule)).toEqual([]);
    expect(checkDefinition(rule, facts)).toEqual([]);
  }
});

const long = (length: number) => "n".repeat(length);

test.each<[string, AnyRule, JsonObject, string]>([
  ["no name", change, { name: "" }, "error RW1010 (unnamed rule).name: Rule (unnamed rule): it has no name."],
  [
    "a name that is no text",
    change,
    { name: 5 },
    "error RW1010 (unnamed rule).name: Rule (unnamed rule): it has no name.",
  ],
  [
    "a name with spaces",
    change,
    { name: "a b" },
    'error RW1010 a b.name: Rule a b: the name "a b" has characters other than letters, digits, - and _.',
  ],
  [
    "a name that leaves a pack's suffix no room",
    change,
    { name: long(102) },
    `error RW1010 ${long(102)}.name: Rule ${long(102)}: the name has 102 characters; with a pack's suffix only 101 fit.`,
  ],
  [
    "a managed rule's name",
    change,
    { name: "restricted-ssh" },
    "error RW1010 restricted-ssh.name: Rule restricted-ssh: the name is that of an AWS managed rule.",
  ],
  [
    "no description",
    change,
    { description: " " },
    "warning RW1011 bucket-named.description: Rule bucket-named: it has no description.",
  ],
  [
    "a long description",
    change,
    { description: long(257) },
    "error RW1010 bucket-named.description: Rule bucket-named: the description has 257 characters; AWS Config takes 256.",
  ],
  [
    "a description that is no text",
    change,
    { description: ["Buckets"] },
    'error RW1010 bucket-named.description: Rule bucket-named: the description ["Buckets"] is no text.',
  ],
  [
    "no severity",
    change,
    { severity: undefined },
    "warning RW1011 bucket-named.severity: Rule bucket-named: it has no severity; MEDIUM is assumed.",
  ],
  [
    "another severity",
    change,
    { severity: "high" },
    'error RW1010 bucket-named.severity: Rule bucket-named: the severity "high" is not one of CRITICAL, HIGH, MEDIUM, LOW, INFORMATIONAL.',
  ],
  [
    "a severity that is no text",
    change,
    { severity: null },
    "error RW1010 bucket-named.severity: Rule bucket-named: the severity null is not one of CRITICAL, HIGH, MEDIUM, LOW, INFORMATIONAL.",
  ],
  [
    "no resource type",
    change,
    { resourceTypes: [] },
    "error RW1010 bucket-named.resourceTypes: Rule bucket-named: it names no resource type.",
  ],
  [
    "a type in no list",
    change,
    { resourceTypes: "AWS::S3::Bucket" },
    "error RW1010 bucket-named.resourceTypes: Rule bucket-named: it names no resource type.",
  ],
  [
    "a type in no list, of a periodic rule",
    periodic,
    { resourceTypes: "AWS::::Account" },
    "error RW1010 account-sound.resourceTypes: Rule account-sound: it names no resource type.",
  ],
  [
    "no type at all, of a periodic rule",
    periodic,
    { resourceTypes: undefined },
    "error RW1010 account-sound.resourceTypes: Rule account-sound: it names no resource type.",
  ],
  [
    "what is no type",
    change,
    { resourceTypes: ["S3"] },
    'error RW1010 bucket-named.resourceTypes: Rule bucket-named: "S3" is not a resource type.',
  ],
  [
    "a type off the catalogue",
    change,
    { resourceTypes: ["AWS::New::Thing"] },
    "warning RW1010 bucket-named.resourceTypes: Rule bucket-named: the catalogue has no resource type AWS::New::Thing.",
  ],
  [
    "a misspelt schedule",
    change,
    { schedule: "Hourly" },
    'error RW1010 bucket-named.schedule: Rule bucket-named: the schedule "Hourly" is not one of One_Hour, Three_Hours, Six_Hours, Twelve_Hours, TwentyFour_Hours.',
  ],
  [
    "a periodic rule without schedule",
    periodic,
    { schedule: undefined },
    "error RW1010 account-sound.schedule: Rule account-sound: the schedule undefined is not one of One_Hour, Three_Hours, Six_Hours, Twelve_Hours, TwentyFour_Hours.",
  ],
  [
    "a periodic rule without scope",
    periodic,
    { scope: undefined },
    'error RW1010 account-sound.scope: Rule account-sound: the scope undefined is not "global" or "regional".',
  ],
  [
    "another scope",
    change,
    { scope: "Global" },
    'error RW1010 bucket-named.scope: Rule bucket-named: the scope "Global" is not "global" or "regional".',
  ],
  [
    "no evaluate",
    change,
    { evaluate: undefined },
    "error RW1010 bucket-named.evaluate: Rule bucket-named: it has no evaluate function.",
  ],
  [
    "an async evaluate",
    change,
    { evaluate: async () => compliant() },
    "error RW1010 bucket-named.evaluate: Rule bucket-named: evaluate is async; it must be a pure function.",
  ],
  [
    "a collect that is no function",
    periodic,
    { collect: "keys" },
    "error RW1010 account-sound.collect: Rule account-sound: collect is not a function.",
  ],
  [
    "a list that is no function",
    periodic,
    { list: [] },
    "error RW1010 account-sound.list: Rule account-sound: list is not a function.",
  ],
  [
    "a list in a change rule",
    change,
    { list: async function* () {}, permissions: ["s3:ListBucket"] },
    "error RW1010 bucket-named.list: Rule bucket-named: list is not a key of a rule.",
  ],
  [
    "no list, but another subject than the account",
    periodic,
    { resourceTypes: ["AWS::IAM::User"] },
    "error RW1010 account-sound.list: Rule account-sound: it has no list, so the account is its subject, but claims AWS::IAM::User.",
  ],
  [
    "a collect without permissions",
    change,
    { collect: async () => 1 },
    "error RW1010 bucket-named.permissions: Rule bucket-named: it has list or collect but declares no permissions.",
  ],
  [
    "a list without permissions",
    periodic,
    { collect: undefined, permissions: [], list: async function* () {} },
    "error RW1010 account-sound.permissions: Rule account-sound: it has list or collect but declares no permissions.",
  ],
  [
    "permissions in no list",
    periodic,
    { permissions: "iam:ListUsers" },
    "error RW1010 account-sound.permissions: Rule account-sound: permissions is not a list.",
  ],
  [
    "a permission with a wildcard",
    periodic,
    { permissions: ["iam:*"] },
    'error RW1010 account-sound.permissions: Rule account-sound: "iam:*" is not an IAM action.',
  ],
  [
    "a misspelt key",
    change,
    { shedule: "One_Hour" },
    "error RW1010 bucket-named.shedule: Rule bucket-named: shedule is not a key of a rule.",
  ],
  [
    "a control off the catalogue",
    change,
    { controls: ["cis-1.2.0/9.9"] },
    "error RW1012 bucket-named.controls: Rule bucket-named: there is no control cis-1.2.0/9.9.",
  ],
  [
    "controls in no list",
    change,
    { controls: "cis-1.2.0/4.1" },
    "error RW1010 bucket-named.controls: Rule bucket-named: controls is not a list.",
  ],
  [
    "a number as control",
    change,
    { controls: [4] },
    "error RW1012 bucket-named.controls: Rule bucket-named: there is no control 4.",
  ],
  [
    "a control in a list of its own",
    change,
    { controls: [["cis-1.2.0/4.1"]] },
    'error RW1012 bucket-named.controls: Rule bucket-named: there is no control ["cis-1.2.0/4.1"].',
  ],
  ...Object.entries({
    resourceTypes: "AWS::S3::Bucket",
    references: "https://docs.aws.amazon.com/",
    regions: "eu-west-1",
    controls: "cis-1.2.0/4.1",
    replaces: "X",
    previousNames: "bucket-called",
  }).map(([key, element]): [string, AnyRule, JsonObject, string] => [
    `the same element three times in ${key}`,
    change,
    { [key]: [element, element, element] },
    `error RW1010 bucket-named.${key}: Rule bucket-named: ${key} names "${element}" twice.`,
  ]),
  ...[null, "false", 0].map((exemptible): [string, AnyRule, JsonObject, string] => [
    `${JSON.stringify(exemptible)} for exemptible`,
    change,
    { exemptible },
    `error RW1010 bucket-named.exemptible: Rule bucket-named: exemptible is ${JSON.stringify(exemptible)}, not true or false.`,
  ]),
  [
    "a rationale that is no text",
    change,
    { rationale: ["Why."] },
    'error RW1010 bucket-named.rationale: Rule bucket-named: the rationale ["Why."] is no text.',
  ],
  ...["references", "regions", "replaces", "previousNames"].flatMap((key): [string, AnyRule, JsonObject, string][] => [
    [
      `${key} in no list`,
      change,
      { [key]: "eu-west-1" },
      `error RW1010 bucket-named.${key}: Rule bucket-named: ${key} is not a list.`,
    ],
    [
      `null for ${key}`,
      periodic,
      { [key]: null },
      `error RW1010 account-sound.${key}: Rule account-sound: ${key} is not a list.`,
    ],
  ]),
  ...["references", "replaces", "previousNames"].map((key): [string, AnyRule, JsonObject, string] => [
    `what is no text in ${key}`,
    change,
    { [key]: ["a", 5] },
    `error RW1010 bucket-named.${key}: Rule bucket-named: 5 is no text.`,
  ]),
  [
    "what is no Region",
    change,
    { regions: ["eu-west-1", "Ireland"] },
    'error RW1010 bucket-named.regions: Rule bucket-named: "Ireland" is not a Region.',
  ],
  [
    "no Region at all",
    change,
    { regions: [] },
    "error RW1010 bucket-named.regions: Rule bucket-named: regions is empty, so that the rule would run in none.",
  ],
  [
    "its own name among the previous ones",
    change,
    { previousNames: ["bucket-called", "bucket-named"] },
    "error RW1010 bucket-named.previousNames: Rule bucket-named: its previousNames hold the name it has.",
  ],
  ...[null, false, [], "days"].flatMap((value) =>
    ["parameters", "remediation"].map((key): [string, AnyRule, JsonObject, string] => [
      `${JSON.stringify(value)} for ${key}`,
      change,
      { [key]: value },
      `error RW1010 bucket-named.${key}: Rule bucket-named: ${key} is ${JSON.stringify(value)}, no object.`,
    ]),
  ),
  [
    "a list that is async, and no generator",
    periodic,
    { list: async () => [] },
    "error RW1010 account-sound.list: Rule account-sound: list is async, so that it returns one promise; it yields subjects.",
  ],
  [
    "permissions of null",
    periodic,
    { permissions: null },
    "error RW1010 account-sound.permissions: Rule account-sound: permissions is not a list.",
  ],
  [
    "a misspelt key of a remediation",
    change,
    { remediation: { runbook: "AWS-Known", parameters: {}, permission: [] } },
    "error RW1010 bucket-named.remediation.permission: Rule bucket-named: permission is not a key of a remediation.",
  ],
  [
    "a remediation without parameters",
    change,
    { remediation: { runbook: "AWS-Known" } },
    "error RW1016 bucket-named.remediation.parameters: Rule bucket-named: the remediation's parameters are no object.",
  ],
  ...[null, {}, [1], Number.NaN, { "~parameter": 5 }].map((Days): [string, AnyRule, JsonObject, string] => [
    `${JSON.stringify(Days)} passed to a runbook`,
    change,
    { remediation: { runbook: "AWS-Known", parameters: { Days } } },
    `error RW1010 bucket-named.remediation.parameters.Days: Rule bucket-named: the runbook's Days is ${Number.isNaN(Days) ? "NaN" : JSON.stringify(Days)}, which cannot be passed to it.`,
  ]),
  ...[null, "s3:PutObject", {}, { actions: [5], resources: ["*"] }, { actions: ["s3:PutObject"], resources: [] }].map(
    (permission): [string, AnyRule, JsonObject, string] => [
      `${JSON.stringify(permission)} as a permission of a remediation`,
      change,
      { remediation: { runbook: "AWS-Known", parameters: {}, permissions: [permission] } },
      "error RW1016 bucket-named.remediation.permissions[0]: Rule bucket-named: a permission names actions and resources.",
    ],
  ),
  [
    "a remediation's permissions in no list",
    change,
    { remediation: { runbook: "AWS-Known", parameters: {}, permissions: "s3:PutObject" } },
    "error RW1016 bucket-named.remediation.permissions: Rule bucket-named: the remediation's permissions are no list.",
  ],
  [
    "a wildcard in a remediation's permissions",
    change,
    {
      remediation: {
        runbook: "AWS-Known",
        parameters: {},
        permissions: [{ actions: ["s3:*"], resources: ["arn:*:s3:::*"] }],
      },
    },
    'error RW1016 bucket-named.remediation.permissions[0]: Rule bucket-named: "s3:*" is not an IAM action.',
  ],
  [
    "a parameter that is no object",
    change,
    { parameters: { days: null } },
    "error RW1010 bucket-named.parameters.days: Rule bucket-named, parameter days: null is not the form of a parameter.",
  ],
  [
    "an unknown runbook",
    change,
    { remediation: { runbook: "AWS-Unknown", parameters: {} } },
    'error RW1014 bucket-named.remediation.runbook: Rule bucket-named: AWS has no runbook "AWS-Unknown".',
  ],
  [
    "a reference to no parameter",
    change,
    { remediation: { runbook: "AWS-Known", parameters: { Days: parameter("days") } } },
    'error RW1010 bucket-named.remediation.parameters.Days: Rule bucket-named: the runbook\'s Days refers to a parameter "days" that the rule does not have.',
  ],
])("reports %s, and nothing else", (_what, rule, changes, problem) => {
  expect(brief(plain(rule, changes))).toEqual([problem]);
});

test("without facts nothing is compared", () => {
  const rule = plain(change, {
    name: "restricted-ssh",
    resourceTypes: ["AWS::New::Thing"],
    controls: ["cis-1.2.0/9.9"],
    remediation: { runbook: "AWS-Unknown", parameters: {} },
  });
  expect(checkDefinition(rule)).toEqual([]);
  expect(brief(plain(change, { controls: ["4.1"] }), {})).toHaveLength(1);
});

describe("hints name the next step", () => {
  test.each<[string, AnyRule, JsonObject, string]>([
    ["a misspelt key", change, { shedule: "One_Hour" }, "Did you mean schedule?"],
    ["a key that is like none", change, { frobnicate: 1 }, "Correct the rule's definition."],
    ["no severity", change, { severity: undefined }, "Add the key to the rule's literal."],
    ["a severity in lower case", change, { severity: "high" }, "Did you mean HIGH?"],
    ["a severity that is like none", change, { severity: "SEVERE" }, "Correct the rule's definition."],
    ["a long description", change, { description: long(257) }, "Shorten it."],
    ["a list in a change rule", change, { list: () => [], permissions: ["a:B"] }, "Write definePeriodicRule."],
    ["a type twice", change, { resourceTypes: ["AWS::S3::Bucket", "AWS::S3::Bucket"] }, "Name it once."],
    ["a text for exemptible", change, { exemptible: "false" }, "Write true or false, no text."],
    ["a Region without its hyphen", change, { regions: ["eu-west1"] }, "Did you mean eu-west-1?"],
    ["a Region that is like none", change, { regions: ["Nowhere at all"] }, "Write it as eu-west-1."],
    ["an async list", periodic, { list: async () => [] }, "Write async *list."],
    [
      "what a pack decides of a remediation",
      change,
      { remediation: { runbook: "AWS-Known", parameters: {}, automatic: true } },
      "What a pack decides (automatic, retries …) stands in the pack's use().",
    ],
    ["a misspelt resource type", change, { resourceTypes: ["AWS::S3::Buckett"] }, "Did you mean AWS::S3::Bucket?"],
    [
      "a new resource type",
      change,
      { resourceTypes: ["AWS::New::Thing"] },
      'Write untyped("AWS::New::Thing") if Config records it.',
    ],
    ["an async evaluate", change, { evaluate: async () => 1 }, "Move the I/O to collect."],
    [
      "a misspelt reference",
      plain(change, { parameters: { maxAgeDays: { type: "integer", description: "Days." } } }),
      { remediation: { runbook: "AWS-Known", parameters: { Days: parameter("maxAgeDay") } } },
      "Did you mean maxAgeDays?",
    ],
  ])("%s", (_what, rule, changes, hint) => {
    expect(checkDefinition(plain(rule, changes), facts).map((each) => each.hint)).toEqual([hint]);
  });
});

test("everything is reported at once", () => {
  const found = checkDefinition(
    plain(periodic, {
      name: "a b",
      description: "",
      severity: "bad",
      schedule: "x",
      scope: "y",
      permissions: [],
      other: 1,
    }),
    facts,
  );
  expect(found.map((each) => each.path)).toEqual([
    "a b.name",
    "a b.description",
    "a b.severity",
    "a b.other",
    "a b.schedule",
    "a b.scope",
    "a b.permissions",
  ]);
});

test("whatever plain JavaScript puts under a key, it is reported or fine, and nothing throws", () => {
  const keys = fc.constantFrom(
    "name",
    "description",
    "severity",
    "resourceTypes",
    "schedule",
    "scope",
    "controls",
    "permissions",
    "list",
    "collect",
    "evaluate",
    "parameters",
    "remediation",
    "replaces",
    "references",
    "regions",
    "rationale",
    "exemptible",
    "previousNames",
    "other",
  );
  const rules = fc.constantFrom<AnyRule>(change, periodic);
  fc.assert(
    fc.property(rules, fc.dictionary(keys, fc.jsonValue()), (rule, changes) => {
      for (const each of checkDefinition(plain(rule, changes), facts)) expect(isObject(each)).toBe(true);
    }),
    RUNS,
  );
});

test.each<[unknown, boolean]>([
  [change, true],
  [periodic, true],
  [{ kind: "rule" }, true],
  [{ kind: "conformance-pack" }, false],
  [{}, false],
  [null, false],
  ["rule", false],
])("isRule tells a rule by its kind: case %#", (value, expected) => {
  expect(isRule(value)).toBe(expected);
});
