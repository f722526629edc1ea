import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { checkParameterSpecs } from "../../core/check-parameters.ts";
import { coerce } from "../../core/coerce.ts";
import { RUNS } from "../../core/fixtures/property-runs.ts";
import { allowed, anySpec } from "../../core/fixtures/specs.ts";
import { compliant, defineRule, type ParameterSpec } from "../../core/index.ts";
import { toWireValue } from "../../core/wire.ts";
import { checkPack } from "../check-pack.ts";
import { packParameter, type PackParameterOptions } from "../pack-parameter.ts";
import { defineConformancePack, managedRule, use } from "../pack.ts";
import type { Promotion } from "../promotions.ts";
import type { TemplateValue } from "../template.ts";
import { constraintsOf } from "./constraints.ts";
import { synthesizeStack } from "./synthesize-stack.ts";

const description = "A parameter.";
const promoted = (spec: ParameterSpec | undefined, facts: Partial<Promotion> = {}): Promotion => ({
  parameter: "p",
  name: "P",
  description: undefined,
  default: undefined,
  optional: false,
  spec,
  ...facts,
});
type Constraints = ReturnType<typeof constraintsOf>;
const constrained = (spec: ParameterSpec, facts?: Partial<Promotion>) => constraintsOf([promoted(spec, facts)]);

/** Whether CloudFormation takes a value: one of the list, and the pattern matches all of it. */
function takes({ AllowedValues: values, AllowedPattern: pattern }: Constraints, text: string): boolean {
  if (Array.isArray(values) && !values.includes(text)) return false;
  return typeof pattern !== "string" || new RegExp(`^(?:${pattern})$`, "u").test(text);
}

const isCoerced = (spec: ParameterSpec, text: string) => !("refused" in coerce(spec, text));
/** Whether a definition may have it: a pack with another is refused. */
const isSound = (spec: ParameterSpec) => checkParameterSpecs("rule", { p: spec }).length === 0;
const isListed = (spec: ParameterSpec) => "AllowedValues" in constrained(spec);

describe("a stack's parameter", () => {
  const parts = fc.constantFrom(
    "-",
    "0",
    "1",
    "7",
    "12",
    "99",
    ".5",
    "e3",
    ",",
    " ",
    "\n",
    "\u00a0",
    "[",
    "]",
    '"',
    "a",
    "𝒳",
    "é",
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(parts, { maxLength: 6 }).map((each) => each.join("")),
    fc.array(fc.integer({ min: -20, max: 200 })).map((each) => each.join(", ")),
    fc.json(),
  );
  const small = fc.integer({ min: -30, max: 130 });
  const bounds = fc.record({ minimum: small, maximum: small }, { requiredKeys: [] });
  const integers: fc.Arbitrary<ParameterSpec> = bounds.map((form) => ({ type: "integer", description, ...form }));
  const lists: fc.Arbitrary<ParameterSpec> = fc
    .tuple(bounds, fc.record({ minItems: fc.nat({ max: 3 }), maxItems: fc.nat({ max: 4 }) }, { requiredKeys: [] }))
    .map(([form, counts]) => ({ type: "array", items: { type: "integer", ...form }, description, ...counts }));
  const words: fc.Arbitrary<ParameterSpec> = fc
    .tuple(
      fc.constantFrom(
        undefined,
        "^[a-z]+$",
        "[0-9]{2}",
        "^a|1$",
        "^(?:a|12)",
        "a.b",
        "^[^a]*$",
        "\\d+\\.5",
        "^1?$",
        "^a\\$",
      ),
      fc.record({ minLength: fc.nat({ max: 3 }), maxLength: fc.nat({ max: 6 }) }, { requiredKeys: [] }),
    )
    .map(([pattern, lengths]) => ({
      type: "string",
      description,
      ...lengths,
      ...(pattern === undefined ? {} : { pattern }),
    }));
  const specs = fc.oneof(anySpec, integers, lists, words).filter((spec) => isSound(spec) && !isListed(spec));

  test("refuses nothing that its rule takes, however that is written", () => {
    fc.assert(
      fc.property(specs, texts, (spec, text) => {
        if (takes(constrained(spec), text)) return;
        expect([spec, text, isCoerced(spec, text)]).toEqual([spec, text, false]);
      }),
      { ...RUNS, numRuns: 5_000 },
    );
  });

  test.each<[string, fc.Arbitrary<ParameterSpec>]>([
    ["an integer", integers],
    ["a list of integers", lists],
    ["a word", words],
  ])("that is %s refuses all that its rule refuses", (_what, kind) => {
    fc.assert(
      fc.property(kind, texts, (spec, text) => {
        // printed characters only: others count as white space; and JSON is read by the rule
        if (!/^[ -~]*$/.test(text) || text.includes("[") || /\d{16}/.test(text)) return;
        if (isSound(spec))
          expect([spec, text, takes(constrained(spec), text)]).toEqual([spec, text, isCoerced(spec, text)]);
      }),
      { ...RUNS, numRuns: 2_000 },
    );
  });

  test.each(Object.entries(allowed))("takes the text of every value of a %s", (_kind, values) => {
    fc.assert(
      fc.property(values, ({ spec, value }) => {
        const text = toWireValue(value);
        expect([spec, takes(constrained(spec), text)]).toEqual([spec, true]);
        expect(takes(constrained(spec, { optional: true }), text)).toBe(true);
        expect(takes(constrained(spec, { optional: true }), "")).toBe(true);
      }),
      RUNS,
    );
  });

  test("lists only values that its rule takes", () => {
    fc.assert(
      fc.property(anySpec.filter(isListed), (spec) => {
        const { AllowedValues: values } = constrained(spec);
        for (const value of Array.isArray(values) ? values : []) expect(isCoerced(spec, String(value))).toBe(true);
      }),
      RUNS,
    );
  });
});

describe("the constraints of", () => {
  test.each<[string, ParameterSpec, Partial<Promotion>, Constraints]>([
    [
      "a switch are its two words",
      { type: "boolean", description },
      { default: "true" },
      { AllowedValues: ["true", "false"], ConstraintDescription: "must be true or false" },
    ],
    [
      "a switch whose default is written otherwise know that, too",
      { type: "boolean", description },
      { default: "TRUE" },
      { AllowedValues: ["true", "false", "TRUE"], ConstraintDescription: "must be true or false" },
    ],
    [
      "a word of a list that may be left out know the empty text",
      { type: "string", enum: ["low", "high"], description },
      { optional: true },
      { AllowedValues: ["low", "high", ""], ConstraintDescription: 'must be one of "low", "high", or empty' },
    ],
    [
      "a number of a list are texts",
      { type: "integer", enum: [1, 20], description },
      {},
      { AllowedValues: ["1", "20"], ConstraintDescription: "must be one of 1, 20" },
    ],
    [
      "a bounded integer",
      { type: "integer", minimum: 1, maximum: 24, description },
      { optional: true },
      {
        AllowedPattern: "^([^!-~]*([1-9]|(1[0-9]|2[0-4]))[^!-~]*)?$",
        ConstraintDescription: "must be an integer from 1 to 24, or empty",
      },
    ],
    ["any text are its length", { type: "string", description }, {}, { MaxLength: 1_024 - '{"p":""}'.length }],
    [
      "a text with a pattern",
      { type: "string", pattern: "^[a-z]+$", description },
      {},
      {
        AllowedPattern: "^([a-z]+)$",
        ConstraintDescription: "must be a string that matches ^[a-z]+$",
        MaxLength: 1_016,
      },
    ],
    [
      "a text with a pattern that Java reads otherwise leave it to the rule",
      { type: "string", pattern: "^\\p{L}\\s$", description },
      {},
      { MaxLength: 1_016 },
    ],
  ])("%s", (_what, spec, facts, expected) => {
    expect(constrained(spec, facts)).toEqual(expected);
  });

  test("a parameter of several rules are what one of them refuses, and none takes what another does not", () => {
    const level = (...values: readonly string[]) => promoted({ type: "string", enum: values, description });
    expect(constraintsOf([level("a", "b"), level("b", "c"), promoted(undefined)])).toEqual({
      AllowedValues: ["b"],
      ConstraintDescription: 'must be one of "a", "b" and one of "b", "c"',
    });
    const long = promoted(undefined, { parameter: "longer" });
    expect(constraintsOf([promoted(undefined), long])).toEqual({ MaxLength: 1_024 - '{"longer":""}'.length });
  });

  test("a parameter with very many values leave them to the rule", () => {
    const values = Array.from({ length: 500 }, (_, index) => `value-${index}`);
    expect(constrained({ type: "array", items: { type: "string", enum: values }, description })).toEqual({
      MaxLength: 1_016,
    });
  });
});

describe("in the stack's template", () => {
  const rule = defineRule({
    name: "topic-fine",
    description: "Topics are fine.",
    severity: "LOW",
    resourceTypes: ["AWS::SNS::Topic"],
    parameters: {
      pin: { type: "string", secret: true, description: "A pin." },
      days: { type: "integer", minimum: 1, maximum: 90, default: 30, description: "Days." },
      isStrict: { type: "boolean", default: true, description: "Strict." },
    },
    evaluate: () => compliant(),
  });
  const options = (name: string): PackParameterOptions<never> => ({ name });
  const parametersOf = (...rules: Parameters<typeof defineConformancePack>[0]["rules"]) => {
    const pack = defineConformancePack({ name: "pack", rules });
    expect(checkPack(pack)).toEqual([]);
    const { Parameters = {}, Resources } = synthesizeStack(pack, { tool: "rulewright 0.1.0", code: [] });
    return { parameters: Parameters, body: JSON.stringify(Resources["ConformancePack"]?.Properties["TemplateBody"]) };
  };

  test("secrets are not shown, also where other rules share them, and the pack's own parameters are as they were", () => {
    const shared = managedRule("ACCESS_KEYS_ROTATED", {
      parameters: { maxAccessKeyAge: packParameter(options("Days")) },
    });
    const { parameters, body } = parametersOf(
      use(rule, {
        parameters: {
          pin: packParameter(options("Pin")),
          isStrict: packParameter({ name: "IsStrict", default: false }),
        },
      }),
      shared,
    );
    expect(parameters).toMatchObject({
      Pin: { Type: "String", NoEcho: true },
      IsStrict: { Default: "false", AllowedValues: ["true", "false"] },
      Days: { Type: "String", MaxLength: 1_024 - '{"maxAccessKeyAge":""}'.length },
    });
    const isShown = (declared: TemplateValue | undefined) => !JSON.stringify(declared).includes("NoEcho");
    expect([isShown(parameters["IsStrict"]), isShown(parameters["Days"])]).toEqual([true, true]);
    expect(body).not.toMatch(/NoEcho|Allowed|MaxLength|ConstraintDescription/); // AWS's sample packs have none of these
  });

  test("the Region of global rules is one, and switches are switched", () => {
    const { parameters } = parametersOf(managedRule("IAM_PASSWORD_POLICY"));
    const { AllowedPattern: pattern = "" } = Object(parameters["GlobalRulesRegion"]);
    const isRegion = (text: string) => new RegExp(String(pattern)).test(text);
    expect(["eu-west-1", "us-gov-east-1", "us-isob-east-1", "mx-central-1"].map(isRegion)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(["", "eu-west", "eu-west-1a", "EU-WEST-1", "Ireland"].map(isRegion)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
