import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { frameworkControls, frameworks, gaps, metricFilters } from "./controls.ts";
import { managedRules } from "./managed-rules.ts";
import { findResourceType, resourceTypeNames } from "./resource-types.ts";
import { runbookExists, runbooks } from "./runbooks.ts";

interface FactsFile {
  readonly provenance: readonly { readonly source: string; readonly licence: string; readonly took: string }[];
  readonly importedOn: string;
  readonly counts: Readonly<Record<string, number>>;
}

function facts(file: string): FactsFile {
  return JSON.parse(readFileSync(join(process.cwd(), "packages/catalog/facts", file), "utf8"));
}

test.each(["resource-types.json", "managed-rules.json", "runbooks.json", "controls.json"])(
  "%s states where it comes from",
  (file) => {
    const { provenance, importedOn } = facts(file);
    expect(importedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(provenance.length).toBeGreaterThan(3);
    for (const origin of provenance) expect(Object.values(origin).every((value) => value !== "")).toBe(true);
  },
);

test("resource types are as many as the facts", () => {
  const found = resourceTypeNames().map((name) => findResourceType(name));
  const { counts } = facts("resource-types.json");
  expect(counts).toEqual({
    types: found.length - 1, // AWS::::Account is ours
    withTree: found.filter((type) => type?.typed).length - 1,
    global: found.filter((type) => type?.scope === "global").length,
    withResourceId: found.filter((type) => type?.resourceId !== undefined).length,
    withArnPattern: found.filter((type) => type?.arnPattern !== undefined).length,
    undecidedNodes: counts["undecidedNodes"],
  });
  expect(counts["types"]).toBe(565);
  expect(counts["withTree"]).toBe(410);
});

test("managed rules are as many as the facts", () => {
  const { counts } = facts("managed-rules.json");
  const parameters = managedRules().flatMap((rule) => rule.parameters ?? []);
  expect(counts).toEqual({
    rules: managedRules().length,
    change: managedRules().filter((rule) => rule.trigger === "change").length,
    periodic: managedRules().filter((rule) => rule.trigger === "periodic").length,
    hybrid: managedRules().filter((rule) => rule.trigger === "hybrid").length,
    parametersUnknown: managedRules().filter((rule) => rule.parameters === null).length,
    parameters: parameters.length,
    parametersRequired: parameters.filter((parameter) => parameter.required === true).length,
    parametersNotStated: parameters.filter((parameter) => parameter.required === null).length,
  });
  expect(counts["rules"]).toBe(839);
});

test("runbooks are as many as the facts", () => {
  const { counts } = facts("runbooks.json");
  expect(counts).toEqual({
    runbooks: runbooks().length,
    namesOnly: 31,
    parameters: runbooks().flatMap((runbook) => runbook.parameters).length,
    forResource: runbooks().filter((runbook) => runbook.resourceParameter !== null).length,
    resourceIdFits: runbooks().filter((runbook) => runbook.resourceIdFits === "yes").length,
    withManagedRules: runbooks().filter((runbook) => runbook.managedRules.length > 0).length,
  });
  expect(runbookExists("AWSConfigRemediation-DeleteOpenSearchDomain")).toBe(true);
});

test("controls are as many as the facts", () => {
  const { counts } = facts("controls.json");
  const all = frameworkControls("securityhub");
  const sizes = Object.fromEntries(frameworks().map(({ id }) => [id, frameworkControls(id).length]));
  expect(counts).toEqual({
    securityHub: all.length,
    withManagedRule: all.filter((control) => control.rules.length > 0).length,
    bounds: all.flatMap((control) => control.bounds).length,
    metricFilters: metricFilters().length,
    gaps: gaps().length,
    ...sizes,
  });
  expect(sizes).toEqual({
    "cis-1.2.0": 49,
    "cis-1.4.0": 58,
    "cis-3.0.0": 62,
    "cis-5.0.0": 63,
    fsbp: 367,
    "nist-800-53-r5": 123,
    "pci-3.2.1": 40,
  });
});
