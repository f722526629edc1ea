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
import type { CheckOptions } from "./checker.ts";
import { ACCOUNT, CAPTURED, TYPE, echo, entry, item, judge, judgeEvidence, run, source } from "./fixtures/judging.ts";
import type { CheckInput } from "./inputs.ts";

const OTHER = "444455556666";

function mustFail(error: Error): never {
  throw error;
}

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
