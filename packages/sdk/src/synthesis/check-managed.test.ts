import { describe, expect, test } from "@jest/globals";
import { checkPack } from "./check-pack.ts";
import { lintPack } from "./lint/index.ts";
import { packParameter } from "./pack-parameter.ts";
import { defineConformancePack, managedRule, policyRule, type PackEntry } from "./pack.ts";
import { synthesizePack } from "./synthesize-pack.ts";
import { toYaml } from "./to-yaml.ts";

/** An entry as plain JavaScript may write it: nothing has checked the types of its parameters. */
const managed = (identifier: string, parameters: object): PackEntry => ({
  ...managedRule("IAM_PASSWORD_POLICY"),
  name: "m",
  identifier,
  parameters: { ...parameters },
});
const packOf = (...rules: readonly PackEntry[]) => defineConformancePack({ name: "pack", rules });
const placesOf = (...rules: readonly PackEntry[]) => checkPack(packOf(...rules)).map(({ code, path }) => [code, path]);
const linted = (...rules: readonly PackEntry[]) =>
  lintPack(toYaml(synthesizePack(packOf(...rules)))).filter(({ severity }) => severity === "error");

const age = (value: unknown) => managed("ACCESS_KEYS_ROTATED", { maxAccessKeyAge: value });
const days = (value: unknown) => managed("EC2_STOPPED_INSTANCE", { AllowedDays: value });
const symbols = (value: unknown) => managed("IAM_PASSWORD_POLICY", { RequireSymbols: value });
const principals = (value: unknown) => managed("S3_BUCKET_POLICY_GRANTEE_CHECK", { awsPrincipals: value });

describe("a value that is not of its parameter's kind", () => {
  test.each([
    ["a word for a whole number", age("ninety"), "maxAccessKeyAge"],
    ["a fraction for a whole number", days(1.5), "AllowedDays"],
    ["an empty text for a whole number", age(""), "maxAccessKeyAge"],
    ["a list for a whole number", age([30, 90]), "maxAccessKeyAge"],
    ["a switch for a whole number", age(true), "maxAccessKeyAge"],
    ["a number for a switch", symbols(1), "RequireSymbols"],
    ["a word for a switch", symbols("yes"), "RequireSymbols"],
  ])("is refused, as the linter refuses it: %s", (_what, entry, parameter) => {
    expect(placesOf(entry)).toEqual([["RW3004", `m.parameters.${parameter}`]]);
    expect(linted(entry).map(({ code }) => code)).toEqual(["RW3183"]);
  });

  test("is refused as a default of the pack's parameter", () => {
    const promoted = age(packParameter<unknown>({ default: "ninety" }));
    expect(placesOf(promoted)).toEqual([["RW3004", "m.parameters.maxAccessKeyAge"]]);
    expect(linted(promoted).map(({ code }) => code)).toEqual(["RW3183"]);
  });

  test("is told with what to write", () => {
    expect(checkPack(packOf(age("ninety")))).toEqual([
      {
        code: "RW3004",
        path: "m.parameters.maxAccessKeyAge",
        message: 'Managed rule ACCESS_KEYS_ROTATED takes a whole number in maxAccessKeyAge; this is "ninety".',
        hint: "Write a whole number.",
        severity: "error",
      },
    ]);
  });
});

describe("a value of its parameter's kind, or of a kind that nothing is known of,", () => {
  test.each([
    ["a number", age(90)],
    ["its text", age("90")],
    ["a text with spaces", age(" 90 ")],
    ["a switch", symbols(true)],
    ["its text, in any case", symbols("False")],
    ["a list", principals(["111122223333", "444455556666"])],
    ["a list of numbers and switches", principals([1, 2.5, true])],
    ["a text for a list", principals("111122223333")],
    ["a number for a list", principals(5)],
    ["any text for a map", managed("APPROVED_AMIS_BY_TAG", { amisByTagKeyAndValue: "any thing" })],
    ["a pack's parameter", age(packParameter<unknown>({ default: 90 }))],
    ["a pack's parameter without a default", age(packParameter())],
    ["nothing", symbols(undefined)],
  ])("is not refused: %s", (_what, entry) => {
    expect(placesOf(entry)).toEqual([]);
    expect(linted(entry)).toEqual([]);
  });
});

describe("what cannot be passed as text", () => {
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);

  test.each([
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["null", null],
    ["an object", { a: 1 }],
    ["a list of objects", [{ a: 1 }]],
    ["a list of lists", [["a"]]],
    ["a list with NaN", ["a", Number.NaN]],
    ["a list with undefined", ["a", undefined]],
    ["a bigint", 90n],
    ["a function", () => 90],
    ["a cycle", cyclic],
  ])("is refused, whatever the kind: %s", (_what, value) => {
    expect(placesOf(principals(value))).toEqual([["RW3004", "m.parameters.awsPrincipals"]]);
    expect(placesOf(age(value))).toEqual([["RW3004", "m.parameters.maxAccessKeyAge"]]);
    expect(placesOf(age(packParameter<unknown>({ default: value })))).toEqual([
      ["RW3004", "m.parameters.maxAccessKeyAge"],
    ]);
  });

  test("is refused of a policy too", () => {
    const policy = policyRule({ name: "p", guard: "rule x { a == 1 }", resourceTypes: ["AWS::S3::Bucket"] });
    const level = Number.NaN;
    expect(placesOf(Object.assign(policy, { parameters: { level } }))).toEqual([["RW3004", "p.parameters.level"]]);
  });

  test("is told with what can be", () => {
    expect(checkPack(packOf(principals({ a: 1 })))).toEqual([
      {
        code: "RW3004",
        path: "m.parameters.awsPrincipals",
        message: 'Rule m: awsPrincipals is {"a":1}, which cannot be passed to it.',
        hint: "Write a text, a finite number, true or false, or a list of these.",
        severity: "error",
      },
    ]);
  });

  test("is told with what else is wrong of the rule", () => {
    expect(placesOf(managed("ACCESS_KEYS_ROTATED", { nope: null }))).toEqual([
      ["RW3004", "m.parameters.nope"],
      ["RW3004", "m.parameters.nope"],
      ["RW3004", "m.parameters.maxAccessKeyAge"],
    ]);
  });
});

test("what a pack says of a parameter does not count as the length of its value", () => {
  const described = packParameter<unknown>({ default: 90, description: "d".repeat(1_100) });
  expect(placesOf(age(described))).toEqual([]);
});
