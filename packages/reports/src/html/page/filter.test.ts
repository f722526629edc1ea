import { expect, test } from "@jest/globals";
import { outcomeOf } from "../../outcome.ts";
import { frameworkOf, serviceOf } from "../../tally.ts";
import { syntheticResult } from "../../fixtures/synthetic-result.ts";
import { encodeData } from "../encode-data.ts";
import { facetsOf, type FacetName } from "./facets.ts";
import { applyFilter } from "./filter.ts";
import { readModel } from "./model.ts";
import { createSearch } from "./search.ts";
import { createSort, SORT_KEYS } from "./sort.ts";

const { evaluations } = syntheticResult(3000, 12);
const model = readModel(encodeData(syntheticResult(3000, 12), {}));
const facets = facetsOf(model);
const search = createSearch(model);
const sort = createSort(model);

type Evaluation = (typeof evaluations)[number];

/** What each facet means, said the slow way. */
const VALUES: Readonly<Record<FacetName, (evaluation: Evaluation) => readonly string[]>> = {
  status: (each) => [outcomeOf(each)],
  severity: ({ severity }) => [severity],
  rule: ({ rule }) => [rule],
  account: ({ accountId }) => [accountId],
  region: ({ region }) => [region],
  service: ({ resourceType }) => [serviceOf(resourceType)],
  framework: ({ controls }) => [...new Set(controls.map(frameworkOf))],
  control: ({ controls }) => controls,
};

type Choice = Readonly<Partial<Record<FacetName, readonly string[]>>>;

function slowly(choice: Choice, except?: FacetName): number[] {
  return evaluations.flatMap((evaluation, index) => {
    const kept = facets.every(
      ({ name }) =>
        name === except || (choice[name]?.some((value) => VALUES[name](evaluation).includes(value)) ?? true),
    );
    return kept ? [index] : [];
  });
}

const chosenOf = (choice: Choice) =>
  new Map(facets.flatMap(({ name }) => (choice[name] ? [[name, new Set(choice[name])] as const] : [])));

test.each<[string, Choice]>([
  ["nothing chosen", {}],
  ["one value", { status: ["non-compliant"] }],
  ["two values of one facet", { severity: ["HIGH", "LOW"] }],
  ["facets of every kind", { status: ["compliant"], severity: ["HIGH"], region: ["eu-west-1", "us-east-1"] }],
  ["a framework that all are of", { framework: ["cis-5.0.0"], service: ["EC2"] }],
  ["a control", { control: ["nist-800-53-r5/AC-1(1)"], account: ["100000000000"] }],
  ["nothing that is", { rule: ["no-such-rule"] }],
])("%s: rows and counts are those of the slow way", (_name, choice) => {
  const { rows, counts } = applyFilter(model, facets, chosenOf(choice), undefined);
  expect([...rows]).toEqual(slowly(choice));
  for (const { name, values } of facets) {
    const others = slowly(choice, name).map((index) => evaluations[index]);
    const wanted = values.map(
      (value) => others.filter((evaluation) => evaluation && VALUES[name](evaluation).includes(value)).length,
    );
    expect([...(counts.get(name) ?? [])]).toEqual(wanted);
  }
});

test("a search wants every word, each in any text", () => {
  const found = (query: string) => applyFilter(model, facets, new Map(), search(query)).rows;
  const haystack = (each: Evaluation) =>
    [each.rule, each.resourceId, each.resourceName, each.resourceType, each.region, each.accountId, each.annotation]
      .join("\n")
      .toLowerCase();
  const slow = (...words: string[]) =>
    evaluations.flatMap((each, index) => (words.every((word) => haystack(each).includes(word)) ? [index] : []));
  expect([...found("Port  EU-WEST")]).toEqual(slow("port", "eu-west"));
  expect([...found("workload-42")]).toEqual(slow("workload-42"));
  expect(found("cis-5.0.0/1.1")).toHaveLength(evaluations.filter(({ rule }) => rule === "ec2-instance-check-0").length);
  expect(found("zzz")).toHaveLength(0);
  expect(search("  ")).toBeUndefined();
  expect(found(Array.from({ length: 40 }, () => "port").join(" "))).toHaveLength(found("port").length);
});

test.each(SORT_KEYS)("sorting by %s keeps all rows, equals in their order", (key) => {
  const rows = Uint32Array.from(evaluations, (_each, index) => index);
  const up = sort(rows, { key, descending: false });
  const down = sort(rows, { key, descending: true });
  expect([...up].sort((a, b) => a - b)).toEqual([...rows]);
  expect(new Set(down)).toEqual(new Set(rows));
  expect(evaluations[up[0] ?? -1]).not.toEqual(evaluations[down[0] ?? -1]);
});

test("sorting by resource is by its id, both ways", () => {
  const rows = Uint32Array.from(evaluations, (_each, index) => index);
  const ids = [...sort(rows, { key: "resource", descending: false })].map((index) => evaluations[index]?.resourceId);
  expect(ids).toEqual(evaluations.map(({ resourceId }) => resourceId).sort());
  const back = [...sort(rows, { key: "resource", descending: true })].map((index) => evaluations[index]?.resourceId);
  expect(back).toEqual(ids.toReversed());
});

test("the most pressing comes first", () => {
  const rows = Uint32Array.from(evaluations, (_each, index) => index);
  const first = evaluations[sort(rows, { key: "status", descending: false })[0] ?? -1];
  expect(first).toMatchObject({ complianceType: "NON_COMPLIANT", severity: "CRITICAL" });
});
