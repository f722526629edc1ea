import { describe, expect, test } from "@jest/globals";
import { RESOURCE_ID } from "../core/remediation-values.ts";
import { defineRule } from "../core/rule.ts";
import { compliant } from "../core/verdict.ts";
import { checkPack } from "./check-pack.ts";
import { LIMITS } from "./errors.ts";
import { extend } from "./extend.ts";
import { merge } from "./merge.ts";
import { packParameter } from "./pack-parameter.ts";
import { defineConformancePack, managedRule, policyRule, use, type ConformancePack, type PackEntry } from "./pack.ts";
import { splitPack } from "./split-pack.ts";

const bucket = defineRule({
  name: "bucket",
  description: "A rule.",
  severity: "LOW",
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: { acl: { type: "string", default: "private", description: "ACL." } },
  remediation: {
    runbook: "AWSConfigRemediation-ConfigureS3BucketPublicAccessBlock",
    parameters: { BucketName: RESOURCE_ID, BlockPublicAcls: true },
  },
  evaluate: () => compliant(),
});

/** A literal as a module in plain JavaScript may write it: nothing has checked its types. */
const loose = (literal: object): object => ({ ...literal });

const usedWith = (options: object): PackEntry => use(bucket, loose(options));
const managedWith = (options: object): PackEntry =>
  managedRule("IAM_PASSWORD_POLICY", { name: "m", ...loose(options) });
const policyWith = (options: object): PackEntry =>
  policyRule({ name: "p", guard: "rule x { a == 1 }", resourceTypes: ["AWS::S3::Bucket"], ...loose(options) });
const packWith = (literal: object): ConformancePack =>
  defineConformancePack({ name: "mine", rules: [use(bucket)], ...loose(literal) });
const holding = (...rules: readonly PackEntry[]) => packWith({ rules });

const told = (pack: ConformancePack) => checkPack(pack).map(({ code, path, hint }) => [code, path, hint]);
const places = (pack: ConformancePack) => checkPack(pack).map(({ code, path }) => `${code} ${path}`);

describe("a misspelt setting is an error that names the one that was meant", () => {
  test.each([
    ["a pack", packWith({ framwork: "cis-5.0.0" }), "RW3021", "mine.framwork", "framework"],
    ["a pack", packWith({ exemption: [] }), "RW3021", "mine.exemption", "exemptions"],
    ["a pack's defaults", packWith({ defaults: { onErr: "keep" } }), "RW3021", "mine.defaults.onErr", "onError"],
    [
      "a pack's remediations",
      packWith({ defaults: { remediation: { automatc: true } } }),
      "RW3021",
      "mine.defaults.remediation.automatc",
      "automatic",
    ],
    ["use", holding(usedWith({ paramaters: { acl: "x" } })), "RW3021", "bucket.paramaters", "parameters"],
    [
      "a remediation",
      holding(usedWith({ remediation: { automatc: true } })),
      "RW3007",
      "bucket.remediation.automatc",
      "automatic",
    ],
    ["managedRule", holding(managedWith({ shedule: "One_Hour" })), "RW3021", "m.shedule", "schedule"],
    ["policyRule", holding(policyWith({ control: [] })), "RW3016", "p.control", "controls"],
    [
      "packParameter",
      holding(usedWith({ parameters: { acl: packParameter(loose({ defualt: "x" })) } })),
      "RW3004",
      "bucket.parameters.acl.defualt",
      "default",
    ],
    [
      "a copied entry",
      holding({ ...use(bucket), ...loose({ onErorr: "keep" }) }),
      "RW3021",
      "bucket.onErorr",
      "onError",
    ],
  ])("of %s", (_what, pack, code, path, meant) => {
    expect(told(pack)).toEqual([[code, path, `Did you mean ${meant}?`]]);
  });

  test("or all that there are, where none is near", () => {
    expect(told(holding(usedWith({ x: 1 })))).toEqual([
      ["RW3021", "bucket.x", "There are name, parameters, remediation, onError."],
    ]);
  });

  test("and a sentence that says where", () => {
    const [ofPack] = checkPack(packWith({ framwork: "cis-5.0.0" }));
    const [ofRule] = checkPack(holding(usedWith({ onErr: "keep" })));
    expect(ofPack?.message).toBe("Pack mine: framwork is not a setting.");
    expect(ofRule?.message).toBe("Rule bucket: onErr is not a setting.");
  });
});

describe("a value that says nothing is an error", () => {
  test.each([
    ["onError", usedWith({ onError: "kep" }), "RW3021 bucket.onError"],
    ["automatic", usedWith({ remediation: { automatic: "yes" } }), "RW3007 bucket.remediation.automatic"],
    ["remediation", usedWith({ remediation: true }), "RW3007 bucket.remediation"],
    ["a name", usedWith({ name: 5 }), "RW3021 5.name"],
    ["parameters", { ...use(bucket), ...JSON.parse('{ "parameters": 5 }') }, "RW3021 bucket.parameters"],
    ["a schedule", managedWith({ schedule: "Hourly" }), "RW3021 m.schedule"],
    ["Regions", managedWith({ regions: "eu-west-1" }), "RW3021 m.regions"],
    ["a Region", managedWith({ regions: ["eu-west1"] }), "RW3021 m.regions"],
    ["no Region", managedWith({ regions: [] }), "RW3021 m.regions"],
    ["controls", managedWith({ controls: "cis-1.2.0/1.5" }), "RW3021 m.controls"],
    ["a control", managedWith({ controls: ["cis-1.2.0/99.9"] }), "RW1012 m.controls"],
    ["a control of a policy", policyWith({ controls: ["cis-1.2.0/99.9"] }), "RW1012 p.controls"],
    ["resource types", policyWith({ resourceTypes: "AWS::S3::Bucket" }), "RW3016 p.resourceTypes"],
    ["no resource types", policyWith({ resourceTypes: null }), "RW3016 p.resourceTypes"],
    ["a resource type", policyWith({ resourceTypes: ["AWS::S3:Bucket"] }), "RW3016 p.resourceTypes"],
    ["a policy's text", policyWith({ guard: 5 }), "RW3016 p.guard"],
    ["a description", policyWith({ description: 5 }), "RW3016 p.description"],
    [
      "a pack's parameter",
      usedWith({ parameters: { acl: { "~packParameter": "Acl" } } }),
      "RW3004 bucket.parameters.acl",
    ],
    ["a rule's Regions", use({ ...bucket, regions: ["eu-west1"] }), "RW3021 bucket.regions"],
  ])("%s", (_what, entry, place) => {
    expect(places(holding(entry))).toEqual([place]);
  });

  test.each([
    ["a framework", { framework: 5 }, "RW3021 mine.framework"],
    ["defaults", { defaults: "keep" }, "RW3021 mine.defaults"],
    ["no defaults", { defaults: null }, "RW3021 mine.defaults"],
    ["exemptAs", { exemptAs: "complaint" }, "RW1033 mine.exemptAs"],
    ["remediations of all", { defaults: { remediation: false } }, "RW3021 mine.defaults.remediation"],
  ])("of a pack: %s", (_what, literal, place) => {
    expect(places(packWith(literal))).toEqual([place]);
  });

  test("is told with what may have been meant", () => {
    expect(checkPack(holding(usedWith({ onError: "kep" })))).toEqual([
      {
        code: "RW3021",
        path: "bucket.onError",
        message: 'Rule bucket: onError "kep" is not one of not-applicable, keep, non-compliant.',
        hint: "Did you mean keep?",
        severity: "error",
      },
    ]);
  });

  test("of the defaults is told once, not again of every rule", () => {
    const defaults = { onError: "kep", remediation: { automatic: true, retryAttemptSeconds: 0 } };
    const rules = [use(bucket), usedWith({ name: "own", onError: "never" })];
    expect(places(packWith({ defaults, rules }))).toEqual([
      "RW3021 mine.defaults.onError",
      "RW3021 mine.defaults.remediation.retryAttemptSeconds",
      "RW3021 own.onError",
    ]);
  });
});

describe("attempts say nothing of a remediation that a person starts", () => {
  const attempts = { maximumAutomaticAttempts: 3, retryAttemptSeconds: 120 };
  const repaired = (name: string, remediation: object) => usedWith({ name, remediation });

  test.each([
    ["with automatic left out", {}],
    ["with automatic: undefined", { automatic: undefined }],
    ["with automatic: false", { automatic: false }],
  ])("%s", (_what, remediation) => {
    expect(told(holding(repaired("mine", { ...remediation, ...attempts })))).toEqual([
      [
        "RW3007",
        "mine.remediation.maximumAutomaticAttempts",
        "Set automatic to true, or leave maximumAutomaticAttempts out.",
      ],
      ["RW3007", "mine.remediation.retryAttemptSeconds", "Set automatic to true, or leave retryAttemptSeconds out."],
    ]);
  });

  test("in a sentence", () => {
    const [problem] = checkPack(holding(repaired("mine", { retryAttemptSeconds: 120 })));
    expect(problem?.message).toBe("Remediation of mine: retryAttemptSeconds says nothing unless automatic is true.");
  });

  test("but of one that is automatic, also by the pack's defaults", () => {
    const defaults = { remediation: { automatic: true } };
    expect(places(holding(repaired("mine", { automatic: true, ...attempts })))).toEqual([]);
    expect(places(packWith({ defaults, rules: [repaired("mine", attempts)] }))).toEqual([]);
    expect(places(packWith({ defaults, rules: [repaired("mine", { automatic: false, ...attempts })] }))).toEqual([
      "RW3007 mine.remediation.maximumAutomaticAttempts",
      "RW3007 mine.remediation.retryAttemptSeconds",
    ]);
  });

  test("and are not told of beside an automatic that is no switch", () => {
    expect(places(holding(repaired("mine", { automatic: "yes", ...attempts })))).toEqual([
      "RW3007 mine.remediation.automatic",
    ]);
  });

  describe("in the defaults of a pack", () => {
    const defaults = { remediation: { maximumAutomaticAttempts: 3 } };
    const started = repaired("started", { automatic: true });
    const idle = "RW3021 mine.defaults.remediation.maximumAutomaticAttempts";

    test("if none of its rules is automatic", () => {
      expect(told(packWith({ defaults }))).toEqual([
        [
          "RW3021",
          "mine.defaults.remediation.maximumAutomaticAttempts",
          "Set automatic to true, there or in a rule, or leave maximumAutomaticAttempts out.",
        ],
      ]);
      const byHand = { remediation: { automatic: false, maximumAutomaticAttempts: 3 } };
      expect(places(packWith({ defaults: byHand }))).toEqual([idle]);
    });

    test("but not if one is, nor of the others beside it", () => {
      const pack = packWith({ defaults, rules: [use(bucket), started] });
      expect(places(pack)).toEqual([]);
      expect(pack.rules.map((entry) => entry.kind === "custom" && entry.remediation)).toEqual([
        {},
        { automatic: true, maximumAutomaticAttempts: 3 },
      ]);
    });

    test("as little as those of a part that holds the others, or of a pack that drops it", () => {
      const pack = packWith({ defaults, rules: [use(bucket), use(bucket, { name: "second" }), started] });
      const parts = splitPack(pack, { rulesPerPack: 2, templateBytes: LIMITS.templateBytes });
      expect(parts.length).toBeGreaterThan(1);
      expect(parts.flatMap(places)).toEqual([]);
      expect(places(extend(pack, { name: "more", drop: ["started"] }))).toEqual([]);
    });

    test("until `extend` adds one", () => {
      const pack = packWith({ defaults });
      expect(places(extend(pack, { name: "mine" }))).toEqual([idle]);
      expect(places(extend(pack, { name: "mine", add: [started] }))).toEqual([]);
    });

    test("and not of rules by hand in a merged pack, which has no defaults", () => {
      const automaticDefaults = { remediation: { automatic: true, maximumAutomaticAttempts: 3 } };
      const pack = packWith({ defaults: automaticDefaults, rules: [repaired("by-hand", { automatic: false })] });
      expect(places(merge([pack], { name: "all" }))).toEqual([]);
      expect(places(merge([packWith({ defaults })], { name: "all" }))).toEqual([idle]);
    });
  });
});

test("problems of settings are told with the others", () => {
  const policy = policyRule(JSON.parse('{ "name": "p", "gaurd": "x" }'));
  const rules = [usedWith({ onErr: "keep", parameters: { acll: "x" } }), managedWith({ shedule: "One_Hour" }), policy];
  expect(places(packWith({ framwork: "cis-5.0.0", deployment: { function: "shared" }, rules }))).toEqual([
    "RW3021 mine.framwork",
    "RW3021 bucket.onErr",
    "RW3021 m.shedule",
    "RW3016 p.gaurd",
    "RW3004 bucket.parameters.acll",
    "RW3016 p.guard",
    "RW3016 p.resourceTypes",
    "RW3018 mine.deployment.function",
  ]);
});

test("what is undefined says nothing, and is none", () => {
  const nothing = { framework: undefined, exemptions: undefined, note: undefined };
  expect(checkPack(packWith({ ...nothing, rules: [usedWith({ onError: undefined, note: undefined })] }))).toEqual([]);
});

describe("packs made of others", () => {
  test("tell what is wrong with those", () => {
    const misspelt = packWith({ framwork: "cis-5.0.0", exemptAs: "complaint", rules: [usedWith({ onErr: "keep" })] });
    const problems = ["RW3021 mine.framwork", "RW3021 bucket.onErr", "RW1033 mine.exemptAs"];
    expect(places(extend(misspelt, { name: "more" }))).toEqual([
      "RW3021 more.framwork",
      "RW3021 bucket.onErr",
      "RW1033 more.exemptAs",
    ]);
    expect(places(merge([misspelt], { name: "all" }))).toEqual(problems);
    expect(places(merge([packWith({ name: "a" }), misspelt], { name: "all" }))).toEqual(problems);
    expect(places(merge([misspelt, packWith({ name: "b" })], { name: "all" }))).toEqual(problems);
  });

  test("refuse settings that they do not take", () => {
    const extension = { name: "more", ...loose({ exemptions: [], overide: [] }) };
    expect(() => extend(packWith({}), extension)).toThrow(
      expect.objectContaining({ code: "RW3021", message: "extend has no setting exemptions, overide." }),
    );
    expect(() => extend(packWith({}), { name: "more", ...loose({ overide: [] }) })).toThrow(
      expect.objectContaining({ hint: "Did you mean override?" }),
    );
    expect(() => merge([packWith({})], { name: "all", ...loose({ framework: "cis-5.0.0" }) })).toThrow(
      expect.objectContaining({ code: "RW3021", hint: "There are name, deployment." }),
    );
  });

  test("take no exemptions once they are made", () => {
    const late = Object.assign(packWith({}), { exemptions: [] });
    expect(told(late)).toEqual([["RW3021", "mine.exemptions", "Give them to defineConformancePack."]]);
  });
});
