import { describe, expect, test } from "@jest/globals";
import {
  compliant,
  defineRule,
  nonCompliant,
  untyped,
  type AnyChangeRule,
  type AnyRule,
  type ConfigurationItem,
} from "../core/index.ts";
import { check } from "./check.ts";
import type { PlannedItem, RawItem } from "./inputs.ts";

const TYPE = "AWS::Own::Thing";
const ITEM: ConfigurationItem = {
  configurationItemCaptureTime: "2026-01-15T11:58:00.000Z",
  configurationItemStatus: "OK",
  awsAccountId: "111122223333",
  awsRegion: "eu-west-1",
  availabilityZone: null,
  resourceType: TYPE,
  resourceId: "thing",
  resourceName: null,
  resourceCreationTime: null,
  relatedEvents: [],
  relationships: [],
  tags: {},
  configuration: { known: true },
  supplementaryConfiguration: {},
};
const source = { file: "template.yaml", line: 3, logicalId: "Thing" };

const rule = (evaluate: AnyChangeRule["evaluate"], collect?: () => Promise<unknown>): AnyChangeRule => ({
  ...defineRule({
    name: "reads",
    description: "Reads.",
    severity: "LOW",
    resourceTypes: [untyped(TYPE)],
    evaluate: () => compliant(),
  }),
  evaluate,
  ...(collect ? { collect } : {}),
});
const run = (rules: readonly AnyRule[], items: readonly (RawItem | PlannedItem)[]) =>
  check(rules, { items, evidence: [], errors: [] }, { tool: "rulewright 0.1.0", generatedAt: new Date(0) });
const planned = (members: Partial<PlannedItem> = {}): PlannedItem => ({
  item: ITEM,
  unknown: [["tags", "*"]],
  source,
  ...members,
});

describe("an item of which not everything is known", () => {
  const readsTag = (item: { readonly tags: ConfigurationItem["tags"] }) => item.tags["owner"];

  test("is judged by a rule that reads only what is known", async () => {
    const known = rule(({ configurationItem }: { configurationItem: ConfigurationItem }) =>
      configurationItem.configuration["known"] === true ? compliant() : nonCompliant("Unknown."),
    );
    const { evaluations } = await run([known], [planned()]);
    expect(evaluations).toEqual([expect.objectContaining({ complianceType: "COMPLIANT", source })]);
  });

  test.each<[string, (item: ConfigurationItem) => ReturnType<typeof compliant>]>([
    ["reads a hole", (item) => (readsTag(item) ? compliant() : nonCompliant("No owner."))],
    [
      "reads a hole and swallows the error",
      (item) => {
        try {
          readsTag(item);
        } catch {
          // as if nothing were wrong
        }
        return compliant();
      },
    ],
  ])("is undetermined by a rule that %s", async (_what, judge) => {
    const evaluate = ({ configurationItem }: { configurationItem: ConfigurationItem }) => judge(configurationItem);
    for (const collect of [undefined, async () => "nothing to ask"]) {
      const { evaluations, errors } = await run([rule(evaluate, collect)], [planned()]);
      expect(evaluations).toEqual([expect.objectContaining({ status: "undetermined", missing: ["tags.owner"] })]);
      expect(evaluations[0]).not.toHaveProperty("complianceType");
      expect(errors).toEqual([]);
    }
  });

  test("without a time makes a rule that reads now undetermined, and no other", async () => {
    const timeless = planned({
      item: { ...ITEM, configurationItemCaptureTime: "" },
      unknown: [["configurationItemCaptureTime"]],
    });
    const reads = rule((context: { now: Date }) => compliant(context.now.toISOString()));
    expect((await run([reads], [timeless])).evaluations).toEqual([
      expect.objectContaining({ status: "undetermined", missing: ["now"] }),
    ]);
    const { evaluations } = await run([rule(() => compliant())], [timeless]);
    expect(evaluations).toEqual([expect.objectContaining({ complianceType: "COMPLIANT" })]);
    expect(evaluations[0]).not.toHaveProperty("configurationItemCaptureTime");
  });

  test("of a template is never one with another of its name", async () => {
    const items = [
      planned(),
      planned({ source: { ...source, file: "other.yaml" } }),
      { raw: ITEM, source: { file: "s.json" } },
    ];
    const { evaluations } = await run([rule(() => compliant())], items);
    expect(evaluations.map((each) => each.source.file).sort()).toEqual(["other.yaml", "s.json", "template.yaml"]);
  });

  test("of a query is undetermined where it lacks what a rule reads", async () => {
    const reads = rule(({ configurationItem }: { configurationItem: ConfigurationItem }) =>
      readsTag(configurationItem) ? compliant() : nonCompliant("No owner."),
    );
    const { evaluations } = await run([reads], [{ raw: ITEM, source, unknown: [["tags", "*"]] }]);
    expect(evaluations).toEqual([expect.objectContaining({ missing: ["tags.owner"] })]);
  });

  const { tags: _tags, relationships: _related, supplementaryConfiguration: _more, ...bare } = ITEM;
  const { configurationItemStatus: _status, ...row } = bare;

  test.each<[string, string, (item: ConfigurationItem) => unknown]>([
    ["tags", "tags.owner", readsTag],
    [
      "supplementary parts",
      "supplementaryConfiguration.BucketPolicy",
      (item) => item.supplementaryConfiguration["BucketPolicy"],
    ],
    ["relationships", "relationships", (item) => item.relationships.length],
  ])("that does not have %s at all does not say that there are none", async (_what, path, read) => {
    const reads = rule(({ configurationItem }: { configurationItem: ConfigurationItem }) =>
      read(configurationItem) ? nonCompliant("There is one.") : compliant(),
    );
    for (const raw of [bare, row]) {
      const { evaluations } = await run([reads], [{ raw, source }]);
      expect(evaluations).toEqual([expect.objectContaining({ status: "undetermined", missing: [path] })]);
    }
    expect((await run([reads], [{ raw: ITEM, source }])).evaluations[0]).toMatchObject({ complianceType: "COMPLIANT" });
  });

  test("that is a bare row of a query leaves out what is null; a whole item's configuration is whole", async () => {
    const reads = rule(({ configurationItem }: { configurationItem: ConfigurationItem }) =>
      configurationItem.configuration["logging"] === undefined ? compliant() : nonCompliant("It logs."),
    );
    const { evaluations } = await run([reads], [{ raw: row, source }]);
    expect(evaluations).toEqual([expect.objectContaining({ missing: ["configuration.logging"] })]);
    expect((await run([reads], [{ raw: bare, source }])).evaluations[0]).toMatchObject({ complianceType: "COMPLIANT" });
  });
});

describe("many evaluations", () => {
  test("are made when they are asked for, and behave like an array", async () => {
    const items = Array.from({ length: 15_000 }, (_, number) => ({
      raw: { ...ITEM, resourceId: `thing-${number % 14_000}`, configurationStateId: number },
      source: { file: "s.json" },
    }));
    const rules = [rule(() => compliant()), { ...rule(() => nonCompliant("No. \u{1f512} ü")), name: "other" }];
    const { evaluations, summary } = await run(rules, items);
    const copy = JSON.parse(JSON.stringify(evaluations)) as typeof evaluations;
    expect(evaluations).toHaveLength(28_000);
    expect(copy.slice(0, 3)).toEqual(evaluations.slice(0, 3));
    expect(Array.isArray(evaluations)).toBe(true);
    expect([...evaluations].map((each) => each.annotation).filter(Boolean)).toHaveLength(14_000);
    expect(evaluations.filter((each) => each.annotation === "No. \u{1f512} ü")).toHaveLength(14_000);
    expect(evaluations.flatMap((each) => (each.rule === "other" ? [each] : []))).toHaveLength(14_000);
    expect(summary).toMatchObject({ compliant: 14_000, nonCompliant: 14_000 });
    const ids = evaluations.map((each) => each.resourceId);
    expect(ids).toEqual(ids.toSorted());
  });
});
