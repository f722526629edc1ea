import { describe, expect, test } from "@jest/globals";
import type { ExemptionEntry } from "../core/exemptions/exemption.ts";
import { defineRule } from "../core/rule.ts";
import { compliant } from "../core/verdict.ts";
import { checkPack } from "./check-pack.ts";
import { exemptEntries } from "./exemptions.ts";
import { extend } from "./extend.ts";
import { functionEntry } from "./function-entry.ts";
import { merge } from "./merge.ts";
import {
  defineConformancePack,
  isPackEntry,
  managedRule,
  use,
  type ConformancePack,
  type PackDefinition,
} from "./pack.ts";
import { packParameter } from "./pack-parameter.ts";
import { reevaluatedEntries, ruleHashes } from "./rule-hashes.ts";
import { splitPack } from "./split-pack.ts";

const declared = { description: "A rule.", severity: "LOW", evaluate: () => compliant() } as const;
const bucketRule = defineRule({
  ...declared,
  name: "s3-bucket",
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: { days: { type: "integer", default: 1, description: "Days." } },
});
const topicRule = defineRule({ ...declared, name: "sns-topic", resourceTypes: ["AWS::SNS::Topic"] });
const strictRule = defineRule({
  ...declared,
  name: "s3-strict",
  resourceTypes: ["AWS::S3::Bucket"],
  exemptible: false,
});
const secretRule = defineRule({
  ...declared,
  name: "secret-rule",
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: { pin: { type: "string", secret: true, description: "A secret." } },
});

const RISK: ExemptionEntry = {
  id: "RISK-17",
  rule: "s3-bucket",
  accounts: ["111122223333"],
  resourceIds: ["downloads"],
  reason: "Planted reason.",
  owner: "planted-owner",
  expires: "2027-03-31",
};
const BUNDLED = {
  id: "RISK-17",
  rules: ["s3-bucket"],
  accounts: ["111122223333"],
  resourceIds: ["downloads"],
  expires: "2027-03-31",
};

const packOf = (definition: Partial<PackDefinition>): ConformancePack =>
  defineConformancePack({ name: "mine", rules: [use(bucketRule), use(topicRule), use(strictRule)], ...definition });
const exemptionsOf = ({ rules }: ConformancePack, name = "s3-bucket") => {
  const entry = rules.find((each) => each.name === name);
  return entry?.kind === "custom" ? entry.exemptions : undefined;
};
const sourceOf = ({ rules }: ConformancePack) =>
  functionEntry(
    rules.filter(isPackEntry).flatMap((entry) => (entry.kind === "custom" ? [entry] : [])),
    ({ name }) => `rule:${name}`,
  );

describe("a pack's exemptions", () => {
  test("go to the rules that they name, without reasons and owners", () => {
    const pack = packOf({ exemptions: [RISK] });
    expect(checkPack(pack)).toEqual([]);
    expect(exemptionsOf(pack)).toEqual({ exemptAs: "not-applicable", exemptions: [BUNDLED] });
    expect(exemptionsOf(pack, "sns-topic")).toBeUndefined();
    expect(JSON.stringify(pack)).not.toMatch(/[Pp]lanted/);
  });

  test("by a pattern go to every rule that fits and allows them, under its name in the pack", () => {
    const pack = packOf({
      rules: [use(bucketRule, { name: "s3-mine" }), use(strictRule)],
      exemptions: [{ ...RISK, rule: "s3-*" }],
    });
    expect(checkPack(pack)).toEqual([]);
    expect(exemptionsOf(pack, "s3-mine")?.exemptions).toEqual([{ ...BUNDLED, rules: ["s3-mine"] }]);
    expect(exemptionsOf(pack, "s3-strict")).toBeUndefined();
  });

  test("that are wrong are told of, all at once, with the pack's name", () => {
    const pack = packOf({
      rules: [use(bucketRule), use(strictRule), managedRule("IAM_PASSWORD_POLICY")],
      exemptions: [
        { ...RISK, rule: "s3-buckt" },
        { ...RISK, id: "RISK-18", rule: "s3-strict" },
        { ...RISK, id: "RISK-19", rule: "iam-password-policy" },
        { ...RISK, id: "RISK-20", expires: "2027-02-30" },
      ],
    });
    expect(checkPack(pack).map(({ code, path, severity }) => [code, path, severity])).toEqual([
      ["RW1034", "mine.exemptions[0].rule", "error"],
      ["RW1035", "mine.exemptions[1].rule", "error"],
      ["RW1037", "mine.exemptions[2].rule", "warning"],
      ["RW1033", "mine.exemptions[3].expires", "error"],
    ]);
    expect(checkPack(pack)[0]?.message).toMatch(/^Pack mine: exemptions\[0\]/);
    const name = "other";
    for (const made of [extend(pack, { name }), merge([pack, packOf({ name })], { name })]) {
      expect(checkPack(made).filter(({ code }) => /^RW103[0-5]$/.test(code))).toHaveLength(3);
    }
  });

  test("are not shown as anything that there is not", () => {
    const literal: { exemptAs: never } = JSON.parse('{ "exemptAs": "COMPLIANT" }');
    expect(checkPack(packOf(literal))).toMatchObject([{ code: "RW1033", path: "mine.exemptAs" }]);
  });

  test("of a file come after its own", () => {
    const pack = packOf({ exemptions: [RISK], exemptAs: "compliant" });
    const both = exemptEntries(pack, [
      { ...BUNDLED, id: "FILE-1" },
      { ...BUNDLED, id: "FILE-2", rules: ["s3-strict", "else"] },
    ]);
    expect(exemptionsOf(both)).toMatchObject({
      exemptAs: "compliant",
      exemptions: [{ id: "RISK-17" }, { id: "FILE-1" }],
    });
    expect(exemptionsOf(both, "s3-strict")).toBeUndefined();
  });

  test("outlive an override, a split and a merge, which shows them as the stricter pack does", () => {
    const pack = packOf({ exemptions: [RISK], exemptAs: "compliant" });
    const overridden = extend(pack, { name: "other", override: [use(bucketRule, { onError: "keep" })] });
    expect(exemptionsOf(overridden)).toEqual(exemptionsOf(pack));
    const parts = splitPack(pack, { rulesPerPack: 1, templateBytes: 51_200 });
    expect(parts.filter((part) => exemptionsOf(part)?.exemptions.length === 1)).toHaveLength(1);
    const strict = packOf({ name: "strict", exemptions: [{ ...RISK, id: "RISK-18" }], exemptAs: "non-compliant" });
    for (const packs of [
      [pack, strict],
      [strict, pack],
    ]) {
      const merged = exemptionsOf(merge(packs, { name: "merged" }));
      expect(merged?.exemptAs).toBe("non-compliant");
      expect(merged?.exemptions.map(({ id }) => id).toSorted()).toEqual(["RISK-17", "RISK-18"]);
    }
    expect(exemptionsOf(merge([packOf({}), pack], { name: "merged" }))).toEqual(exemptionsOf(pack));
  });
});

describe("a function's entry", () => {
  test("imports what exempts only where there is something to exempt", () => {
    expect(sourceOf(packOf({}))).not.toContain("exempt");
    const source = sourceOf(packOf({ exemptions: [RISK], exemptAs: "non-compliant" }));
    expect(source).toMatch(/^import \{ createHandler, exempting \} from "@rulewright\/sdk\/runtime";\n/);
    expect(source).toContain(`, exempt: exempting(${JSON.stringify([BUNDLED])}, "non-compliant") },`);
    expect(source.match(/exempting\(/g)).toHaveLength(1);
  });
});

describe("a rule's hash", () => {
  const hashOf = (pack: ConformancePack, name = "s3-bucket", code = "code") => ruleHashes(pack, () => code).get(name);
  const base = packOf({});

  test.each<[string, ConformancePack, string]>([
    ["its code", base, "other code"],
    ["its parameters", packOf({ rules: [use(bucketRule, { parameters: { days: 2 } })] }), "code"],
    ["its exemptions", packOf({ exemptions: [RISK] }), "code"],
    ["what a failure is shown as", packOf({ defaults: { onError: "keep" } }), "code"],
  ])("is another with %s", (_what, pack, code) => {
    expect(hashOf(pack, "s3-bucket", code)).not.toBe(hashOf(base));
    expect(hashOf(pack, "s3-bucket", code)).toMatch(/^[0-9a-f]{64}$/);
  });

  test("is another with what its exemptions are shown as, and when they end", () => {
    const hashes = [
      packOf({ exemptions: [RISK] }),
      packOf({ exemptions: [RISK], exemptAs: "compliant" }),
      packOf({ exemptions: [{ ...RISK, expires: "2027-04-01" }] }),
    ].map((pack) => hashOf(pack));
    expect(new Set(hashes).size).toBe(3);
  });

  test("is its own, also where a rule is in a pack twice", () => {
    const twice = packOf({ rules: [use(bucketRule), use(bucketRule, { name: "again" })] });
    expect(hashOf(twice, "again")).not.toBe(hashOf(twice));
  });

  test("does not change with another rule, nor with a value that its default already is", () => {
    expect(hashOf(packOf({ rules: [use(bucketRule)] }))).toBe(hashOf(base));
    expect(hashOf(packOf({ rules: [use(bucketRule, { parameters: { days: 1 } })] }))).toBe(hashOf(base));
    expect(hashOf(packOf({ exemptions: [RISK] }), "sns-topic")).toBe(hashOf(base, "sns-topic"));
  });

  test("goes to re-evaluation in eight digits, with the days on which it lapses", () => {
    const pack = packOf({
      rules: [
        use(bucketRule, { parameters: { days: packParameter({ default: 1 }) } }),
        use(topicRule),
        use(secretRule),
        managedRule("IAM_PASSWORD_POLICY"),
      ],
      exemptions: [RISK, { ...RISK, id: "RISK-18", expires: "2026-12-31" }, { ...RISK, id: "RISK-19" }],
    });
    const hashes = ruleHashes(pack, () => "code");
    const digits = (name: string) => hashes.get(name)?.slice(0, 8);
    expect(reevaluatedEntries(pack, hashes)).toEqual([
      { name: "s3-bucket", hash: digits("s3-bucket"), expires: ["2026-12-31", "2027-03-31"], isPromoted: true },
      { name: "secret-rule", hash: digits("secret-rule"), isPromoted: true },
      { name: "sns-topic", hash: digits("sns-topic") },
    ]);
  });
});
