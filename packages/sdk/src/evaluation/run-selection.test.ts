import { describe, expect, test } from "@jest/globals";
import { compliant, definePeriodicRule, defineRule, nonCompliant, untyped, type EvidenceEntry } from "../core/index.ts";
import { Checker } from "./checker.ts";
import type { RunSelection } from "./run-selection.ts";

const ACCOUNT = "111122223333";
const OTHER = "444455556666";
const TYPE = "AWS::SNS::Topic";
const source = { file: "input.json" };
const everything: RunSelection = { resourceType: () => true, item: () => true, evidence: () => true };
const about = { tool: "rulewright 0.1.0", generatedAt: new Date(0) };

const owned = defineRule({
  name: "owned",
  description: "Has an owner.",
  severity: "LOW",
  resourceTypes: [untyped(TYPE)],
  parameters: { tag: { type: "string", default: "owner", description: "The tag." } },
  evaluate: ({ configurationItem, parameters }) =>
    configurationItem.tags[parameters.tag] ? compliant() : nonCompliant(`No ${parameters.tag}.`),
});
const people = definePeriodicRule({
  name: "people",
  description: "People are few.",
  severity: "LOW",
  schedule: "TwentyFour_Hours",
  scope: "regional",
  resourceTypes: [untyped("AWS::IAM::User"), untyped("AWS::IAM::Role")],
  evaluate: () => compliant(),
});

function item(members: Readonly<Record<string, unknown>> = {}) {
  return {
    configurationItemCaptureTime: "2026-01-15T11:58:00.000Z",
    configurationItemStatus: "OK",
    awsAccountId: ACCOUNT,
    awsRegion: "eu-west-1",
    resourceType: TYPE,
    resourceId: "topic",
    configuration: {},
    tags: {},
    ...members,
  };
}

function entry(members: Partial<EvidenceEntry> = {}): EvidenceEntry {
  const subjects = ["User", "Role"].map((kind) => ({
    subject: { resourceId: kind, resourceType: `AWS::IAM::${kind}` },
    evidence: 1,
  }));
  const collectedAt = new Date("2026-01-10T00:00:00Z");
  return { rule: "people", accountId: ACCOUNT, region: "eu-west-1", collectedAt, listed: true, subjects, ...members };
}

describe("what is not selected", () => {
  test("is neither judged nor refused, in any spelling; its place is known all the same", async () => {
    const select = { ...everything, item: ({ awsAccountId }: { awsAccountId: string }) => awsAccountId === ACCOUNT };
    const checker = new Checker([owned, people], [], { select });
    const { awsAccountId: _, ...api } = item({ accountId: OTHER });
    for (const raw of [item(), item({ awsAccountId: OTHER, configuration: 7 }), api])
      await checker.add({ raw, source });
    const { evaluations, errors } = checker.finish(about);
    expect(errors).toEqual([]);
    expect(evaluations.map(({ accountId, rule, status }) => [accountId, rule, status])).toEqual([
      [ACCOUNT, "people", "undetermined"],
      [ACCOUNT, "owned", "evaluated"],
      [OTHER, "people", "undetermined"],
    ]);
  });

  test("of a type is not read, listed or judged", async () => {
    const select = { ...everything, resourceType: (type: string) => type === "AWS::IAM::Role" };
    const checker = new Checker([owned, people], [{ entry: entry(), source }], { select });
    expect([...checker.readTypes]).toEqual([]);
    for (const resourceType of [TYPE, "AWS::IAM::Role", ""])
      await checker.addNotJudged({ resourceType, logicalId: "X", source, reason: "No rule." });
    const { evaluations, notJudged } = checker.finish(about);
    expect(evaluations.map(({ resourceId }) => resourceId)).toEqual(["Role"]);
    expect(notJudged?.map(({ resourceType }) => resourceType)).toEqual(["AWS::IAM::Role", ""]);
  });

  test("of places has no evidence, and misses none", () => {
    const select = { ...everything, evidence: ({ region }: { region: string }) => region === "us-east-1" };
    const broken = entry({ listed: false });
    const checker = new Checker([people], [{ entry: broken, source }], { select });
    checker.addPlace(OTHER, "eu-west-1", source);
    checker.addPlace(OTHER, "us-east-1", source);
    const { evaluations, errors } = checker.finish(about);
    expect(errors).toEqual([]);
    expect(evaluations).toMatchObject([{ accountId: OTHER, region: "us-east-1", missing: ["evidence"] }]);
  });
});

describe("places", () => {
  test("are those of items and evidence, judged or not", async () => {
    const select = { ...everything, item: () => false };
    const evidence = [{ entry: entry({ rule: "another", region: "eu-west-3" }), source }];
    const checker = new Checker([owned], evidence, { select });
    await checker.add({ raw: item(), source });
    await checker.add({ raw: item({ awsRegion: "global" }), source });
    expect([...checker.places].map(({ accountId, region }) => `${accountId} ${region}`)).toEqual([
      `${ACCOUNT} eu-west-1`,
      `${ACCOUNT} global`,
      `${ACCOUNT} eu-west-3`,
    ]);
  });

  test("count where a periodic rule is judged or a run is narrowed", () => {
    expect(new Checker([owned], []).wantsPlaces).toBe(false);
    expect(new Checker([owned, people], []).wantsPlaces).toBe(true);
    expect(new Checker([owned], [], { select: everything }).wantsPlaces).toBe(true);
  });
});

describe("settings", () => {
  const judged = async (settings: ReadonlyMap<string, Readonly<Record<string, unknown>>>) => {
    const checker = new Checker([owned], [], { settings });
    await checker.add({ raw: item({ tags: { team: "a" } }), source });
    return checker.finish(about).evaluations[0];
  };

  test("are what the rule judges by, and what the hash is of", async () => {
    const [byDefault, set] = [await judged(new Map()), await judged(new Map([["owned", { tag: "team" }]]))];
    expect([byDefault?.complianceType, set?.complianceType]).toEqual(["NON_COMPLIANT", "COMPLIANT"]);
    expect(set?.parametersHash).not.toBe(byDefault?.parametersHash);
    expect(await judged(new Map([["owned", { tag: "owner" }]]))).toEqual(byDefault);
  });

  test("that cannot be are refused", () => {
    const make = () => new Checker([owned], [], { settings: new Map([["owned", { tag: ["x"] }]]) });
    expect(make).toThrow(expect.objectContaining({ code: "RW1002" }));
  });
});

describe("unknown reads", () => {
  test("are what rules need and is not known; nothing is judged by asking", async () => {
    const checker = new Checker([owned], []);
    const raw = item({ tags: { other: "x" } });
    const incomplete = { raw, source, unknown: [["tags"], ["relationships"]] };
    expect(await checker.unknownReads(incomplete)).toEqual(["tags"]);
    expect(await checker.unknownReads({ raw, source })).toEqual([]);
    expect(await checker.unknownReads({ raw: item({ resourceType: "AWS::SQS::Queue" }), source })).toEqual([]);
    expect(await checker.unknownReads({ raw: 7, source })).toEqual([]);
    await checker.add({ raw: item({ tags: { owner: "me" } }), source });
    expect(checker.finish(about)).toMatchObject({ evaluations: [{ complianceType: "COMPLIANT" }], errors: [] });
  });
});
