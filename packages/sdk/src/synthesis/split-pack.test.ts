import { describe, expect, test } from "@jest/globals";
import { managedRules } from "@rulewright/catalog/managed-rules";
import { defineConformancePack, managedRule, type ConformancePack } from "./pack.ts";
import { splitPack } from "./split-pack.ts";
import { synthesizePack } from "./synthesize-pack.ts";
import { toYaml } from "./to-yaml.ts";

function packOf(number: number, from = 0): ConformancePack {
  const rules = Array.from({ length: number }, (_, index) =>
    managedRule("IAM_ROOT_ACCESS_KEY_CHECK", { name: `rule-${from + index}` }),
  );
  return defineConformancePack({ name: "large", rules });
}

/** Which part each rule is in. */
function places(pack: ConformancePack): ReadonlyMap<string, string> {
  return new Map(splitPack(pack).flatMap((part) => part.rules.map((rule) => [rule.name, part.name] as const)));
}

function moved(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): number {
  return [...before].filter(([rule, part]) => after.has(rule) && after.get(rule) !== part).length;
}

describe("splitPack", () => {
  test("returns a pack that fits as it is", () => {
    const pack = packOf(130);
    expect(splitPack(pack)).toEqual([pack]);
  });

  test.each([131, 400])("splits %d rules into parts that fit, each rule in one of them", (number) => {
    const pack = packOf(number);
    const parts = splitPack(pack);
    expect(parts.map(({ name }) => name)).toEqual(
      parts.map((_, index) => (index === 0 ? "large" : `large-part-${index + 1}`)),
    );
    for (const part of parts) {
      expect(part.rules.length).toBeLessThanOrEqual(130);
      expect(Buffer.byteLength(toYaml(synthesizePack(part)))).toBeLessThanOrEqual(51_200);
    }
    const names = parts.flatMap((part) => part.rules.map((rule) => rule.name));
    expect(new Set(names).size).toBe(number);
    expect(names).toHaveLength(number);
  });

  test("splits by bytes too", () => {
    const limits = { rulesPerPack: 130, templateBytes: 4_000 };
    const parts = splitPack(packOf(60), limits);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(Buffer.byteLength(toYaml(synthesizePack(part)))).toBeLessThanOrEqual(4_000);
  });

  test("moves no rule when one is added, and few when a part is added", () => {
    const before = places(packOf(200));
    expect(moved(before, places(packOf(201)))).toBe(0);
    expect(moved(before, places(packOf(190)))).toBe(0);
    const three = places(packOf(300));
    expect(new Set(three.values()).size).toBe(3);
    expect(moved(before, three)).toBeLessThan(200 / 2); // a third is expected
  });

  test("puts AWS's rules where it always did", () => {
    const rules = managedRules()
      .slice(0, 5)
      .map(({ identifier }) => identifier.toLowerCase().replaceAll("_", "-"));
    const pack = { ...packOf(1), rules: rules.map((name) => managedRule("IAM_ROOT_ACCESS_KEY_CHECK", { name })) };
    const parts = splitPack(pack, { rulesPerPack: 3, templateBytes: 51_200 });
    expect(parts.map((part) => part.rules.map(({ name }) => name))).toMatchInlineSnapshot(`
     [
       [
         "access-keys-rotated",
         "account-part-of-organizations",
         "acm-certificate-rsa-check",
       ],
       [
         "acmpca-certificate-authority-tagged",
         "acm-certificate-expiration-check",
       ],
     ]
    `);
  });

  test("leaves a rule that is too large alone in its part", () => {
    const parts = splitPack(packOf(3), { rulesPerPack: 130, templateBytes: 10 });
    expect(parts.flatMap((part) => part.rules)).toHaveLength(3);
  });
});
