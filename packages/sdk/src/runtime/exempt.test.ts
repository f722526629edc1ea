import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { changeEvent, configurationItem, FIXTURE, oversizedEvent, scheduledEvent } from "@rulewright/testing";
import type { BundledExemption, ExemptAs } from "../core/exemptions/exemption.ts";
import { exempting } from "./exempt.ts";
import { remaining, RULE_NAME, startRuntime, type TestRuntime } from "./fixtures/runtime.ts";
import { listingRule, subjects, taggedRule } from "./fixtures/rules.ts";
import type { AnyRule } from "../core/any-rule.ts";
import type { OnError, RuleTable } from "./route.ts";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await startRuntime();
});
afterEach(() => runtime.close());

const TODAY = FIXTURE.now.slice(0, 10);
const YESTERDAY = "2026-01-14";
const EXEMPT = `Exempt until ${TODAY} (RISK-17): It is bad.`;
const DEPLOYED = `${RULE_NAME}-conformance-pack-a1b2c3d4e`;

function exemption(given: Partial<BundledExemption> = {}): BundledExemption {
  const everything = given.tags ? {} : { resourceIds: ["*"] };
  return { id: "RISK-17", rules: [RULE_NAME], accounts: [FIXTURE.accountId], expires: TODAY, ...everything, ...given };
}

interface Choice {
  readonly exemptAs?: ExemptAs;
  readonly onError?: OnError;
}

function table(rule: AnyRule, given: Partial<BundledExemption> = {}, { exemptAs, onError }: Choice = {}): RuleTable {
  const binding = { load: async () => rule, exempt: exempting([exemption(given)], exemptAs) };
  return { [RULE_NAME]: onError ? { ...binding, onError } : binding };
}

const bucket = (members: object = {}) =>
  configurationItem("AWS::S3::Bucket", {
    resourceId: "bucket",
    configurationStateId: 7,
    tags: { verdict: "NON_COMPLIANT", Stage: "sandbox-1" },
    ...members,
  });

/** What Config shows for a bucket that is judged NON_COMPLIANT. */
async function shownOf(given: Partial<BundledExemption>, members: object = {}): Promise<readonly string[]> {
  const { failure } = await runtime.run(table(taggedRule(), given), changeEvent(bucket(members)));
  expect(failure).toBeUndefined();
  return runtime.stored();
}

describe("an exempted resource", () => {
  test.each<[ExemptAs | undefined, string]>([
    [undefined, "NOT_APPLICABLE"],
    ["not-applicable", "NOT_APPLICABLE"],
    ["compliant", "COMPLIANT"],
    ["non-compliant", "NON_COMPLIANT"],
  ])("is shown, for exemptAs %s, as %s with the day and the id", async (exemptAs, complianceType) => {
    const choice = exemptAs ? { exemptAs } : {};
    const { failure, log } = await runtime.run(table(taggedRule(), {}, choice), changeEvent(bucket()));
    expect(failure).toBeUndefined();
    expect(runtime.stored()).toEqual([`bucket ${complianceType}: ${EXEMPT}`]);
    expect(log).toMatchObject([{ message: "Reported.", exempt: 1 }]);
  });

  test("is found by the rule's own name, under the name that a pack deploys it by", async () => {
    runtime.endpoint.state.config.registerRule(DEPLOYED, { resultToken: DEPLOYED });
    const event = changeEvent(bucket(), { configRuleName: DEPLOYED, resultToken: DEPLOYED });
    await runtime.run(table(taggedRule()), event);
    expect(runtime.stored(DEPLOYED)).toEqual([`bucket NOT_APPLICABLE: ${EXEMPT}`]);
  });

  test.each<[string, Partial<BundledExemption>, object]>([
    ["its Region", { regions: ["eu-*"] }, {}],
    ["the Region global", { regions: ["global"] }, { awsRegion: "global" }],
    ["its type", { resourceTypes: ["AWS::S3::*"] }, {}],
    ["its id", { resourceIds: ["buck*"] }, {}],
    ["its tags", { tags: [{ key: "Stage", pattern: "sandbox-*" }] }, {}],
  ])("is covered by %s", async (_what, given, members) => {
    expect(await shownOf(given, members)).toEqual([`bucket NOT_APPLICABLE: ${EXEMPT}`]);
  });

  test("is covered by the tags of an item that was too large for the event", async () => {
    runtime.endpoint.state.config.addEventItem(bucket());
    const tags = [{ key: "Stage", pattern: "sandbox-1" }];
    await runtime.run(table(taggedRule(), { tags }), oversizedEvent(bucket()));
    expect(runtime.stored()).toEqual([`bucket NOT_APPLICABLE: ${EXEMPT}`]);
  });

  test("takes the place of what Config showed before", async () => {
    await runtime.seed([{ resourceId: "bucket", resourceType: "AWS::S3::Bucket", complianceType: "COMPLIANT" }]);
    await runtime.run(table(taggedRule()), changeEvent(bucket()));
    expect(runtime.stored()).toEqual([`bucket NOT_APPLICABLE: ${EXEMPT}`]);
  });

  test("of a hybrid's schedule is covered by the tags of its newest item", async () => {
    runtime.endpoint.state.config.addEventItem(bucket());
    const rule = taggedRule({ schedule: "TwentyFour_Hours" });
    const { failure } = await runtime.run(
      table(rule, { tags: [{ key: "Stage", pattern: "*" }] }),
      scheduledEvent(),
      {},
      remaining(60_000),
    );
    expect(failure).toBeUndefined();
    expect(runtime.stored()).toEqual([`bucket NOT_APPLICABLE: ${EXEMPT}`]);
  });
});

describe("a resource stays NON_COMPLIANT", () => {
  test.each<[string, Partial<BundledExemption>]>([
    ["once the exemption has expired", { expires: YESTERDAY }],
    ["in another account", { accounts: ["999900001111"] }],
    ["for an exemption from another rule", { rules: ["other-rule"] }],
    ["for an exemption from the deployed name", { rules: [DEPLOYED] }],
    ["in another Region", { regions: ["us-*", "global"] }],
    ["with another tag", { tags: [{ key: "Stage", pattern: "live" }] }],
    ["with another id", { resourceIds: ["other"] }],
  ])("%s", async (_what, given) => {
    expect(await shownOf(given)).toEqual(["bucket NON_COMPLIANT: It is bad."]);
  });

  test("where the rule's author allows no exemption", async () => {
    await runtime.run(table(taggedRule({ exemptible: false })), changeEvent(bucket()));
    expect(runtime.stored()).toEqual(["bucket NON_COMPLIANT: It is bad."]);
  });

  test("at the event that is the first after the expiry, in a function that had exempted it", async () => {
    const handler = runtime.handler(table(taggedRule()));
    await runtime.invoke(handler, changeEvent(bucket()));
    const now = "2026-01-16T00:00:00.000Z";
    await runtime.invoke(handler, changeEvent(bucket({ configurationItemCaptureTime: now }), { now }));
    expect(runtime.stored()).toEqual(["bucket NON_COMPLIANT: It is bad."]);
  });
});

describe("an exemption touches nothing but NON_COMPLIANT", () => {
  test.each([
    ["COMPLIANT", "bucket COMPLIANT"],
    ["NOT_APPLICABLE", "bucket NOT_APPLICABLE"],
  ])("%s", async (verdict, stored) => {
    expect(await shownOf({}, { tags: { verdict } })).toEqual([stored]);
  });

  test.each<[OnError, string]>([
    ["not-applicable", "NOT_APPLICABLE"],
    ["non-compliant", "NON_COMPLIANT"],
  ])("a failure, whatever onError: %s", async (onError, complianceType) => {
    const rules = table(taggedRule(), {}, { onError, exemptAs: "compliant" });
    const { failure } = await runtime.run(rules, changeEvent(bucket({ tags: { verdict: "throws" } })));
    expect(failure).toMatch(/^RW2030/);
    expect(runtime.stored()).toEqual([`bucket ${complianceType}: Not evaluated: TypeError It cannot be judged.`]);
  });
});

describe("a periodic rule's subjects", () => {
  const run = (listed: Parameters<typeof listingRule>[0], given: Partial<BundledExemption>, choice: Choice = {}) =>
    runtime.run(table(listingRule(listed), given, choice), scheduledEvent(), {}, remaining(60_000));

  test("are exempted by id, in the Region global where the rule is global", async () => {
    await run(subjects("bad-1", "bad-2", "good-1"), { resourceIds: ["bad-1"], regions: ["global"] });
    expect(runtime.stored()).toEqual([
      `bad-1 NOT_APPLICABLE: ${EXEMPT}`,
      "bad-2 NON_COMPLIANT: It is bad.",
      "good-1 COMPLIANT",
    ]);
  });

  test("are in the event's Region where the rule is regional", async () => {
    const rule = listingRule(subjects("bad-1"), { scope: "regional" });
    await runtime.run(table(rule, { regions: [FIXTURE.region] }), scheduledEvent(), {}, remaining(60_000));
    expect(runtime.stored()).toEqual([`bad-1 NOT_APPLICABLE: ${EXEMPT}`]);
  });

  test("are never exempted by tags, which nobody knows", async () => {
    const subject = { resourceId: "bad-1", tags: { Stage: "sandbox" } };
    await run([subject], { tags: [{ key: "Stage", pattern: "*" }] });
    expect(runtime.stored()).toEqual(["bad-1 NON_COMPLIANT: It is bad."]);
  });

  /** Two subjects of one user, each judged by a word. */
  const twoKeys = (first: string, second: string, choice: Choice) => {
    const words = new Map(subjects("user", "user").map((subject, index) => [subject, index === 0 ? first : second]));
    const base = listingRule([]);
    const rule = listingRule(words.keys(), {
      evaluate: (context) => base.evaluate({ ...context, subject: { resourceId: words.get(context.subject) ?? "" } }),
    });
    return runtime.run(table(rule, {}, choice), scheduledEvent(), {}, remaining(60_000));
  };

  test.each([
    ["good", "bad"],
    ["bad", "good"],
  ])("of which one is exempt and one complies (%s, %s) are no COMPLIANT resource", async (first, second) => {
    await twoKeys(first, second, {});
    expect(runtime.stored()).toEqual([`user NOT_APPLICABLE: ${EXEMPT}`]);
  });

  test.each<ExemptAs>(["compliant", "not-applicable", "non-compliant"])(
    "of which one is exempt, as %s, and one fails are a failure",
    async (exemptAs) => {
      const { failure } = await twoKeys("bad", "throws", { exemptAs });
      expect(failure).toMatch(/^RW2030/);
      expect(runtime.stored()).toEqual(["user NOT_APPLICABLE: Not evaluated: TypeError It cannot be judged."]);
    },
  );
});
