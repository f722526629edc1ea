import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "@rulewright/sdk";
import { readManifest } from "../deployment/plan/manifest.ts";
import { guardrailsOf, looserParameters } from "./guardrails.ts";

const replaces = (name: string) => (name === "own-password-policy" ? ["IAM_PASSWORD_POLICY"] : []);

function guardrails(inputs: JsonObject, rule = "own-password-policy", framework = "cis-1.2.0") {
  const manifest = readManifest(
    { pack: { name: "baseline", framework }, rules: [{ name: "password-policy", rule }] },
    "manifest.json",
  );
  const properties = { ConfigRuleName: "password-policy", InputParameters: inputs };
  const packTemplate = { Resources: { PasswordPolicy: { Type: "AWS::Config::ConfigRule", Properties: properties } } };
  return guardrailsOf({ manifest, packTemplate }, replaces);
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
    expect(guardrails({ MinimumPasswordLength: { Ref: "Minimum" } }, "another-rule")).toEqual([]);
    expect(guardrails({ MinimumPasswordLength: { Ref: "Minimum" } }, "own-password-policy", "none")).toEqual([]);
  });
});
