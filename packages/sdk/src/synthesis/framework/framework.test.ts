import { describe, expect, test } from "@jest/globals";
import { frameworkControls, frameworks, type Bound } from "@rulewright/catalog/controls";
import { compliant } from "../../core/verdict.ts";
import { definePeriodicRule } from "../../core/rule.ts";
import { checkPack } from "../check-pack.ts";
import { functionEntry } from "../function-entry.ts";
import { controlsOf, manifestOf } from "../outputs.ts";
import { packParameter } from "../pack-parameter.ts";
import { defineConformancePack, managedRule, use, type CustomEntry, type PackEntry } from "../pack.ts";
import { isMet, strictest } from "./bounds.ts";
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

  test("takes every value of a list that the control accepts, and each alone", () => {
    const desync = (desyncMode: string) =>
      problemsOf(managedRule("ALB_DESYNC_MODE_CHECK", { parameters: { desyncMode } }), "fsbp");
    for (const value of ["defensive,strictest", "strictest", "strictest, defensive"]) expect(desync(value)).toEqual([]);
    for (const value of ["monitor", "defensive,monitor", ""]) expect(desync(value)).toMatchObject([{ code: "RW3014" }]);
    expect(problemsOf(managedRule("API_GW_EXECUTION_LOGGING_ENABLED"), "fsbp")).toEqual([]); // AWS's default is both
  });

  test("binds each use of a rule of ours: one that is looser would never run", () => {
    const looser = use(passwordRule, { name: "looser", parameters: { MinimumPasswordLength: 8 } });
    const rules = [use(passwordRule), looser];
    expect(checkPack(defineConformancePack({ name: "test", framework: "cis-1.2.0", rules }))).toMatchObject([
      { code: "RW3014", path: "looser.parameters.MinimumPasswordLength" },
    ]);
  });

  test("binds one use of a managed rule, but each of those that look at different things", () => {
    const found = (...rules: readonly PackEntry[]) =>
      checkPack(defineConformancePack({ name: "test", framework: "cis-5.0.0", rules })).map(({ path }) => path);
    const keys = (maxCredentialUsageAge: number) =>
      managedRule("IAM_USER_UNUSED_CREDENTIALS_CHECK", {
        name: `unused-${maxCredentialUsageAge}`,
        parameters: { maxCredentialUsageAge },
      });
    expect(found(keys(45), keys(90))).toEqual([]);
    const ports = (ipType: string, restrictPorts: string) =>
      managedRule("VPC_SG_PORT_RESTRICTION_CHECK", { name: ipType, parameters: { ipType, restrictPorts } });
    expect(found(ports("IPv4", "22,3389,445"), ports("IPv6", "22,3389,445"))).toEqual([]);
    expect(found(ports("IPv4", "22,3389,445"), ports("IPv6", "22,3389"))).toEqual(["IPv6.parameters.restrictPorts"]);
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

describe("the uses that frameworkPack makes", () => {
  const entriesOf = (framework: Parameters<typeof frameworkPack>[0], identifier: string) =>
    frameworkPack(framework, []).pack.rules.flatMap((entry) =>
      entry.kind === "managed" && entry.identifier === identifier ? entry : [],
    );

  test.each([
    ["ALB_DESYNC_MODE_CHECK", { desyncMode: "defensive,strictest" }],
    ["CLB_DESYNC_MODE_CHECK", { desyncMode: "defensive,strictest" }],
    ["API_GW_EXECUTION_LOGGING_ENABLED", { loggingLevel: "ERROR,INFO" }],
    ["APPSYNC_LOGGING_ENABLED", { fieldLoggingLevel: "ERROR,ALL" }],
    ["NETFW_POLICY_DEFAULT_ACTION_FULL_PACKETS", { statelessDefaultActions: "aws:drop,aws:forward_to_sfe" }],
    [
      "NETFW_POLICY_DEFAULT_ACTION_FRAGMENT_PACKETS",
      { statelessFragmentDefaultActions: "aws:drop,aws:forward_to_sfe" },
    ],
  ])("%s accepts every value that its control accepts", (identifier, parameters) => {
    expect(entriesOf("fsbp", identifier).map((entry) => entry.parameters)).toEqual([parameters]);
  });

  test("close every port of high risk, with the one rule that can", () => {
    const [entry, ...others] = entriesOf("fsbp", "VPC_SG_PORT_RESTRICTION_CHECK");
    expect(others).toEqual([]);
    expect(entry?.controls).toEqual(["fsbp/EC2.19"]);
    expect(entry?.parameters).toEqual({
      restrictPorts:
        "20,21,22,23,25,110,135,143,445,1433,1434,3000,3306,3389,4333,5000,5432,5500,5601,8080,8088,8888,9200,9300",
    });
    expect(entriesOf("fsbp", "RESTRICTED_INCOMING_TRAFFIC")).toEqual([]);
  });

  test("share what a control demands beside that which tells them apart", () => {
    const entries = entriesOf("cis-5.0.0", "VPC_SG_PORT_RESTRICTION_CHECK");
    expect(entries.map(({ name, parameters, controls }) => [name, parameters, controls])).toEqual([
      [
        "vpc-sg-port-restriction-check",
        { restrictPorts: "445,22,3389", ipType: "IPv4" },
        ["cis-5.0.0/5.1.2", "cis-5.0.0/5.3"],
      ],
      [
        "vpc-sg-port-restriction-check-ipv6",
        { restrictPorts: "445,22,3389", ipType: "IPv6" },
        ["cis-5.0.0/5.1.2", "cis-5.0.0/5.4"],
      ],
    ]);
  });

  test("keep the ports that the console would fill in", () => {
    expect(entriesOf("cis-1.2.0", "RESTRICTED_INCOMING_TRAFFIC").map(({ parameters }) => parameters)).toEqual([
      { blockedPort1: 20, blockedPort2: 21, blockedPort3: 3389, blockedPort4: 3306, blockedPort5: 4333 },
    ]);
  });

  test.each(frameworks().map(({ id }) => [id]))("claim no control of %s whose bounds they do not meet", (framework) => {
    const { pack } = frameworkPack(framework, []);
    const bounds = pack.rules.flatMap((entry) =>
      entry.kind === "managed"
        ? frameworkControls(framework)
            .filter(({ id }) => entry.controls.includes(id))
            .flatMap((control) => control.bounds.filter(({ rule }) => rule === entry.identifier))
            .map((bound) => ({ name: entry.name, bound, isMet: isMet(entry, bound) }))
        : [],
    );
    expect(bounds.filter((each) => !each.isMet)).toEqual([]);
    const covered = coverageOf(pack, framework).flatMap(({ control, rules }) =>
      rules.map((rule) => `${control} ${rule}`),
    );
    const claimed = pack.rules.flatMap((entry) =>
      entry.kind === "managed" ? entry.controls.map((control) => `${control} ${entry.name}`) : [],
    );
    expect(covered.sort()).toEqual(claimed.sort());
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

test("a rule whose values do not meet a control's bounds does not cover it", () => {
  const statusOf = (id: string, ...rules: readonly PackEntry[]) =>
    coverageOf(defineConformancePack({ name: "test", rules }), "fsbp").find(({ control }) => control === id)?.status;
  const bare = { ...managedRule("VPC_SG_PORT_RESTRICTION_CHECK"), controls: ["fsbp/EC2.19"] };
  expect(statusOf("fsbp/EC2.19", bare)).toBe("uncovered");
  const keys = (maxAccessKeyAge: number) => managedRule("ACCESS_KEYS_ROTATED", { parameters: { maxAccessKeyAge } });
  expect([statusOf("fsbp/IAM.3", keys(91)), statusOf("fsbp/IAM.3", keys(90))]).toEqual(["uncovered", "covered"]);
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
  expect(strictest(bound(">="), undefined, 12)).toBeUndefined();
  expect(strictest({ ...bound(">=", "higher"), value: "1.34" }, "1.9", "1.34")).toBe("1.34");
});

test("an exact value is not stricter than another: IPv4 alone is less than all", () => {
  const bound: Bound = { rule: "X", parameters: ["ipType"], op: "=", value: "IPv4" };
  expect(strictest(bound, "IPv4", "ALL")).toBeUndefined();
});

test("of two lists of what is accepted the shorter is stricter, of two that are demanded both", () => {
  const accepted: Bound = { rule: "X", parameters: ["p"], op: "in", value: ["a", "b"] };
  expect(strictest(accepted, "a,b", "b")).toBe("b");
  expect(strictest(accepted, ["a"], "a,b")).toEqual(["a"]);
  expect(strictest(accepted, "a", "b")).toBeUndefined();
  const demanded: Bound = { rule: "X", parameters: ["p"], op: "contains", value: ["22"] };
  expect(strictest(demanded, "22,3389", "445,22")).toBe("22,3389,445");
  expect(strictest(demanded, "22,3389", undefined)).toBeUndefined();
  expect(strictest({ ...demanded, parameters: ["p", "q"] }, "22", "3389")).toBeUndefined();
});
