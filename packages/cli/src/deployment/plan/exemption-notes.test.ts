import { expect, test } from "@jest/globals";
import type { JsonObject } from "@rulewright/sdk";
import { exemptionNotes } from "./exemption-notes.ts";
import { artifacts, observation, target } from "./fixtures/samples.ts";
import { toRelease, type Release } from "./release.ts";

const NOW = new Date("2026-01-15T12:00:00Z");
const exemption = (resource: string, expires = "2026-12-31", id = resource) => ({
  id,
  accounts: ["*"],
  resourceIds: [resource],
  expires,
});

interface Rule {
  readonly exempt?: readonly JsonObject[] | undefined;
  readonly automatic?: boolean;
}
function release(rules: Readonly<Record<string, Rule>>, parameters: Record<string, string> = {}): Release {
  const written = Object.entries(rules).map(([name, { exempt, automatic }]) => ({
    name,
    rule: name,
    ...(exempt ? { exemptions: { entries: exempt } } : {}),
    ...(automatic === undefined ? {} : { remediation: { automatic, permissions: [] } }),
  }));
  return toRelease(artifacts({ manifest: { rules: written } }), target(), parameters);
}
const notes = (before: Release | undefined, after: Release) =>
  exemptionNotes({
    release: after,
    observation: observation({ now: NOW, ...(before ? { published: { release: before, target: target() } } : {}) }),
  });

test("rules that lose exemptions are named, those that are remediated automatically first", () => {
  const both = [exemption("one"), exemption("two")];
  const before = release({ a: { exempt: both }, b: { exempt: both, automatic: true }, c: { exempt: both } });
  const after = release({ a: { exempt: both.slice(1) }, b: { exempt: [], automatic: true }, c: { exempt: both } });
  expect(notes(before, after)).toEqual([
    expect.stringMatching(
      /not in this release, or cover something else: b \(2, remediated automatically\), a \(1\)\. /,
    ),
  ]);
});

test.each<[string, Rule, Rule]>([
  ["has expired", { exempt: [exemption("one", "2026-01-14")] }, { exempt: [] }],
  ["is renewed", { exempt: [exemption("one")] }, { exempt: [exemption("one", "2027-12-31")] }],
  ["is added", { exempt: [] }, { exempt: [exemption("one")] }],
  ["nobody told of", {}, { exempt: [] }],
  ["nobody tells of", { exempt: [exemption("one")] }, {}],
])("an exemption that %s is no loss", (_what, was, is) => {
  expect(notes(release({ a: was }), release({ a: is }))).toEqual([]);
});

test("nothing is lost that was never published, nor by a rule that is gone", () => {
  const after = release({ a: { exempt: [] } });
  expect(notes(undefined, after)).toEqual([]);
  expect(notes(release({ b: { exempt: [exemption("one")] } }), after)).toEqual([]);
});

test("remediation that is switched off changes nothing", () => {
  const before = release({ a: { exempt: [exemption("one", "2026-01-15")], automatic: true } });
  const off = release({ a: { exempt: [], automatic: true } }, { EnableAutomaticRemediation: "false" });
  expect(notes(before, off)).toEqual([expect.stringMatching(/: a \(1\)\. /)]);
});
