import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "@rulewright/sdk";
import { compareReleases } from "./diff.ts";
import { artifacts, packTemplate, target } from "./fixtures/samples.ts";
import { toRelease } from "./release.ts";
import { renderDiff } from "./render-diff.ts";

const made = (template: JsonObject, manifest: JsonObject = {}, parameters: Record<string, string> = {}) => ({
  release: toRelease(artifacts({ template, manifest }), target(), parameters),
  target: target(),
});
const shown = (changes: ReturnType<typeof compareReleases>) =>
  changes.map(({ kind, message, needsAcceptance }) => `${needsAcceptance ? "! " : ""}${kind}: ${message}`);

describe("the difference of two releases", () => {
  test("is nothing between equal ones", () => {
    const one = made(packTemplate({ own: { input: { a: "1" }, automatic: false } }));
    expect(compareReleases(one, one)).toEqual([]);
  });

  test("names rules, parameters, code and remediation", () => {
    const rules = (hash: string) => ({ rules: [{ name: "own", rule: "own", hash, scope: "regional" }] });
    const before = made(
      packTemplate({ own: {}, kept: { input: { a: "1", b: "2" } }, gone: {}, mended: { automatic: false } }),
      rules("h1"),
    );
    const after = made(
      packTemplate({
        own: {},
        kept: { input: { a: "9", c: "3" } },
        fresh: { automatic: true },
        mended: { automatic: true },
      }),
      rules("h2"),
      { MaxAge: "30" },
    );
    expect(shown(compareReleases(before, after))).toEqual([
      "rule-added: rule fresh is new",
      "rule-removed: rule gone is gone: nothing checks for it any more",
      'parameter-changed: parameter a of kept: "1" → "9"',
      'parameter-changed: parameter b of kept: "2" → unset',
      'parameter-changed: parameter c of kept: unset → "3"',
      "code-changed: rule own has other code or exemptions",
      "remediation-added: rule fresh gets a remediation",
      "! remediation-automatic: remediation of fresh becomes automatic: it acts without a person",
      "! remediation-automatic: remediation of mended becomes automatic: it acts without a person",
      'parameter-changed: stack parameter MaxAge: unset → "30"',
    ]);
  });

  test("takes the switch for automatic remediation as seriously as the remediation", () => {
    const template = packTemplate({ own: {} });
    const before = made(template, {}, { EnableAutomaticRemediation: "false" });
    const after = made(template, {}, { EnableAutomaticRemediation: "true" });
    expect(compareReleases(before, after)).toEqual([expect.objectContaining({ needsAcceptance: true })]);
    expect(compareReleases(after, before)).toEqual([expect.objectContaining({ needsAcceptance: false })]);
  });

  test("highlights wider roles: of functions, and of remediations by resource", () => {
    const manifest = (permissions: readonly string[], resources: readonly string[]) => ({
      functions: [{ name: "change", permissions }],
      rules: [
        {
          name: "own",
          rule: "own",
          scope: "regional",
          remediation: { automatic: false, permissions: [{ actions: ["s3:PutBucketAcl"], resources }] },
        },
      ],
    });
    const template = packTemplate({ own: { automatic: false } });
    const before = made(template, manifest(["s3:GetBucketAcl"], ["arn:*:s3:::a"]));
    const after = made(template, manifest(["s3:GetBucketAcl", "iam:ListUsers"], ["*"]));
    expect(shown(compareReleases(before, after))).toEqual([
      "! role-widened: the role of function change may also iam:ListUsers",
      "! role-widened: the remediation role of own may also s3:PutBucketAcl",
      "role-narrowed: the remediation role of own may no longer s3:PutBucketAcl on arn:*:s3:::a",
    ]);
  });

  test("tells where it goes", () => {
    const one = made(packTemplate({ own: {} }));
    const other = { ...one, target: target({ regions: ["eu-west-1"], excludedAccounts: ["111111111111"] }) };
    expect(shown(compareReleases(one, other))).toEqual([
      "target-changed: regions: eu-west-1, us-east-1 → eu-west-1",
      "target-changed: excludedAccounts: none → 111111111111",
    ]);
  });
});

test("what needs agreement is shown first, with how to agree", () => {
  const before = made(packTemplate({ own: {}, other: { automatic: false } }));
  const after = made(packTemplate({ other: { automatic: true }, fresh: {} }));
  const changes = compareReleases(before, after);
  const text = renderDiff([{ pack: "baseline", published: "a".repeat(64), release: "b".repeat(64), changes }], false);
  expect(text.split("\n")).toEqual([
    "baseline: 3 changes from aaaaaaaaaaaa to bbbbbbbbbbbb.",
    "  ! remediation of other becomes automatic: it acts without a person",
    "  + rule fresh is new",
    "  - rule own is gone: nothing checks for it any more",
    "  Lines with ! let Rulewright do more than before; --accept agrees to them.",
    "",
  ]);
});
