import { describe, expect, test } from "@jest/globals";
import {
  compliant,
  definePeriodicRule,
  defineRule,
  nonCompliant,
  shown,
  untyped,
  type AnyRule,
  type Aws,
  type EvidenceEntry,
} from "../core/index.ts";
import { check } from "./check.ts";
import { Checker, type CheckOptions } from "./checker.ts";
import type { CheckInput } from "./inputs.ts";

const ACCOUNT = "111122223333";
const OTHER = "444455556666";
const CAPTURED = "2026-01-15T11:58:00.000Z";
const TYPE = "AWS::SNS::Topic";

function item(members: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    configurationItemCaptureTime: CAPTURED,
    configurationItemStatus: "OK",
    awsAccountId: ACCOUNT,
    awsRegion: "eu-west-1",
    resourceType: TYPE,
    resourceId: "topic",
    configuration: {},
    ...members,
  };
}

function entry(members: Partial<EvidenceEntry> = {}): EvidenceEntry {
  return {
    rule: "periodic",
    accountId: ACCOUNT,
    region: "eu-west-1",
    collectedAt: new Date("2026-01-10T00:00:00Z"),
    listed: true,
    subjects: [{ subject: { resourceId: ACCOUNT }, evidence: "first" }],
    ...members,
  };
}

const source = { file: "input.json" };

function run(rules: readonly AnyRule[], input: Partial<CheckInput>, options: Partial<CheckOptions> = {}) {
  return check(
    rules,
    { items: [], evidence: [], errors: [], ...input },
    { tool: "rulewright 0.1.0", generatedAt: new Date(0), ...options },
  );
}
const judge = (rules: readonly AnyRule[], raws: readonly unknown[]) =>
  run(rules, { items: raws.map((raw) => ({ raw, source })) });
const judgeEvidence = (rule: AnyRule, entries: readonly EvidenceEntry[], items: readonly unknown[] = []) =>
  run([rule], {
    items: items.map((raw) => ({ raw, source })),
    evidence: entries.map((each) => ({ entry: each, source })),
  });

function mustFail(error: Error): never {
  throw error;
}

/** Complies, and says what it saw. */
const echo = defineRule({
  name: "echo",
  description: "Echoes.",
  severity: "LOW",
  resourceTypes: [TYPE],
  evaluate: ({ configurationItem, now, account }) =>
    compliant(`${configurationItem.configurationItemCaptureTime} ${now.toISOString()} ${account.partition}`),
});

function periodic(scope: "global" | "regional", name = "periodic") {
  return definePeriodicRule({
    name,
    description: "Echoes evidence.",
    severity: "LOW",
    schedule: "TwentyFour_Hours",
    scope,
    resourceTypes: ["AWS::::Account"],
    evaluate: ({ evidence, now, account }) => nonCompliant(`${shown(evidence)} ${now.toISOString()} ${account.region}`),
  });
}

describe("a newer state that cannot be read", () => {
  const older = item({ configurationItemCaptureTime: "2026-01-10T00:00:00.000Z" });
  const judged = async (...raws: readonly unknown[]) => {
    const { evaluations, errors } = await judge([echo], raws);
    return [evaluations.length, errors.length];
  };

  test.each([{ configuration: null }, { configurationItemStatus: "Fine" }, { configurationItemCaptureTime: "soon" }])(
    "leaves no verdict of the older one: %p",
    async (changes) => {
      expect(await judged(older, item(changes))).toEqual([0, 1]);
      expect(await judged(item(changes), older)).toEqual([0, 1]);
    },
  );

  test("says nothing where a later one, or the same, can be read", async () => {
    const later = item({ configurationItemCaptureTime: "2026-01-20T00:00:00.000Z" });
    const broken = item({ configuration: null });
    expect(await judged(older, broken, later)).toEqual([1, 1]);
    expect(await judged(later, broken, older)).toEqual([1, 1]);
    expect(await judged(item(), broken)).toEqual([1, 1]);
    expect(await judged(broken, item())).toEqual([1, 1]);
  });

  test("of another thread counts too", async () => {
    const [whole, part] = [new Checker([echo], []), new Checker([echo], [])];
    await whole.add({ raw: older, source });
    await part.add({ raw: item({ configuration: null }), source });
    whole.addPart(part.takePart());
    expect(whole.finish({ tool: "rulewright 0.1.0", generatedAt: new Date(0) }).evaluations).toHaveLength(0);
  });
});

test("a time without a zone is UTC, whatever this machine's is", async () => {
  const { evaluations } = await judge([echo], [item({ configurationItemCaptureTime: "2026-01-15T11:58:00" })]);
  expect(evaluations[0]?.configurationItemCaptureTime).toBe(CAPTURED);
});

describe("a rule that changes what it is given", () => {
  const plain = { description: "Changes.", severity: "LOW", resourceTypes: [untyped(TYPE)] } as const;

  test("throws, and the next rule judges the item as it was", async () => {
    const pops = defineRule({
      ...plain,
      name: "a-pops",
      evaluate: ({ configurationItem }) => {
        const list: unknown = Object.entries(configurationItem.configuration ?? {}).find(
          ([key]) => key === "list",
        )?.[1];
        if (Array.isArray(list)) list.pop();
        return compliant();
      },
    });
    const counts = defineRule({
      ...plain,
      name: "b-counts",
      evaluate: ({ configurationItem }) =>
        compliant(shown(Object.entries(configurationItem.configuration ?? {}).find(([key]) => key === "list")?.[1])),
    });
    const { evaluations, errors } = await judge([pops, counts], [item({ configuration: { list: [1] } })]);
    expect(evaluations.map(({ rule, annotation }) => [rule, annotation])).toEqual([["b-counts", "[1]"]]);
    expect(errors).toMatchObject([{ rule: "a-pops", code: "TypeError" }]);
  });

  test("changes no other's time", async () => {
    const sets = defineRule({ ...plain, name: "a-sets", evaluate: ({ now }) => compliant(`${now.setFullYear(1999)}`) });
    const tells = defineRule({ ...plain, name: "b-tells", evaluate: ({ now }) => compliant(now.toISOString()) });
    const times = async (options: Partial<CheckOptions>) => {
      const items = ["a", "b"].map((resourceId) => ({ raw: item({ resourceId }), source }));
      const { evaluations } = await run([sets, tells], { items }, options);
      return evaluations.flatMap(({ rule, annotation }) => (rule === "b-tells" ? [annotation] : []));
    };
    expect(await times({})).toEqual([CAPTURED, CAPTURED]);
    const now = new Date("2026-02-01T00:00:00Z");
    expect(await times({ now })).toEqual([now.toISOString(), now.toISOString()]);
    expect(now.toISOString()).toBe("2026-02-01T00:00:00.000Z");
    const always = definePeriodicRule({
      ...plain,
      name: "always",
      schedule: "TwentyFour_Hours",
      scope: "global",
      resourceTypes: ["AWS::::Account"],
      evaluate: ({ now: given }) => compliant(new Date(given.setDate(given.getDate() - 1)).toISOString()),
    });
    const subjects = ["a", "b"].map((resourceId) => ({ subject: { resourceId }, evidence: null }));
    const { evaluations } = await judgeEvidence(always, [entry({ rule: "always", subjects })]);
    expect(new Set(evaluations.map(({ annotation }) => annotation)).size).toBe(1);
  });
});

describe("several subjects of one resource", () => {
  const says = definePeriodicRule({
    name: "periodic",
    description: "Says what was recorded.",
    severity: "LOW",
    schedule: "TwentyFour_Hours",
    scope: "global",
    resourceTypes: ["AWS::::Account"],
    collect: async (): Promise<string> => "",
    evaluate: ({ evidence }) => {
      if (evidence === "throws") throw new Error("boom");
      return evidence.startsWith("good") ? compliant(evidence) : nonCompliant(evidence);
    },
  });
  const judged = async (...found: readonly string[]) => {
    const subjects = found.map((evidence) => ({ subject: { resourceId: ACCOUNT }, evidence }));
    const { evaluations, errors } = await judgeEvidence(says, [entry({ subjects })]);
    return [...evaluations.map((each) => `${each.complianceType} ${each.annotation}`), errors.length];
  };

  test("come to one verdict, as in the function", async () => {
    expect(await judged("good 1", "bad 2", "bad 1", "bad 2")).toEqual(["NON_COMPLIANT bad 1 bad 2", 0]);
    expect(await judged("good 2", "good 1")).toEqual(["COMPLIANT good 1 good 2", 0]);
  });

  test("come to none where one failed, unless another is bad", async () => {
    expect(await judged("good 1", "throws")).toEqual([1]);
    expect(await judged("throws", "bad 1", "good 1")).toEqual(["NON_COMPLIANT bad 1", 1]);
  });
});

describe("items", () => {
  test("are judged once each, in the contract's order", async () => {
    const { evaluations, summary } = await judge(
      [{ ...echo, name: "z-rule" }, echo],
      [
        item({ resourceId: "b" }),
        item({ resourceId: "a", awsRegion: "us-east-1" }),
        item({ resourceId: "B" }),
        item({ resourceId: "c", awsAccountId: "000000000001" }),
      ],
    );
    expect(evaluations.map(({ accountId, region, resourceId, rule }) => [accountId, region, resourceId, rule])).toEqual(
      [
        ["000000000001", "eu-west-1", "c", "echo"],
        ["000000000001", "eu-west-1", "c", "z-rule"],
        [ACCOUNT, "eu-west-1", "B", "echo"], // by code unit
        [ACCOUNT, "eu-west-1", "B", "z-rule"],
        [ACCOUNT, "eu-west-1", "b", "echo"],
        [ACCOUNT, "eu-west-1", "b", "z-rule"],
        [ACCOUNT, "us-east-1", "a", "echo"],
        [ACCOUNT, "us-east-1", "a", "z-rule"],
      ],
    );
    expect(summary).toMatchObject({ compliant: 8, nonCompliant: 0, errors: 0, accounts: 2, regions: 2 });
  });

  test.each([
    [
      "the later capture time",
      [item({ tags: { v: "1" } }), item({ configurationItemCaptureTime: "2026-01-15T11:59:00Z" })],
      "2026-01-15T11:59:00.000Z",
    ],
    [
      "the later time whatever the spelling",
      [item({ configurationItemCaptureTime: "2026-01-15T13:00:00+02:00" }), item()],
      CAPTURED,
    ],
  ])("of one resource: %s wins, in any order", async (_what, states, captured) => {
    for (const order of [states, states.toReversed()]) {
      const { evaluations } = await judge([echo], order);
      expect(evaluations.map((each) => each.configurationItemCaptureTime)).toEqual([captured]);
    }
  });

  test("of one resource and time: the later state id wins, then the first read", async () => {
    const byName = defineRule({
      ...echo,
      evaluate: ({ configurationItem }) => compliant(configurationItem.resourceName ?? ""),
    });
    const states = [
      item({ configurationStateId: 2, resourceName: "second" }),
      item({ configurationStateId: 10, resourceName: "tenth" }),
      item({ configurationStateId: 10, resourceName: "again" }),
    ];
    expect((await judge([byName], states)).evaluations.map((each) => each.annotation)).toEqual(["tenth"]);
  });

  test("of the same id in another account, Region or type are other resources", async () => {
    const states = [
      item(),
      item({ awsRegion: "us-east-1" }),
      item({ awsAccountId: OTHER }),
      item({ resourceType: "AWS::SQS::Queue" }),
    ];
    const wide = { ...echo, resourceTypes: [TYPE, "AWS::SQS::Queue"] };
    expect((await judge([wide], states)).evaluations).toHaveLength(4);
  });

  test.each(["ResourceDeleted", "ResourceDeletedNotRecorded", "ResourceNotRecorded"])(
    "%s is NOT_APPLICABLE without a call of the rule",
    async (configurationItemStatus) => {
      const throwing = {
        ...echo,
        evaluate: () => {
          throw new Error("called");
        },
      };
      const { evaluations, errors } = await judge([throwing], [item({ configurationItemStatus, configuration: null })]);
      expect(errors).toEqual([]);
      expect(evaluations).toEqual([expect.objectContaining({ complianceType: "NOT_APPLICABLE" })]);
      expect(evaluations[0]).not.toHaveProperty("annotation");
    },
  );

  test("that cannot be read are errors with what is known of them; the others are judged", async () => {
    const { evaluations, errors } = await judge(
      [echo],
      [item({ configuration: undefined }), 7, item({ resourceId: "fine" })],
    );
    expect(errors).toEqual([
      {
        code: "RW6003",
        message: "The item AWS::SNS::Topic topic has no configuration.",
        resourceType: TYPE,
        resourceId: "topic",
        accountId: ACCOUNT,
        region: "eu-west-1",
        source,
      },
      { code: "RW6001", message: "A configuration item is no object: 7.", source },
    ]);
    expect(evaluations.map((each) => each.resourceId)).toEqual(["fine"]);
  });

  test("have an evaluation with what is known and nothing else", async () => {
    const { evaluations } = await judge(
      [{ ...echo, controls: ["cis-1.2.0/4.1"], evaluate: () => compliant(" ") }],
      [item({ resourceName: null })],
    );
    expect(evaluations).toEqual([
      {
        rule: "echo",
        resourceType: TYPE,
        resourceId: "topic",
        accountId: ACCOUNT,
        region: "eu-west-1",
        status: "evaluated",
        complianceType: "COMPLIANT",
        severity: "LOW",
        controls: ["cis-1.2.0/4.1"],
        configurationItemCaptureTime: CAPTURED,
        parametersHash: "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", // SHA-256 of {}
        source,
      },
    ]);
  });

  test("take their partition from the ARN, else from the Region", async () => {
    const { evaluations } = await judge(
      [echo],
      [
        item({ resourceId: "a", ARN: "arn:aws-cn:sns:cn-north-1:111122223333:a" }),
        item({ resourceId: "b", awsRegion: "us-gov-west-1" }),
        item({ resourceId: "c" }),
      ],
    );
    expect(evaluations.map((each) => [each.resourceId, each.annotation?.split(" ").at(-1)])).toEqual([
      ["a", "aws-cn"],
      ["c", "aws"],
      ["b", "aws-us-gov"],
    ]);
  });
});

describe("a rule that fails", () => {
  test.each<[string, () => never, string, string]>([
    [
      "throws an error",
      () => {
        throw new Error("odd");
      },
      "Error",
      "odd",
    ],
    [
      "throws an error without words",
      () => {
        throw new TypeError("");
      },
      "TypeError",
      "TypeError without a message.",
    ],
    [
      "throws text",
      () => {
        throw "text";
      },
      "Error",
      "text",
    ], // oxlint-disable-line typescript/only-throw-error, no-throw-literal -- plain JavaScript may
  ])("%s: an error of that resource alone", async (_what, evaluate, code, message) => {
    const { evaluations, errors } = await judge([{ ...echo, name: "bad", evaluate }, echo], [item()]);
    expect(errors).toEqual([
      {
        rule: "bad",
        resourceType: TYPE,
        resourceId: "topic",
        accountId: ACCOUNT,
        region: "eu-west-1",
        code,
        message,
        source,
      },
    ]);
    expect(evaluations.map((each) => each.rule)).toEqual(["echo"]);
  });

  test("is told of with what it threw; not where it read what is not known", async () => {
    const thrown: [string, unknown][] = [];
    const error = new Error("odd");
    const bad = defineRule({
      ...echo,
      name: "bad",
      evaluate: ({ configurationItem }) => (configurationItem.configuration ? mustFail(error) : compliant()),
    });
    const items = [
      { raw: item(), source },
      { raw: item({ resourceId: "other" }), source, unknown: [["configuration"]] },
    ];
    const evidence = [{ entry: entry(), source }];
    const rules = [bad, { ...periodic("global"), evaluate: () => mustFail(error) }];
    await run(rules, { items, evidence }, { onThrown: (name, what) => thrown.push([name, what]) });
    expect(thrown).toEqual([
      ["bad", error],
      ["periodic", error],
    ]);
  });

  test("for a parameter without a value ends the run, naming all of them", async () => {
    const spec = { type: "string", description: "Needed.", required: true } as const;
    const needy = defineRule({
      ...echo,
      name: "needy",
      parameters: { one: spec, two: spec },
      evaluate: () => compliant(),
    });
    await expect(judge([needy], [])).rejects.toMatchObject({
      code: "RW1001",
      message: expect.stringMatching(/one.*two/),
    });
  });
});

describe("now", () => {
  const deliveredAt = new Date("2026-01-15T12:00:00Z");
  const nowOf = async (input: Partial<CheckInput>, options: Partial<CheckOptions> = {}) =>
    (await run([echo], input, options)).evaluations[0]?.annotation?.split(" ")[1];

  test("is the given one, else the delivery's, else the item's own", async () => {
    const now = new Date("2030-01-01T00:00:00Z");
    expect(await nowOf({ items: [{ raw: item(), source, deliveredAt }] }, { now })).toBe(now.toISOString());
    expect(await nowOf({ items: [{ raw: item(), source, deliveredAt }] })).toBe(deliveredAt.toISOString());
    expect(await nowOf({ items: [{ raw: item(), source }] })).toBe(CAPTURED);
  });
});

describe("a change rule that collects", () => {
  const collecting = (collect: (aws: Aws) => Promise<unknown>) =>
    defineRule({
      ...echo,
      name: "collects",
      permissions: ["sns:GetTopicAttributes"],
      collect: ({ aws }) => collect(aws),
      evaluate: ({ evidence, now }) => compliant(`${String(evidence)} at ${now.toISOString()}`),
    });
  class Client {
    readonly region = "eu-west-1";
  }
  const asking = collecting(async (aws) => aws.client(Client).region);
  const recorded = (members: Partial<EvidenceEntry>) =>
    entry({ rule: "collects", subjects: [{ subject: { resourceId: "topic" }, evidence: "recorded" }], ...members });

  test.each([
    ["asks for a client", asking],
    [
      "asks for a client and swallows the refusal",
      collecting(async (aws) => {
        try {
          return aws.client(Client);
        } catch {
          return "swallowed";
        }
      }),
    ],
  ])("and %s is undetermined, for want of evidence", async (_what, rule) => {
    const { evaluations, errors, summary } = await judge([rule], [item()]);
    expect(evaluations).toEqual([expect.objectContaining({ status: "undetermined", missing: ["evidence"] })]);
    expect(evaluations[0]).not.toHaveProperty("complianceType");
    expect(errors).toEqual([]);
    expect(summary).toMatchObject({ undetermined: 1, compliant: 0 });
  });

  test("but asks nobody is judged", async () => {
    const { evaluations } = await judge([collecting(async () => "nothing to ask")], [item()]);
    expect(evaluations[0]?.annotation).toBe(`nothing to ask at ${CAPTURED}`);
  });

  test("and fails before it asks is an error", async () => {
    const { errors } = await judge([collecting(async () => Promise.reject(new Error("too early")))], [item()]);
    expect(errors).toEqual([expect.objectContaining({ code: "Error", message: "too early" })]);
  });

  test("is judged by recorded evidence, at its time", async () => {
    const { evaluations } = await judgeEvidence(asking, [recorded({})], [item()]);
    expect(evaluations.map((each) => each.annotation)).toEqual(["recorded at 2026-01-10T00:00:00.000Z"]);
  });

  test("takes the latest record of its own account, Region and type", async () => {
    const later = (day: number) => new Date(Date.UTC(2026, 0, day));
    const record = (evidence: string, resourceType = TYPE) => [
      { subject: { resourceId: "topic", resourceType }, evidence },
    ];
    const { evaluations } = await judgeEvidence(
      asking,
      [
        recorded({ collectedAt: later(11), subjects: record("earlier") }),
        recorded({ collectedAt: later(12), subjects: record("wanted") }),
        recorded({ collectedAt: later(10), subjects: record("earliest") }),
        recorded({ collectedAt: later(13), subjects: record("other Region"), region: "us-east-1" }),
        recorded({ collectedAt: later(14), subjects: record("other account"), accountId: OTHER }),
        recorded({ collectedAt: later(15), subjects: record("other type", "AWS::SQS::Queue") }),
        recorded({ collectedAt: later(16), subjects: record("other rule"), rule: "other" }),
      ],
      [item()],
    );
    expect(evaluations[0]?.annotation).toMatch(/^wanted/);
  });

  test("of a global resource takes what was recorded in any Region", async () => {
    const user: AnyRule = {
      ...asking,
      resourceTypes: ["AWS::IAM::User"],
      evaluate: ({ evidence }) => compliant(String(evidence)),
    };
    const items = [item({ resourceType: "AWS::IAM::User", awsRegion: "global" })];
    expect((await judgeEvidence(user, [recorded({})], items)).evaluations[0]?.annotation).toBe("recorded");
  });

  test("has the recorded error", async () => {
    const error = { code: "AccessDenied", message: "No." };
    const subjects = [{ subject: { resourceId: "topic" }, error }];
    const { evaluations, errors } = await judgeEvidence(asking, [recorded({ subjects })], [item()]);
    expect(evaluations).toEqual([]);
    expect(errors).toEqual([expect.objectContaining({ ...error, resourceId: "topic", source })]);
  });
});

test("rules that a run names otherwise are judged by the evidence of their definitions, each", async () => {
  const collects = defineRule({
    ...echo,
    name: "collects-once-more",
    permissions: ["sns:GetTopicAttributes"],
    collect: async ({ aws }): Promise<unknown> => aws,
    evaluate: ({ evidence }) => compliant(String(evidence)),
  });
  const evidence = [
    entry(),
    entry({ rule: "collects", subjects: [{ subject: { resourceId: "topic" }, evidence: "recorded" }] }),
    entry({ rule: "two", subjects: [{ subject: { resourceId: ACCOUNT }, evidence: "of another that has its name" }] }),
  ];
  const { evaluations } = await run(
    [periodic("global", "one"), periodic("regional", "two"), periodic("global"), collects],
    { items: [{ raw: item(), source }], evidence: evidence.map((each) => ({ entry: each, source })) },
    {
      evidenceNames: new Map([
        ["one", "periodic"],
        ["two", "periodic"],
        ["collects-once-more", "collects"],
      ]),
    },
  );
  expect(evaluations.map(({ rule, annotation }) => [rule, annotation?.split(" ")[0]])).toEqual(
    expect.arrayContaining([
      ["one", '"first"'],
      ["two", '"first"'],
      ["periodic", '"first"'],
      ["collects-once-more", "recorded"],
    ]),
  );
  expect(evaluations).toHaveLength(4);
});

describe("a periodic rule", () => {
  const early = entry();
  const late = entry({
    collectedAt: new Date("2026-01-12T00:00:00Z"),
    region: "us-east-1",
    subjects: [{ subject: { resourceId: ACCOUNT }, evidence: "second" }],
  });
  const annotations = async (rule: AnyRule, entries: readonly EvidenceEntry[]) =>
    (await judgeEvidence(rule, entries)).evaluations.map((each) => each.annotation);

  test("that is global is judged once per account, by the latest evidence", async () => {
    const wanted = ['"second" 2026-01-12T00:00:00.000Z us-east-1'];
    expect(await annotations(periodic("global"), [early, late])).toEqual(wanted);
    expect(await annotations(periodic("global"), [late, early])).toEqual(wanted);
  });

  test("that is regional is judged once per Region, by each one's latest evidence", async () => {
    const older = { ...late, collectedAt: new Date(0), subjects: [] };
    expect(await annotations(periodic("regional"), [late, older, early])).toEqual([
      '"first" 2026-01-10T00:00:00.000Z eu-west-1',
      '"second" 2026-01-12T00:00:00.000Z us-east-1',
    ]);
  });

  test("takes no other rule's evidence, and a given now instead of the recorded one", async () => {
    const { evaluations } = await run(
      [periodic("global")],
      {
        evidence: [early, entry({ rule: "other", collectedAt: new Date("2026-02-01") })].map((each) => ({
          entry: each,
          source,
        })),
      },
      { now: new Date("2030-01-01T00:00:00Z") },
    );
    expect(evaluations.map((each) => each.annotation)).toEqual(['"first" 2030-01-01T00:00:00.000Z eu-west-1']);
  });

  test("whose listing did not end is judged as far as it came, with an error", async () => {
    const { evaluations, errors, summary } = await judgeEvidence(periodic("global"), [entry({ listed: false })]);
    expect(evaluations).toHaveLength(1);
    expect(errors).toEqual([
      expect.objectContaining({
        code: "RW6101",
        resourceType: "AWS::::Account",
        resourceId: ACCOUNT,
        message: expect.stringContaining("incomplete"),
      }),
    ]);
    expect(summary).toMatchObject({ nonCompliant: 1, errors: 1 });
  });

  test("has recorded errors as errors, of the subject's own type", async () => {
    const subjects = [
      { subject: { resourceId: "u", resourceType: "AWS::IAM::User" }, error: { code: "AccessDenied", message: "No." } },
    ];
    const rule: AnyRule = { ...periodic("global"), resourceTypes: ["AWS::::Account", "AWS::IAM::User"] };
    const { evaluations, errors } = await judgeEvidence(rule, [entry({ subjects })]);
    expect([evaluations, errors]).toEqual([
      [],
      [expect.objectContaining({ code: "AccessDenied", resourceType: "AWS::IAM::User", resourceId: "u" })],
    ]);
  });

  test("has a subject of a type that the rule does not claim as an error", async () => {
    const subjects = [{ subject: { resourceId: "u", resourceType: "AWS::IAM::User" }, evidence: "first" }];
    const { evaluations, errors } = await judgeEvidence(periodic("global"), [entry({ subjects })]);
    expect([evaluations, errors]).toEqual([[], [expect.objectContaining({ code: "RW6102", resourceId: "u" })]]);
  });

  test("without subjects has nothing to say", async () => {
    expect((await judgeEvidence(periodic("global"), [entry({ subjects: [] })])).evaluations).toEqual([]);
  });

  describe("without evidence is undetermined", () => {
    const items = [
      item(),
      item({ resourceId: "second" }),
      item({ awsRegion: "us-east-1" }),
      item({ resourceType: "AWS::IAM::User", awsRegion: "global" }),
      item({ awsAccountId: OTHER }),
    ];
    const placesOf = async (rule: AnyRule, entries: readonly EvidenceEntry[]) =>
      (await judgeEvidence(rule, entries, items)).evaluations
        .filter((each) => each.status === "undetermined")
        .map((each) => `${each.accountId} ${each.region}`);

    test("once per account when it is global", async () => {
      expect(await placesOf(periodic("global"), [])).toEqual([`${ACCOUNT} global`, `${OTHER} global`]);
      expect(await placesOf(periodic("global"), [early])).toEqual([`${OTHER} global`]);
    });

    test("once per Region when it is regional; global is no Region", async () => {
      const everywhere = [`${ACCOUNT} eu-west-1`, `${ACCOUNT} us-east-1`, `${OTHER} eu-west-1`];
      expect(await placesOf(periodic("regional"), [])).toEqual(everywhere);
      expect(await placesOf(periodic("regional"), [early])).toEqual(everywhere.slice(1));
    });

    test("where only another rule's evidence tells of the account", async () => {
      const { evaluations } = await judgeEvidence(periodic("global"), [entry({ rule: "other" })]);
      expect(evaluations).toEqual([
        expect.objectContaining({ status: "undetermined", missing: ["evidence"], accountId: ACCOUNT }),
      ]);
    });
  });
});

describe("hashes", () => {
  const secretive = (value: string) =>
    defineRule({
      name: "secretive",
      description: "Has a secret.",
      severity: "LOW",
      resourceTypes: [untyped("AWS::Own::Thing")],
      parameters: {
        shown: { type: "string", description: "Shown.", default: "x" },
        hidden: { type: "string", description: "Hidden.", secret: true, default: value },
      },
      evaluate: () => compliant(),
    });
  const hashes = async (rule: AnyRule) => {
    const { rulesHash, evaluations } = await judge([rule], [item({ resourceType: "AWS::Own::Thing" })]);
    return [rulesHash, evaluations[0]?.parametersHash];
  };

  test("are the same for the same rules in any order", async () => {
    const other = { ...echo, name: "other" };
    const [first, second] = [await judge([echo, other], []), await judge([other, echo], [])];
    expect(second.rulesHash).toBe(first.rulesHash);
    expect(first.rulesHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test("tell another evaluate, and no secret", async () => {
    expect((await judge([{ ...echo, evaluate: () => compliant("new") }], [])).rulesHash).not.toBe(
      (await judge([echo], [])).rulesHash,
    );
    const [[, one], [, two]] = [await hashes(secretive("one")), await hashes(secretive("two"))];
    expect(one).toBe(two);
  });
});
