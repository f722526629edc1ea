import { describe, expect, test } from "@jest/globals";
import {
  compliant,
  definePeriodicRule,
  parseEvidenceFile,
  toEvidenceFile,
  type AnyPeriodicRule,
  type Aws,
} from "@rulewright/sdk";
import { collectRule } from "./collect-rule.ts";
import { planJobs } from "./jobs.ts";
import { summarizeCollected, summaryText } from "./summary.ts";

const AT = new Date("2026-01-15T12:00:00.000Z");
const account = { accountId: "111122223333", region: "eu-west-1", partition: "aws" };
const aws: Aws = {
  client() {
    throw new Error("No client is wanted.");
  },
};

/** A rule that lists these subjects, whatever they are, and collects so. */
function ruleOf(subjects: readonly unknown[], members: Partial<AnyPeriodicRule> = {}): AnyPeriodicRule {
  const list = async function* () {
    // JavaScript rules may yield anything
    for (const subject of subjects) yield subject as { resourceId: string };
  };
  return bareRule({ list, collect: async ({ subject }) => ({ of: subject.resourceId }), ...members });
}

/** One that neither lists nor collects. */
function bareRule(members: Partial<AnyPeriodicRule> = {}): AnyPeriodicRule {
  const rule: AnyPeriodicRule = definePeriodicRule({
    name: "r",
    description: "A rule.",
    severity: "LOW",
    resourceTypes: ["AWS::IAM::User"],
    schedule: "One_Hour",
    scope: "global",
    evaluate: () => compliant(),
  });
  return { ...rule, ...members };
}

const collect = (rule: AnyPeriodicRule) => collectRule({ rule, account, parameters: {} }, aws, AT);

describe("a rule's evidence", () => {
  test("is recorded in the order of the list, whichever subject is ready first", async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `u-${index}`);
    const rule = ruleOf(
      ids.map((resourceId) => ({ resourceId })),
      {
        collect: ({ subject: { resourceId } }) =>
          new Promise((resolve) => setTimeout(() => resolve(resourceId), 30 - Number(resourceId.slice(2)))),
      },
    );
    const { entry, listingError } = await collect(rule);
    expect(entry.subjects.map((record) => ("error" in record ? undefined : record.evidence))).toEqual(ids);
    expect({ ...entry, subjects: [], listingError }).toEqual({
      rule: "r",
      accountId: "111122223333",
      region: "eu-west-1",
      collectedAt: AT,
      listed: true,
      subjects: [],
    });
  });

  test.each<[string, () => Promise<unknown>, object]>([
    [
      "throws",
      () => Promise.reject(Object.assign(new Error("No."), { name: "AccessDenied" })),
      { code: "AccessDenied", message: "No." },
    ],
    [
      "throws at once",
      () => {
        throw new Error("No.");
      },
      { code: "Error", message: "No." },
    ],
    [
      "gives what a file cannot hold",
      async () => new Map(),
      { code: "RW1020", message: expect.stringMatching(/^r\.evidence is an instance of Map/) },
    ],
  ])("of a subject whose collect %s is that subject's error alone", async (_what, failing, error) => {
    const rule = ruleOf([{ resourceId: "a" }, { resourceId: "b" }], {
      collect: ({ subject }) => (subject.resourceId === "a" ? failing() : Promise.resolve({ at: AT })),
    });
    const { entry } = await collect(rule);
    expect(entry).toMatchObject({
      listed: true,
      subjects: [
        { subject: { resourceId: "a" }, error },
        { subject: { resourceId: "b" }, evidence: { at: AT } },
      ],
    });
    expect(parseEvidenceFile(toEvidenceFile([entry]))).toEqual([entry]);
  });

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["no id", {}],
    ["an empty id", { resourceId: "" }],
    ["another type", { resourceId: "a", resourceType: "AWS::S3::Bucket" }],
    ["what a file cannot hold", { resourceId: "a", act: () => 1 }],
  ])("of a list that yields %s is incomplete; the others are recorded", async (_what, subject) => {
    const { entry, listingError } = await collect(ruleOf([subject, { resourceId: "b" }]));
    expect(entry).toMatchObject({ listed: false, subjects: [{ subject: { resourceId: "b" } }] });
    expect(listingError).toEqual({ code: "RW2022", message: expect.stringContaining("is no subject") });
  });

  test("of a list that fails is what was listed before", async () => {
    const list = async function* () {
      yield { resourceId: "a" };
      throw new Error("page 2");
    };
    const { entry, listingError } = await collect(ruleOf([], { list }));
    expect(entry).toMatchObject({ listed: false, subjects: [{ subject: { resourceId: "a" }, evidence: { of: "a" } }] });
    expect(listingError).toEqual({ code: "Error", message: "page 2" });
  });

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["one subject alone", { resourceId: "a" }],
    ["a promise", Promise.resolve([{ resourceId: "a" }])],
  ])("of a list that returns %s is incomplete, and not about the account", async (_what, returned) => {
    const list = () => returned as ReturnType<NonNullable<AnyPeriodicRule["list"]>>; // JavaScript may return anything
    const { entry, listingError } = await collect(bareRule({ list }));
    expect(entry).toMatchObject({ listed: false, subjects: [] });
    expect(listingError).toEqual({
      code: "RW2022",
      message: expect.stringMatching(
        /^list of rule r returned .+, which yields no subjects; make it an async generator\.$/,
      ),
    });
  });

  test("without a list is about the account; without collect there is none", async () => {
    const { entry } = await collect(bareRule({ resourceTypes: ["AWS::::Account"] }));
    const subject = { resourceId: "111122223333", resourceType: "AWS::::Account" };
    expect(entry.subjects).toEqual([{ subject, evidence: undefined }]);
    expect(JSON.stringify(toEvidenceFile([entry]))).toContain(`"subjects":[{"subject":${JSON.stringify(subject)}}]`);
  });
});

describe("a plan", () => {
  const plan = (members: Partial<AnyPeriodicRule>, regions: readonly string[]) =>
    planJobs([ruleOf([], members)], new Map(), account, regions);
  const places = (members: Partial<AnyPeriodicRule>, regions: readonly string[]) =>
    plan(members, regions).jobs.map((job) => job.account.region);

  test("has a global rule once, a regional one in every Region that has it", () => {
    expect(places({}, ["eu-west-1", "us-east-1"])).toEqual(["eu-west-1"]);
    expect(places({ regions: ["us-east-1"] }, ["eu-west-1", "us-east-1"])).toEqual(["us-east-1"]);
    expect(places({ regions: ["us-east-1"] }, ["eu-west-1"])).toEqual(["us-east-1"]);
    expect(places({ scope: "regional" }, ["eu-west-1", "us-east-1"])).toEqual(["eu-west-1", "us-east-1"]);
    expect(places({ scope: "regional", regions: ["us-east-1"] }, ["eu-west-1", "us-east-1"])).toEqual(["us-east-1"]);
    expect(plan({ scope: "regional", regions: ["us-east-1"] }, ["eu-west-1"])).toEqual({ jobs: [], nowhere: ["r"] });
  });

  test("has the values of parameters, and is none where one is missing", () => {
    const parameters = { a: { type: "integer", description: "A.", required: true } } as const;
    const rule = ruleOf([], { parameters });
    const [job] = planJobs([rule], new Map([["r", { a: "3" }]]), account, ["eu-west-1"]).jobs;
    expect(job?.parameters).toEqual({ a: 3 });
    expect(() => planJobs([rule], new Map(), account, ["eu-west-1"])).toThrow(/RW1001: Rule r lacks/);
  });
});

test("the summary shows few failures, and counts the others", async () => {
  const rule = ruleOf(
    Array.from({ length: 30 }, (_, index) => ({ resourceId: `u-${index}` })),
    { collect: () => Promise.reject(new Error("No.")) },
  );
  const made = summarizeCollected([await collect(rule)]);
  const text = summaryText({
    version: 1,
    file: "evidence.json",
    accountId: "111122223333",
    collectedAt: AT.toISOString(),
    notAvailable: ["other"],
    ...made,
  });
  expect(made.failures).toHaveLength(30);
  expect(text.match(/^Error: No\.\n {2}r · u-\d+ · eu-west-1$/gm)).toHaveLength(20);
  expect(text).toMatch(/… and 10 more\n\nother is not available in these Regions\.\nevidence\.json: 1 rule, 30 /);
});
