import { describe, expect, test } from "@jest/globals";
import { compliant, definePeriodicRule, defineRule, nonCompliant, shown, untyped } from "../core/index.ts";
import { Checker, type CheckOptions } from "./checker.ts";
import { ACCOUNT, CAPTURED, TYPE, echo, entry, item, judge, judgeEvidence, run, source } from "./fixtures/judging.ts";

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
