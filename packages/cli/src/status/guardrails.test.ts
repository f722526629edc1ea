import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "@rulewright/sdk";
import { readManifest } from "../deployment/plan/manifest.ts";
import { guardrailsOf, looserParameters } from "./guardrails.ts";

const BOUND = {
  control: "cis-1.2.0/1.9",
  parameters: ["MinimumPasswordLength"],
  op: ">=",
  value: 14,
};

function guardrails(inputs: JsonObject, bounds: readonly unknown[] = [BOUND]) {
  const manifest = readManifest(
    { pack: { name: "baseline" }, rules: [{ name: "password-policy", rule: "own-password-policy", bounds }] },
    "manifest.json",
  );
  const properties = { ConfigRuleName: "password-policy", InputParameters: inputs };
  const packTemplate = { Resources: { PasswordPolicy: { Type: "AWS::Config::ConfigRule", Properties: properties } } };
  return guardrailsOf({ manifest, packTemplate });
}

describe("live parameters", () => {
  const open = guardrails({ MinimumPasswordLength: { Ref: "Minimum" }, MaxPasswordAge: "90" });

  test.each([
    ["8", ["cis-1.2.0/1.9"]],
    ["14", []],
    ["20", []],
    ["", []], // the rule's own default
  ])("a minimum length of %j", (Minimum, controls) => {
    expect(looserParameters(open, { Minimum }).map(({ control }) => control)).toEqual(controls);
  });

  test("are named with their rule, control and bound", () => {
    expect(looserParameters(open, { Minimum: "8" })).toEqual([
      {
        parameter: "Minimum",
        value: "8",
        rule: "password-policy",
        control: "cis-1.2.0/1.9",
        wanted: expect.any(String),
      },
    ]);
    expect(looserParameters(open, { Minimum: "8" })[0]?.wanted).toMatch(/14/);
  });

  test("are bounded where they are optional, and free where nothing binds them", () => {
    const optional = { "Fn::If": ["HasMinimum", { Ref: "Minimum" }, { Ref: "AWS::NoValue" }] };
    expect(guardrails({ MinimumPasswordLength: optional })).toHaveLength(1);
    expect(guardrails({ MinimumPasswordLength: "14" })).toEqual([]);
    expect(guardrails({ MaxPasswordAge: { Ref: "Maximum" } })).toEqual([]);
    expect(guardrails({ MinimumPasswordLength: { Ref: "Minimum" } }, [])).toEqual([]);
  });
});
