import { describe, expect, test } from "@jest/globals";
import {
  compliant,
  definePeriodicRule,
  defineRule,
  isRulewrightError,
  nonCompliant,
  type AnyRule,
  type JsonObject,
} from "@rulewright/sdk";
import type { CaseOf } from "./case.ts";
import { casesFor } from "./cases.ts";

const text = { description: "A rule of these tests.", severity: "LOW" } as const;

const users = definePeriodicRule({
  ...text,
  name: "users-few",
  schedule: "One_Hour",
  scope: "global",
  resourceTypes: ["AWS::IAM::User", "AWS::IAM::Group"],
  permissions: ["iam:ListUsers"],
  parameters: { MaxUsers: { type: "integer", default: 10, description: "Users there may be." } },
  async *list() {
    yield { resourceId: "AIDA", resourceType: "AWS::IAM::User" };
  },
  collect: async () => ({ count: 1 }),
  evaluate({ evidence, parameters, now }) {
    if (evidence.count < 0) throw new RangeError(`There are ${evidence.count} users.`);
    if (evidence.count > parameters.MaxUsers)
      return nonCompliant(`${evidence.count} users in ${now.getUTCFullYear()}.`);
    return compliant();
  },
});
const user = { resourceId: "AIDA", resourceType: "AWS::IAM::User" };

const buckets = defineRule({
  ...text,
  name: "bucket-tagged",
  resourceTypes: ["AWS::S3::Bucket"],
  evaluate({ configurationItem: { tags, resourceType, configuration } }) {
    if (configuration.name === "strange") throw new Error("The bucket is strange.");
    return tags["owner"] ? compliant() : nonCompliant(`The ${resourceType} has no owner.`);
  },
});

/** What became of the tests of a table, by their names. */
type Outcomes = Readonly<Record<string, "passed" | JsonObject>>;

/** Runs a table in a runner of its own, so that its failures can be looked at. */
function run(table: () => void): Outcomes {
  const outcomes: Record<string, "passed" | JsonObject> = {};
  const own = {
    describe: (_name: string, body: () => void) => body(),
    test: (name: string, body: () => void) => {
      try {
        body();
        outcomes[name] = "passed";
      } catch (error) {
        outcomes[name] = isRulewrightError(error) ? { code: error.code, message: error.message } : { thrown: error };
      }
    },
  };
  const names = ["describe", "test"] as const;
  const kept = names.map((name): unknown => Reflect.get(globalThis, name));
  for (const name of names) Reflect.set(globalThis, name, own[name]);
  try {
    table();
  } finally {
    for (const [index, name] of names.entries()) Reflect.set(globalThis, name, kept[index]);
  }
  return outcomes;
}

/** What became of one row, as plain JavaScript may write it. */
function outcome(rule: AnyRule, row: JsonObject): unknown {
  const rows: readonly unknown[] = [{ when: "it is so", ...row }];
  const outcomes = Object.entries(run(() => casesFor(rule, rows as readonly CaseOf<AnyRule>[])));
  return outcomes.find(([name]) => name.endsWith("it is so"))?.[1];
}

test("a sound table passes, and each row is a test", () => {
  const outcomes = run(() =>
    casesFor(users, [
      {
        when: "there are few",
        subject: user,
        evidence: { count: 20 },
        ruleParameters: { MaxUsers: "20" },
        expect: "COMPLIANT",
      },
      {
        when: "there are many",
        subject: user,
        evidence: { count: 11 },
        now: "2031-01-01T00:00:00Z",
        expect: "NON_COMPLIANT",
        annotation: /^11 users in 2031\.$/,
      },
      { when: "there are less than none", subject: user, evidence: { count: -1 }, expect: "ERROR", error: /-1 users/ },
    ]),
  );
  expect(outcomes).toEqual({
    "the definition is sound": "passed",
    "the table has a COMPLIANT row": "passed",
    "the table has a NON_COMPLIANT row": "passed",
    "COMPLIANT when there are few": "passed",
    "NON_COMPLIANT when there are many": "passed",
    "ERROR when there are less than none": "passed",
  });
});

test("an item has what the row states, whole or not", () => {
  const outcomes = run(() =>
    casesFor(buckets, [
      { when: "nothing is collected", evidence: undefined, tags: { owner: "ada" }, expect: "COMPLIANT" },
      { when: "it has an owner", resourceType: "AWS::S3::Bucket", tags: { owner: "ada" }, expect: "COMPLIANT" },
      { when: "it has none", tags: {}, resourceId: "b", expect: "NON_COMPLIANT", annotation: /AWS::S3::Bucket/ },
      {
        when: "it is strange",
        configuration: { name: "strange" },
        expect: "ERROR",
        error: /^The bucket is strange\.$/,
      },
    ]),
  );
  expect(new Set(Object.values(outcomes))).toEqual(new Set(["passed"]));
});

test("a table lacks a row, and a definition is unsound", () => {
  const unsound: AnyRule = { ...buckets, resourceTypes: ["S3"] };
  expect(run(() => casesFor(unsound, []))).toMatchObject({
    "the definition is sound": { code: "RW8007" },
    "the table has a COMPLIANT row": { code: "RW8003" },
    "the table has a NON_COMPLIANT row": { code: "RW8003" },
  });
});

const bucket = { tags: { owner: "ada" }, expect: "COMPLIANT" };
const few = { subject: user, evidence: { count: 1 }, expect: "COMPLIANT" };

const MEMBERS = {
  item: "It may have when, ruleParameters, now, expect, annotation, resourceType, configuration, supplementaryConfiguration, tags, relationships, resourceId, resourceName, ARN, awsRegion, awsAccountId, configurationItemCaptureTime, resourceCreationTime.",
  subject: "It may have when, ruleParameters, now, expect, annotation, evidence, subject.",
};

describe("a row is refused, though its verdict is the expected one, for", () => {
  test.each<[string, AnyRule, JsonObject, string]>([
    [
      "a misspelt parameter",
      users,
      { ...few, ruleParameters: { MaxUser: "20" } },
      "the rule has no parameter MaxUser. Did you mean MaxUsers?",
    ],
    [
      "a parameter that is like none",
      users,
      { ...few, ruleParameters: { Depth: undefined } },
      "the rule has no parameter Depth. It has MaxUsers.",
    ],
    [
      "a parameter of a rule without any",
      buckets,
      { ...bucket, ruleParameters: { MaxUsers: "20" } },
      "the rule has no parameter MaxUsers. It has none.",
    ],
    ["a misspelt member", buckets, { ...bucket, tag: {} }, "tag is not a member of a row. Did you mean tags?"],
    [
      "a member of the event's spelling",
      buckets,
      { ...bucket, parameters: {} },
      `parameters is not a member of a row. ${MEMBERS.item}`,
    ],
    [
      "an item's member in a subject's row",
      users,
      { ...few, tags: {} },
      `tags is not a member of a row. ${MEMBERS.subject}`,
    ],
    [
      "a subject in an item's row",
      buckets,
      { ...bucket, subject: user },
      `subject is not a member of a row. ${MEMBERS.item}`,
    ],
    [
      "evidence that nobody collects",
      buckets,
      { ...bucket, evidence: 1 },
      "evidence is given, but the rule has no collect.",
    ],
    [
      "another resource type",
      buckets,
      { ...bucket, resourceType: "AWS::S3::Buckets" },
      'the rule does not judge the resourceType "AWS::S3::Buckets". Did you mean AWS::S3::Bucket?',
    ],
    [
      "a subject of another resource type",
      users,
      { ...few, subject: { resourceId: "r", resourceType: "AWS::Lambda::Function" } },
      'the rule does not judge the resourceType "AWS::Lambda::Function". It judges AWS::IAM::User, AWS::IAM::Group.',
    ],
    [
      "a subject of which nobody knows the resource type",
      users,
      { ...few, subject: { resourceId: "r" } },
      "the subject has no resourceType, and the rule judges AWS::IAM::User, AWS::IAM::Group.",
    ],
    ["a time that is none", users, { ...few, now: "yesterday" }, 'now is "yesterday", which is not an ISO 8601 time.'],
    [
      "an annotation that is no regular expression",
      buckets,
      { ...bucket, annotation: "owner" },
      'annotation is "owner", not a regular expression.',
    ],
    [
      "NON_COMPLIANT without an annotation",
      buckets,
      { tags: {}, expect: "NON_COMPLIANT" },
      "NON_COMPLIANT wants annotation, a regular expression.",
    ],
    [
      "an ERROR without an error",
      users,
      { ...few, evidence: { count: -1 }, expect: "ERROR" },
      "ERROR wants error, a regular expression.",
    ],
    [
      "an error beside a verdict",
      buckets,
      { ...bucket, error: /./ },
      'error belongs to ERROR, and the row expects "COMPLIANT".',
    ],
    [
      "an annotation beside an ERROR",
      users,
      { ...few, evidence: { count: -1 }, expect: "ERROR", error: /./, annotation: /./ },
      "annotation belongs to a verdict, and the row expects an ERROR.",
    ],
    [
      "a verdict that there is not",
      buckets,
      { ...bucket, expect: "COMPLAINT" },
      'expect is "COMPLAINT", not one of COMPLIANT, NON_COMPLIANT, NOT_APPLICABLE, ERROR. Did you mean COMPLIANT?',
    ],
  ])("%s", (_what, rule, row, message) => {
    expect(outcome(rule, row)).toEqual({
      code: "RW8008",
      message: `The row "it is so" of rule ${rule.name}: ${message}`,
    });
  });

  test("several reasons, all at once", () => {
    const row = { ...few, ruleParameters: { MaxUser: "20" }, tag: {}, now: "" };
    expect(outcome(users, row)).toEqual({
      code: "RW8008",
      message: [
        `The row "it is so" of rule users-few: tag is not a member of a row. ${MEMBERS.subject}`,
        'The row "it is so" of rule users-few: the rule has no parameter MaxUser. Did you mean MaxUsers?',
        'The row "it is so" of rule users-few: now is "", which is not an ISO 8601 time.',
      ].join("\n"),
    });
  });
});

describe("a row fails where", () => {
  const failing = (message: string) => ({ code: "RW8002", message });
  test.each<[string, AnyRule, JsonObject, unknown]>([
    [
      "another verdict comes",
      buckets,
      { ...bucket, tags: {} },
      failing("Expected COMPLIANT, got NON_COMPLIANT: The AWS::S3::Bucket has no owner."),
    ],
    [
      "another annotation comes",
      buckets,
      { tags: {}, expect: "NON_COMPLIANT", annotation: /no tag/ },
      failing('Expected an annotation like /no tag/, got "The AWS::S3::Bucket has no owner."'),
    ],
    [
      "a verdict comes in place of an error",
      users,
      { ...few, expect: "ERROR", error: /-1 users/ },
      failing("Expected evaluate to throw an error like /-1 users/, got COMPLIANT: no annotation"),
    ],
    [
      "another error comes",
      users,
      { ...few, evidence: { count: -2 }, expect: "ERROR", error: /-1 users/ },
      failing('Expected an error like /-1 users/, got "There are -2 users."'),
    ],
    [
      "an error comes in place of a verdict",
      users,
      { ...few, evidence: { count: -1 } },
      { thrown: new RangeError("There are -1 users.") },
    ],
    [
      "a parameter cannot be read, whatever error is expected",
      users,
      { ...few, ruleParameters: { MaxUsers: "many" }, expect: "ERROR", error: /./ },
      failing('Parameter MaxUsers of rule users-few: "many" is not an integer.'),
    ],
  ])("%s", (_what, rule, row, expected) => {
    expect(outcome(rule, row)).toEqual(expected);
  });

  test("evaluate changes its input", () => {
    const rule: AnyRule = {
      ...buckets,
      evaluate: ({ configurationItem }) => {
        Object.assign(configurationItem.tags, { owner: "me" });
        return compliant();
      },
    };
    expect(outcome(rule, bucket)).toEqual({ thrown: expect.any(TypeError) });
  });

  test("evaluate returns what is no verdict", () => {
    const returns = (value: unknown): AnyRule => Object.assign({ ...buckets }, { evaluate: () => value });
    expect(outcome(returns("COMPLIANT"), bucket)).toEqual(
      failing('evaluate returned "COMPLIANT", which is no verdict.'),
    );
    expect(outcome(returns(5), { ...bucket, expect: "ERROR", error: /./ })).toEqual(
      failing("Expected evaluate to throw an error like /./, got 5"),
    );
  });
});
