import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "@rulewright/sdk";
import { artifacts, packTemplate, target } from "./fixtures/samples.ts";
import { readManifest } from "./manifest.ts";
import { writtenForm } from "./parameter-form.ts";
import { releaseProblems, type Artifacts } from "./release.ts";

const DECLARED = {
  Days: { Type: "String", Default: "30" },
  MinLen: { Type: "String", Default: "14" },
  Note: { Type: "String", Default: "" },
  Token: { Type: "String", Default: "aaaa" },
  Kinds: { Type: "String", Default: "a" },
  KeyAge: { Type: "String", Default: "90" },
};
const FORMS = [
  { rule: "own", parameter: "maxDays", form: { type: "integer", minimum: 1, maximum: 365 } },
  { rule: "own", parameter: "MinimumPasswordLength", form: { type: "integer" } },
  { rule: "own", parameter: "note", form: { type: "string" } },
  { rule: "own", parameter: "token", form: { type: "string", minLength: 4, secret: true } },
  { rule: "own", parameter: "kinds", form: { type: "array", items: { type: "string", enum: ["a", "b"] } } },
];
const BOUND = { control: "cis-1.2.0/1.9", parameters: ["MinimumPasswordLength"], op: ">=", value: 14 };
const OWN = {
  maxDays: { Ref: "Days" },
  MinimumPasswordLength: { Ref: "MinLen" },
  note: { "Fn::If": ["HasNote", { Ref: "Note" }, { Ref: "AWS::NoValue" }] },
  token: { Ref: "Token" },
  kinds: { Ref: "Kinds" },
  fixed: "x",
};

/** A pack whose rules leave parameters open; an older manifest tells no forms. */
function open(forms: readonly JsonObject[] | undefined = FORMS): Artifacts {
  const sample = artifacts();
  const { stack } = sample.manifest.document;
  const document = {
    ...sample.manifest.document,
    rules: [
      { name: "own", rule: "own", bounds: [BOUND] },
      { name: "keys", identifier: "ACCESS_KEYS_ROTATED" },
    ],
    stack: { ...(stack as JsonObject), ...(forms ? { forms } : {}) },
  };
  const template = packTemplate({ own: { input: OWN } });
  const keys = {
    Type: "AWS::Config::ConfigRule",
    Properties: {
      ConfigRuleName: "keys",
      InputParameters: { maxAccessKeyAge: { Ref: "KeyAge" } },
      Source: { Owner: "AWS", SourceIdentifier: "ACCESS_KEYS_ROTATED" },
    },
  };
  return {
    ...sample,
    manifest: readManifest(document, "manifest.json"),
    packTemplate: { ...template, Resources: { ...(template["Resources"] as JsonObject), Keys: keys } },
    stackParameters: {
      ...sample.stackParameters,
      ...DECLARED,
      Runtime: { Type: "String", Default: "nodejs24.x", AllowedPattern: "nodejs\\d+\\.x" },
      EnableAutomaticRemediation: { Type: "String", Default: "true", AllowedValues: ["true", "false"] },
    },
  };
}

const told = (given: Record<string, string>, made = open(), variant?: string) =>
  releaseProblems(made, target(variant === undefined ? {} : { variant }), given).map(
    ({ code, message }) => `${code} ${message}`,
  );
const of = (parameter: string) => `Parameter ${parameter} of pack baseline`;

test("the defaults, and values that rules take, are fine", () => {
  expect(told({})).toEqual([]);
  expect(told({ Days: "365", MinLen: "20", Note: "", Token: "bbbb", Kinds: "a,b", KeyAge: "45" })).toEqual([]);
  expect(told({ EnableAutomaticRemediation: "false", Runtime: "nodejs26.x" })).toEqual([]);
});

test.each<[string, Record<string, string>, string]>([
  ["no number", { Days: "abc" }, `RW1002 ${of("Days")}: Parameter maxDays of rule own: "abc" is not an integer`],
  ["empty, where the rule needs a value", { Days: "" }, `RW1002 ${of("Days")}: Parameter maxDays of rule own: "" is`],
  ["beyond the rule's bound", { Days: "366" }, "an integer from 1 to 365."],
  ["of a list, no element", { Kinds: "a,c" }, `has an element "c" that is not one of "a", "b"`],
  [
    "of a managed rule, no number",
    { KeyAge: "old" },
    `RW1002 ${of("KeyAge")}: Parameter maxAccessKeyAge of rule keys:`,
  ],
  [
    "looser than the framework",
    { MinLen: "4" },
    `RW1005 ${of("MinLen")} would set rule own looser than its framework allows: cis-1.2.0/1.9 wants MinimumPasswordLength >= 14.`,
  ],
  [
    "too long for a rule",
    { Note: "x".repeat(1_000) },
    "RW3005 Parameter Days, MinLen, Note, Token, Kinds of pack baseline",
  ],
  ["too long for AWS", { Note: "x".repeat(4_097) }, `RW3005 ${of("Note")} has 4097 characters; AWS takes 4096.`],
  ["not among the switch's", { EnableAutomaticRemediation: "no" }, `"no" is not one of true, false.`],
  ["not of the stack's pattern", { Runtime: "xnodejs24.x" }, `"xnodejs24.x" is not a text of the form nodejs`],
])("a value that is %s is told with the parameter that was typed", (_what, given, sentence) => {
  const found = told(given);
  expect(found.some((each) => each.includes(sentence))).toBe(true);
});

describe("values", () => {
  test("are told all together, and of a variant with its name", () => {
    const found = told({ Days: "abc", MinLen: "x", KeyAge: "y" }, open(), "strict");
    expect(found.map((each) => each.slice(0, 6))).toEqual(["RW1002", "RW1002", "RW1002"]);
    expect(found[0]).toMatch(/^RW1002 Parameter Days of pack baseline, variant strict: /);
  });

  test("of secrets are not repeated", () => {
    expect(told({ Token: "abc" }).join()).not.toContain('"abc"');
    expect(told({ Token: "abc" })).toHaveLength(1);
  });

  test("are checked against bounds and managed rules' kinds under a manifest that tells no forms", () => {
    expect(told({ Days: "abc", MinLen: "4", KeyAge: "old" }, open([])).map((each) => each.slice(0, 6))).toEqual([
      "RW1005",
      "RW1002",
    ]);
  });
});

test("what a manifest writes of a form is what is read of it", () => {
  const form = { type: "array", items: { type: "integer", minimum: 1 }, minItems: 1, uniqueItems: true } as const;
  const written = writtenForm({ ...form, description: "Numbers.", default: [1], secret: true });
  expect(written).toEqual({ ...form, secret: true });
  const document = {
    pack: { name: "p" },
    stack: {
      forms: [
        { rule: "own", parameter: "n", form: written },
        { rule: "own", parameter: "m", form: { type: "map" } },
      ],
    },
  };
  const { stack } = readManifest(JSON.parse(JSON.stringify(document)), "manifest.json");
  expect(stack?.forms).toEqual([{ rule: "own", parameter: "n", form: { ...written, description: "" } }]);
});
