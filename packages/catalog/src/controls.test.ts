import { expect, test } from "@jest/globals";
import type { Control } from "./controls.ts";
import { controlExists, findControl, frameworkControls, frameworks, gaps, metricFilters } from "./controls.ts";
import { findManagedRule } from "./managed-rules.ts";

const everyControl: readonly Control[] = ["securityhub" as const, ...frameworks().map(({ id }) => id)].flatMap(
  frameworkControls,
);

test("a recommendation takes rule, bound and severity from its Security Hub control", () => {
  expect(findControl("cis-1.2.0/1.9")).toEqual({
    id: "cis-1.2.0/1.9",
    source: "cis-1.2.0",
    title: "password policy minimum length",
    severity: "medium",
    rules: ["IAM_PASSWORD_POLICY"],
    equivalents: [],
    bounds: [
      { rule: "IAM_PASSWORD_POLICY", parameters: ["MinimumPasswordLength"], op: ">=", value: 14, stricter: "higher" },
    ],
    securityHub: ["securityhub/IAM.15"],
    resourceTypes: [],
    level: 1,
    assessment: "scored",
  });
  expect(findControl("securityhub/IAM.15")?.bounds).toEqual(findControl("cis-1.2.0/1.9")?.bounds);
});

test.each([
  ["cis-1.2.0/4.1", true],
  ["cis-5.0.0/1.13", true],
  ["securityhub/EC2.13", true],
  ["fsbp/EC2.13", false], // open SSH is not among the best practices
  ["fsbp/EC2.19", true],
  ["fsbp/S3.4", false], // removed
  ["securityhub/S3.4", true],
  ["pci-3.2.1/1.2.1", true],
  ["nist-800-53-r5/AC-2(1)", true],
  ["cis-1.2.0/9.9", false],
  ["cis-2.0.0/1.1", false],
  ["IAM.15", false],
  ["", false],
])("control %s exists: %s", (id, exists) => {
  expect(controlExists(id)).toBe(exists);
});

test("the severest Security Hub control decides", () => {
  expect(findControl("cis-3.0.0/2.1.4")).toMatchObject({
    severity: "high",
    securityHub: ["securityhub/S3.1", "securityhub/S3.8"],
  });
});

test("controls stand in the order of their numbers", () => {
  const ids = frameworkControls("cis-1.2.0").map(({ id }) => id);
  expect(ids.indexOf("cis-1.2.0/1.10")).toBe(ids.indexOf("cis-1.2.0/1.9") + 1);
  expect(new Set(everyControl.map(({ id }) => id)).size).toBe(everyControl.length);
});

test("every rule a control names is a managed rule", () => {
  const rules = everyControl.flatMap((control) => [...control.rules, ...control.equivalents]);
  expect(rules.filter((rule) => findManagedRule(rule)?.identifier !== rule)).toEqual([]);
  expect(
    gaps()
      .flatMap((gap) => gap.partlyCoveredBy)
      .filter((rule) => findManagedRule(rule) === undefined),
  ).toEqual([]);
});

test("every bound names existing parameters of its rule", () => {
  const unknown = everyControl.flatMap((control) =>
    control.bounds.flatMap((bound) => {
      const names = findManagedRule(bound.rule)?.parameters?.map(({ name }) => name) ?? [];
      return bound.parameters
        .filter((parameter) => !names.includes(parameter))
        .map((parameter) => `${control.id}: ${parameter}`);
    }),
  );
  expect(unknown).toEqual([]);
});

test("a bound is on a rule of its control", () => {
  const strange = everyControl.filter((control) =>
    control.bounds.some(({ rule }) => ![...control.rules, ...control.equivalents].includes(rule)),
  );
  expect(strange).toEqual([]);
});

test("a blocked port may stand in any of five parameters", () => {
  expect(findControl("cis-1.2.0/4.2")?.bounds[0]).toMatchObject({
    parameters: ["blockedPort1", "blockedPort2", "blockedPort3", "blockedPort4", "blockedPort5"],
    op: "contains",
  });
});

test("every CIS control without a managed rule is a listed gap", () => {
  const listed = new Set(gaps().flatMap((gap) => gap.controls));
  expect([...listed].filter((id) => !controlExists(id))).toEqual([]);
  const cis = everyControl.filter((control) => control.source.startsWith("cis-") && control.rules.length === 0);
  expect(cis.filter(({ id }) => !listed.has(id))).toEqual([]);
  expect(cis).not.toEqual([]);
});

test("every metric filter a control names exists", () => {
  const ids = new Set(metricFilters().map(({ id }) => id));
  const named = everyControl.flatMap((control) => control.metricFilter ?? []);
  expect(named.filter((id) => !ids.has(id))).toEqual([]);
  expect(new Set(named).size).toBe(14);
});
