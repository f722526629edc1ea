import { describe, expect, test } from "@jest/globals";
import {
  compliant,
  createExemptionMatcher,
  definePeriodicRule,
  defineRule,
  nonCompliant,
  untyped,
  type AnyRule,
  type CheckEvaluation,
  type Exemption,
  type ExemptionMatcher,
  type ExemptionSubject,
} from "../core/index.ts";
import { Checker, type CheckPart } from "./checker.ts";
import type { PlannedItem, RawItem, SourcedEvidence } from "./inputs.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const ACCOUNT = "111122223333";
const TYPE = "AWS::Own::Thing";
const source = { file: "input.json" };

/** Complies where an item says so. */
const good = defineRule({
  name: "thing-good",
  description: "Things are good.",
  severity: "HIGH",
  resourceTypes: [untyped(TYPE)],
  evaluate: ({ configurationItem }) =>
    isGood(configurationItem.configuration) ? compliant("Good.") : nonCompliant("Not good."),
});

function isGood(configuration: unknown): boolean {
  return JSON.stringify(configuration).includes("good");
}

function item(members: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    configurationItemCaptureTime: "2026-11-01T00:00:00.000Z",
    configurationItemStatus: "OK",
    awsAccountId: ACCOUNT,
    awsRegion: "eu-west-1",
    resourceType: TYPE,
    resourceId: "thing",
    configuration: {},
    tags: { Stage: "sandbox-1", Name: "thing" },
    ...members,
  };
}

function exemption(given: Partial<Exemption> = {}): Exemption {
  return {
    id: "#1",
    rules: ["thing-good"],
    accounts: ["*"],
    reason: "Nobody uses it.",
    owner: "web",
    expires: "2027-03-31",
    path: "exemptions[0]",
    ...(given.tags ? {} : { resourceIds: ["thing"] }),
    ...given,
  };
}

const SANDBOX = exemption({ tags: [{ key: "Stage", pattern: "sandbox-*" }] });
const SHOWN = { reason: "Nobody uses it.", owner: "web", expires: "2027-03-31" };

interface Given {
  readonly rules?: readonly AnyRule[];
  readonly items?: readonly (RawItem | PlannedItem)[];
  readonly evidence?: readonly SourcedEvidence[];
  readonly matcher: ExemptionMatcher;
}

const raws = (...items: readonly unknown[]): RawItem[] => items.map((raw) => ({ raw, source }));

async function run({ rules = [good], items = [], evidence = [], matcher }: Given) {
  const checker = new Checker(rules, evidence, { exemptions: matcher });
  for (const each of items) await checker.add(each);
  return checker.finish({ tool: "rulewright 0.1.0", generatedAt: NOW, exemptions: matcher });
}

/** As threads do: a checker for each part, told the keys of tags only, and everything handed over as plain data. */
async function runParts(parts: readonly (readonly RawItem[])[], matcher: ExemptionMatcher) {
  const options = { exemptions: { tagKeys: structuredClone(matcher.tagKeys) } };
  const main = new Checker([good], [], { exemptions: matcher });
  const taken: CheckPart[] = [];
  for (const items of parts) {
    const checker = new Checker([good], [], options);
    for (const each of items) await checker.add(each);
    taken.push(structuredClone(checker.takePart()));
  }
  for (const part of taken) main.addPart(part);
  return { parts: taken, result: main.finish({ tool: "rulewright 0.1.0", generatedAt: NOW, exemptions: matcher }) };
}

const matcherOf = (...exemptions: readonly Exemption[]) => createExemptionMatcher(exemptions, NOW);
const shown = ({ resourceId, status, complianceType }: CheckEvaluation) => [resourceId, status, complianceType];

describe("an exempt evaluation", () => {
  test("keeps its verdict, says why and is counted apart", async () => {
    const matcher = matcherOf(exemption());
    const { evaluations, summary } = await run({ items: raws(item(), item({ resourceId: "other" })), matcher });
    expect(evaluations.map(shown)).toEqual([
      ["other", "evaluated", "NON_COMPLIANT"],
      ["thing", "exempt", "NON_COMPLIANT"],
    ]);
    expect(evaluations[1]).toMatchObject({ annotation: "Not good.", exemption: SHOWN });
    expect(evaluations[0]).not.toHaveProperty("exemption");
    expect(summary).toMatchObject({ nonCompliant: 1, exempt: 1, compliant: 0 });
    expect(matcher.unused()).toEqual([]);
  });

  test("has its own exemption, however many there are in a long result", async () => {
    const items = Array.from({ length: 20_050 }, (_, index) => item({ resourceId: `thing-${index}` }));
    const matcher = matcherOf(
      exemption({ resourceIds: ["thing-7"], reason: "Seven." }),
      exemption({ resourceIds: ["thing-20049"], reason: "Last." }),
    );
    const { evaluations, summary } = await run({ items: raws(...items), matcher });
    expect(evaluations.filter(({ status }) => status === "exempt").map((each) => each.exemption?.reason)).toEqual([
      "Last.",
      "Seven.",
    ]);
    expect(summary).toMatchObject({ nonCompliant: 20_048, exempt: 2 });
  });
});

describe("what is judged in the end counts", () => {
  const later = { configurationItemCaptureTime: "2026-11-02T00:00:00.000Z" };

  test.each<[string, unknown[], unknown[], number]>([
    ["not what complies by now", [item(), item({ ...later, configuration: { good: 1 } })], ["COMPLIANT"], 1],
    ["not what complied once", [item({ configuration: { good: 1 } }), item(later)], ["NON_COMPLIANT"], 0],
  ])("%s", async (_what, states, expected, unused) => {
    for (const order of [states, states.toReversed()]) {
      const matcher = matcherOf(exemption());
      const { evaluations } = await run({ items: raws(...order), matcher });
      expect(evaluations.map((each) => each.complianceType)).toEqual(expected);
      expect(matcher.unused()).toHaveLength(unused);
    }
  });

  test("tags of an earlier state are forgotten", async () => {
    const states = [item(), item({ ...later, tags: { Name: "x" } })];
    for (const order of [states, states.toReversed()]) {
      const { evaluations } = await run({ items: raws(...order), matcher: matcherOf(SANDBOX) });
      expect(evaluations.map(shown)).toEqual([["thing", "evaluated", "NON_COMPLIANT"]]);
      const { result } = await runParts([raws(order[0]), raws(order[1])], matcherOf(SANDBOX));
      expect(result.evaluations.map(shown)).toEqual([["thing", "evaluated", "NON_COMPLIANT"]]);
    }
  });

  test("a matcher is asked once for each NON_COMPLIANT resource and no other", async () => {
    const asked: string[] = [];
    const matcher = matcherOf(exemption());
    const counting = {
      ...matcher,
      match: (subject: ExemptionSubject) => {
        asked.push(subject.resourceId);
        return matcher.match(subject);
      },
    };
    const fine = item({ resourceId: "fine", configuration: { good: 1 } });
    await run({ items: raws(item(), item(later), fine, item({ resourceId: "other" })), matcher: counting });
    expect(asked).toEqual(["thing", "other"]);
  });
});

describe("tags", () => {
  const planned: PlannedItem = {
    item: {
      configurationItemCaptureTime: "",
      configurationItemStatus: "OK",
      awsAccountId: ACCOUNT,
      awsRegion: "eu-west-1",
      availabilityZone: null,
      resourceType: TYPE,
      resourceId: "thing",
      resourceName: null,
      resourceCreationTime: null,
      relatedEvents: [],
      relationships: [],
      tags: { Stage: "sandbox-1" },
      configuration: {},
      supplementaryConfiguration: {},
    },
    unknown: [],
    source: { file: "t.yaml", line: 1, logicalId: "Thing" },
  };

  test.each<[string, RawItem | PlannedItem, string]>([
    ["of an item", { raw: item(), source }, "exempt"],
    ["of other values", { raw: item({ tags: { Stage: "prod" } }), source }, "evaluated"],
    ["that are not there", { raw: item({ tags: {} }), source }, "evaluated"],
    ["of an item of which something else is unknown", { raw: item(), source, unknown: [["*"]] }, "exempt"],
    ["of which there may be others", { raw: item(), source, unknown: [["tags", "*"]] }, "evaluated"],
    ["that are not known", { raw: item({ tags: undefined }), source, unknown: [["tags", "*"]] }, "evaluated"],
    ["of a template", planned, "evaluated"],
  ])("%s", async (_what, given, status) => {
    const { evaluations } = await run({ items: [given], matcher: matcherOf(SANDBOX) });
    expect(evaluations).toEqual([expect.objectContaining({ status, complianceType: "NON_COMPLIANT" })]);
  });

  test("with the name of what every object inherits are tags like others", async () => {
    const matcher = matcherOf(exemption({ tags: [{ key: "__proto__", pattern: "own*" }] }));
    const tagged: unknown = JSON.parse('{"__proto__":"owned"}');
    const items = raws(item({ tags: tagged }), item({ resourceId: "bare", tags: {} }));
    expect((await run({ items, matcher })).evaluations.map(shown)).toEqual([
      ["bare", "evaluated", "NON_COMPLIANT"],
      ["thing", "exempt", "NON_COMPLIANT"],
    ]);
  });

  test.each<[string, Exemption, Readonly<Record<string, unknown>>, string[]]>([
    ["are asked for where an exemption needs them", SANDBOX, {}, ["tags"]],
    ["are not asked for where no exemption does", exemption(), {}, []],
    ["are not asked for where the item complies", SANDBOX, { configuration: { good: 1 } }, []],
  ])("that an API leaves out %s", async (_what, given, members, expected) => {
    const checker = new Checker([good], [], { exemptions: matcherOf(given) });
    expect(await checker.unknownReads({ raw: item(members), source, unknown: [["tags"]] })).toEqual(expected);
    expect(await checker.unknownReads({ raw: item(members), source })).toEqual([]);
  });

  test("of two rules are kept together", async () => {
    const other = { ...good, name: "thing-other" };
    const matcher = matcherOf(
      exemption({ tags: [{ key: "Name", pattern: "thing" }] }),
      exemption({ rules: ["thing-other"], tags: [{ key: "Stage", pattern: "sandbox-1" }] }),
    );
    const { evaluations } = await run({ rules: [other, good], items: raws(item()), matcher });
    expect(evaluations.map(({ rule, status }) => [rule, status])).toEqual([
      ["thing-good", "exempt"],
      ["thing-other", "exempt"],
    ]);
  });
});

describe("parts of several threads", () => {
  test("hand over the tags that are asked for, of what is NON_COMPLIANT", async () => {
    const prod = { tags: { Stage: "prod", Name: "secret" } };
    const { parts, result } = await runParts(
      [
        raws(item({ resourceId: "a" }), item({ resourceId: "b", ...prod })),
        raws(item({ resourceId: "c" }), item({ resourceId: "d", configuration: { good: 1 } })),
      ],
      matcherOf(SANDBOX),
    );
    expect(result.evaluations.map(({ resourceId, status }) => [resourceId, status])).toEqual([
      ["a", "exempt"],
      ["b", "evaluated"],
      ["c", "exempt"],
      ["d", "evaluated"],
    ]);
    expect(parts.map(({ store }) => store.tags.length)).toEqual([2, 1]);
    expect(Buffer.concat(parts.flatMap(({ store }) => store.texts)).toString("latin1")).not.toContain("secret");
  });

  test.each<[string, Exemption]>([
    ["asks for them", exemption()],
    ["of the rule does", { ...SANDBOX, rules: ["other"] }],
  ])("hold no tags where no exemption %s", async (_what, given) => {
    const { parts } = await runParts([raws(item())], matcherOf(given));
    expect(parts.map(({ store }) => store.tags.length)).toEqual([0]);
  });
});

describe("is never exempted:", () => {
  const everything = exemption({ rules: ["thing-good", "account-good"], resourceIds: ["*"] });

  test("what an expired exemption covers; it is counted once a resource", async () => {
    const matcher = matcherOf(exemption({ ...everything, expires: "2026-11-23" }));
    const { evaluations, summary } = await run({ items: raws(item(), item({ resourceId: "b" })), matcher });
    expect(evaluations.map((each) => each.status)).toEqual(["evaluated", "evaluated"]);
    expect(summary).toMatchObject({ nonCompliant: 2, exempt: 0 });
    expect(matcher.expired()).toEqual([expect.objectContaining({ evaluations: 2 })]);
  });

  test("what a rule judges that refuses exemptions", async () => {
    const strict = { ...good, exemptible: false };
    const { summary } = await run({ rules: [strict], items: raws(item()), matcher: matcherOf(everything) });
    expect(summary).toMatchObject({ nonCompliant: 1, exempt: 0 });
  });

  test("what could not be judged or told, for which no exemption is called unused", async () => {
    const throwing: AnyRule = {
      ...good,
      evaluate: () => {
        throw new Error("odd");
      },
    };
    const matcher = matcherOf(everything);
    const failed = await run({ rules: [throwing], items: raws(item()), matcher });
    expect(failed.summary).toMatchObject({ errors: 1, exempt: 0, nonCompliant: 0 });
    const unknown = [{ raw: item(), source, unknown: [["configuration"]] }];
    const untold = await run({ items: unknown, matcher });
    expect(untold.summary).toMatchObject({ undetermined: 1, exempt: 0 });
    expect(untold.evaluations[0]).not.toHaveProperty("exemption");
    expect(matcher.unused()).toEqual([]);
  });
});

describe("a periodic rule", () => {
  const rule = definePeriodicRule({
    name: "account-good",
    description: "Accounts are good.",
    severity: "LOW",
    schedule: "One_Hour",
    scope: "global",
    resourceTypes: ["AWS::::Account"],
    evaluate: () => nonCompliant("Never."),
  });
  const evidence = [
    {
      entry: {
        rule: "account-good",
        accountId: ACCOUNT,
        region: "eu-west-1",
        collectedAt: NOW,
        listed: true,
        subjects: [{ subject: { resourceId: ACCOUNT }, evidence: {} }],
      },
      source,
    },
  ];

  test.each<[string, Partial<Exemption>, string]>([
    ["by the account's id", { resourceIds: [ACCOUNT] }, "exempt"],
    ["not by tags, which nobody knows", { tags: [{ key: "Stage", pattern: "*" }] }, "evaluated"],
    ["in no Region, as in its function", { resourceIds: [ACCOUNT], regions: ["global"] }, "exempt"],
    ["not where its evidence was collected", { resourceIds: [ACCOUNT], regions: ["eu-*"] }, "evaluated"],
  ])("is exempted %s", async (_how, given, status) => {
    const matcher = matcherOf(exemption({ rules: ["account-good"], ...given }));
    const { evaluations } = await run({ rules: [rule], evidence, matcher });
    expect(evaluations.map((each) => [each.status, each.region])).toEqual([[status, "global"]]);
  });
});
