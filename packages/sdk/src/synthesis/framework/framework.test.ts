import { describe, expect, test } from "@jest/globals";
import { frameworkControls, type Bound } from "@rulewright/catalog/controls";
import { compliant } from "../../core/verdict.ts";
import { definePeriodicRule } from "../../core/rule.ts";
import { checkPack } from "../check-pack.ts";
import { functionEntry } from "../function-entry.ts";
import { controlsOf, manifestOf } from "../outputs.ts";
import { packParameter } from "../pack-parameter.ts";
import { defineConformancePack, managedRule, use, type CustomEntry, type PackEntry } from "../pack.ts";
import { strictest } from "./bounds.ts";
import { coverageOf } from "./coverage.ts";
import { frameworkPack } from "./framework-pack.ts";

const passwordRule = definePeriodicRule({
  name: "test-password-policy",
  description: "For tests.",
  severity: "LOW",
  resourceTypes: ["AWS::::Account"],
  schedule: "TwentyFour_Hours",
  scope: "global",
  replaces: ["IAM_PASSWORD_POLICY"],
  parameters: {
    MinimumPasswordLength: { type: "integer", minimum: 6, maximum: 128, default: 14, description: "Length." },
    Extra: { type: "string", default: "a", description: "Not bounded." },
  },
  controls: ["cis-1.2.0/1.9"],
  evaluate: () => compliant(),
});

function problemsOf(entry: PackEntry, framework = "cis-1.2.0") {
  return checkPack(defineConformancePack({ name: "test", framework, rules: [entry] }));
}

describe("a pack that names a framework", () => {
  test("may not be looser: control, bound and value are named", () => {
    const [problem, ...others] = problemsOf(use(passwordRule, { parameters: { MinimumPasswordLength: 8 } }));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: "RW3014", severity: "error" });
    expect(problem?.message).toMatch(/cis-1\.2\.0\/1\.9 wants MinimumPasswordLength >= 14, and the pack sets 8/);
  });

  test("may be stricter, or at the bound", () => {
    for (const MinimumPasswordLength of [14, 20]) {
      expect(problemsOf(use(passwordRule, { parameters: { MinimumPasswordLength } }))).toEqual([]);
    }
  });

  test("binds managed rules, by their own default where nothing is set", () => {
    expect(problemsOf(managedRule("ACCESS_KEYS_ROTATED", { parameters: { maxAccessKeyAge: 91 } }))).toMatchObject([
      { code: "RW3014" },
    ]);
    expect(problemsOf(managedRule("ACCESS_KEYS_ROTATED", { parameters: { maxAccessKeyAge: 30 } }))).toEqual([]);
    const unset = problemsOf(managedRule("IAM_PASSWORD_POLICY"));
    expect(unset.filter(({ code }) => code === "RW3014")).toEqual([]);
  });

  test("keeps a bounded parameter of a managed rule out of the deployment's hands, but not one of ours", () => {
    const managed = managedRule("ACCESS_KEYS_ROTATED", {
      parameters: { maxAccessKeyAge: packParameter({ default: 90 }) },
    });
    expect(problemsOf(managed)).toMatchObject([{ code: "RW3014", hint: expect.stringMatching(/pack's source/) }]);
    const ours = use(passwordRule, { parameters: { MinimumPasswordLength: packParameter({ default: 16 }) } });
    expect(problemsOf(ours)).toEqual([]);
  });

  test("warns of a value that a claimed control was never reviewed with", () => {
    expect(problemsOf(use(passwordRule, { parameters: { Extra: "b" } }))).toMatchObject([
      { code: "RW3015", severity: "warning" },
    ]);
  });

  test("is refused when nobody knows the framework", () => {
    expect(problemsOf(use(passwordRule), "cis-1.2.1")).toMatchObject([
      { code: "RW3011", hint: expect.stringContaining("cis-1.2.0") },
    ]);
  });

  test("gives its custom rules the bound to refuse looser values at run time", () => {
    const entries: CustomEntry[] = [use(passwordRule)];
    const specifier = () => "rule";
    expect(functionEntry(entries, specifier, "cis-1.2.0")).toContain(
      '"bounds":[{"control":"cis-1.2.0/1.9","parameters":["MinimumPasswordLength"],"op":">=","value":14,"stricter":"higher"}]',
    );
    expect(functionEntry(entries, specifier)).not.toContain("bounds");
  });

  test("keeps the bounds of all its rules in the manifest, for whoever looks at a deployment", () => {
    const rules = [use(passwordRule), managedRule("ACCESS_KEYS_ROTATED")];
    const manifest = JSON.stringify(
      manifestOf(defineConformancePack({ name: "p", framework: "cis-1.2.0", rules }), "t", []),
    );
    for (const control of ["cis-1.2.0/1.9", "cis-1.2.0/1.4"])
      expect(manifest).toContain(`"bounds":[{"control":"${control}","parameters":`);
    expect(JSON.stringify(manifestOf(defineConformancePack({ name: "p", rules }), "t", []))).not.toContain("bounds");
  });
});

describe("frameworkPack", () => {
  test.each(["cis-1.2.0", "cis-1.4.0", "cis-3.0.0", "cis-5.0.0", "pci-3.2.1"] as const)(
    "%s is sound as it comes",
    (framework) => {
      const { pack } = frameworkPack(framework, [passwordRule]);
      expect(checkPack(pack).filter(({ severity }) => severity === "error")).toEqual([]);
    },
  );

  test("takes our rule instead of the managed one it replaces, on the controls it claims only", () => {
    const { pack } = frameworkPack("cis-1.2.0", [passwordRule]);
    const managed = pack.rules.find((entry) => entry.kind === "managed" && entry.identifier === "IAM_PASSWORD_POLICY");
    expect(pack.rules.some((entry) => entry.name === passwordRule.name)).toBe(true);
    // the other password controls still need AWS's rule
    expect(managed).toMatchObject({ controls: expect.not.arrayContaining(["cis-1.2.0/1.9"]) });
  });

  test("uses a managed rule twice where two controls want contradictory values", () => {
    const { pack } = frameworkPack("cis-3.0.0", []);
    const uses = pack.rules.filter(
      (entry) => entry.kind === "managed" && entry.identifier === "VPC_SG_PORT_RESTRICTION_CHECK",
    );
    expect(uses.map(({ name }) => name)).toEqual(["vpc-sg-port-restriction-check", expect.stringMatching(/-ipv[46]$/)]);
  });
});

describe("coverageOf", () => {
  const { pack } = frameworkPack("cis-1.2.0", []);

  test("has every control once, in the framework's order", () => {
    expect(coverageOf(pack, "cis-1.2.0").map(({ control }) => control)).toEqual(
      frameworkControls("cis-1.2.0").map(({ id }) => id),
    );
  });

  test("tells a lacking rule from a gap and from what a person must look at", () => {
    const lacking = { ...pack, rules: pack.rules.filter(({ name }) => name !== "access-keys-rotated") };
    const status = (id: string) =>
      coverageOf(lacking, "cis-1.2.0").find(({ control }) => control === `cis-1.2.0/${id}`)?.status;
    expect([status("1.4"), status("1.1"), status("1.15"), status("1.2")]).toEqual([
      "uncovered",
      "gap",
      "manual",
      "covered",
    ]);
  });
});

test("controls.json lists what no rule proves, manual controls apart", () => {
  const { pack } = frameworkPack("cis-1.2.0", []);
  const written = controlsOf(pack, coverageOf(pack, "cis-1.2.0"));
  expect(written).toMatchObject({
    framework: "cis-1.2.0",
    withoutRule: expect.arrayContaining([{ control: "cis-1.2.0/1.1", title: expect.any(String), status: "gap" }]),
    manual: expect.arrayContaining([expect.objectContaining({ control: "cis-1.2.0/1.15" })]),
  });
});

test("the stricter of two values follows the bound's direction", () => {
  const bound = (op: Bound["op"], stricter?: "higher" | "lower"): Bound => ({
    rule: "X",
    parameters: ["p"],
    op,
    value: 10,
    ...(stricter ? { stricter } : {}),
  });
  expect(strictest(bound(">=", "higher"), 12, "14")).toBe("14");
  expect(strictest(bound("<=", "lower"), 12, "14")).toBe(12);
  expect(strictest(bound("="), 10, 11)).toBe(10);
  expect(strictest(bound("="), 11, 12)).toBeUndefined();
});
