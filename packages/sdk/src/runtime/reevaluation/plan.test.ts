import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  currentHash,
  parseState,
  planReevaluation,
  stateText,
  type DeployedRule,
  type ReevaluatedRule,
} from "./plan.ts";

const NOW = new Date("2026-01-15T12:00:00Z");
const SUFFIX = "-conformance-pack-a1b2c3d4e";
const A: ReevaluatedRule = { name: "a-rule", hash: "aaaaaaaa" };
const B: ReevaluatedRule = { name: "b-rule", hash: "bbbbbbbb" };

function deployed(name: string, given: Partial<DeployedRule> = {}): DeployedRule {
  return { name, isBusy: false, inputParameters: "{}", ...given };
}

const plan = (rules: readonly ReevaluatedRule[], state: string, copies: readonly DeployedRule[], now = NOW) =>
  planReevaluation(rules, parseState(state), copies, now);
const startedNames = (made: ReturnType<typeof plan>) =>
  made.calls.map((call) => call.flatMap(({ deployedNames }) => deployedNames));

describe("a rule is", () => {
  const copies = [deployed(`a-rule${SUFFIX}`), deployed(`b-rule${SUFFIX}`)];

  test("started under its deployed name where its hash is new", () => {
    const made = plan([A, B], "bbbbbbbb cccccccc", copies);
    expect(startedNames(made)).toEqual([[`a-rule${SUFFIX}`]]);
    expect(made).toMatchObject({ kept: ["bbbbbbbb"], waiting: [], missing: [] });
  });

  test("started again when it goes back to what it was, since the state forgets what no rule is", () => {
    const changed = { ...A, hash: "dddddddd" };
    const { kept, calls } = plan([changed, B], "aaaaaaaa bbbbbbbb", copies);
    const state = stateText([...kept, ...calls.flat().map(({ hash }) => hash)]);
    expect(state).toBe("bbbbbbbb dddddddd");
    expect(startedNames(plan([A, B], state, copies))).toEqual([[`a-rule${SUFFIX}`]]);
  });

  test.each([
    ["by its own name", "a-rule"],
    ["by an organization's name", "OrgConfigRule-a-rule-a1b2c3d4"],
  ])("found %s", (_what, name) => {
    expect(startedNames(plan([A], "", [deployed(name)]))).toEqual([[name]]);
  });

  test("not mistaken for another", () => {
    const others = ["a-rule-2", `xa-rule${SUFFIX}`, "securityhub-a-rule-1", "toString"].map((name) => deployed(name));
    expect(plan([A], "", others)).toEqual({ kept: [], calls: [], waiting: [], missing: ["a-rule"] });
  });

  test("left where it is busy, or not deployed, and its old hash is forgotten", () => {
    const made = plan([A, B], "99999999", [deployed(`a-rule${SUFFIX}`, { isBusy: true })]);
    expect(made).toEqual({ kept: [], calls: [], waiting: ["a-rule"], missing: ["b-rule"] });
  });

  test("not waited for where it is busy but has nothing new", () => {
    const made = plan([A], "aaaaaaaa", [deployed("a-rule", { isBusy: true })]);
    expect(made).toMatchObject({ kept: ["aaaaaaaa"], calls: [], waiting: [] });
  });
});

describe("a hash", () => {
  const exempted: ReevaluatedRule = { ...A, expires: ["2026-01-14", "2026-01-15", "2027-01-01"] };
  const hashAt = (time: string) => currentHash(exempted, [], new Date(time));

  test("is the built one until an exemption lapses, and then another at each", () => {
    expect(hashAt("2026-01-14T23:59:59.999Z")).toBe("aaaaaaaa");
    const hashes = ["2026-01-15T00:00:00Z", "2026-01-16T00:00:00Z", "2027-01-02T00:00:00Z"].map(hashAt);
    expect(new Set(["aaaaaaaa", ...hashes]).size).toBe(4);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{8}$/);
  });

  test("stands for what is deployed where the deployment has a say", () => {
    const promoted: ReevaluatedRule = { ...A, isPromoted: true };
    const of = (rule: ReevaluatedRule, ...texts: readonly string[]) =>
      currentHash(
        rule,
        texts.map((inputParameters) => deployed("a-rule", { inputParameters })),
        NOW,
      );
    expect(of(A, '{"days":"30"}')).toBe("aaaaaaaa");
    expect(of(promoted, '{"days":"30","level":"1"}')).not.toBe(of(promoted, '{"days":"60","level":"1"}'));
    expect(of(promoted, '{"days":"30","level":"1"}')).toBe(of(promoted, '{ "level": "1", "days": "30" }'));
    expect(of(promoted, "{}", '{"days":"30"}')).toBe(of(promoted, '{"days":"30"}', "{}"));
    expect(of(promoted, "no JSON")).toMatch(/^[0-9a-f]{8}$/);
    expect(of(promoted, "no JSON")).not.toBe(of(promoted, "no JSON either"));
  });
});

test("a state's text is never empty, sorted, without doubles, and read back as it was", () => {
  expect(stateText([])).toBe("none");
  expect(parseState("none").size).toBe(0);
  expect(stateText(["bbbbbbbb", "aaaaaaaa", "bbbbbbbb"])).toBe("aaaaaaaa bbbbbbbb");
  expect(parseState("initial aaaaaaaa,bbbbbbbb\n1234567890")).toEqual(new Set(["aaaaaaaa", "bbbbbbbb"]));
  expect(parseState("")).toEqual(new Set());
  const full = Array.from({ length: 130 }, (_, index) => index.toString(16).padStart(8, "0"));
  expect(stateText(full).length).toBeLessThan(4_096);
});

test("whatever is deployed, every rule is in one place and all its copies are in one call of at most 25", () => {
  const rule = fc.record({ copies: fc.nat({ max: 3 }), isBusy: fc.boolean(), isKnown: fc.boolean() });
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 60 }), (given) => {
      const rules = given.map((_, index) => ({ name: `rule-${index}`, hash: index.toString(16).padStart(8, "0") }));
      const copies = given.flatMap(({ copies: count, isBusy }, index) =>
        Array.from({ length: count }, (_, copy) =>
          deployed(`rule-${index}-conformance-pack-${copy}`, { isBusy: isBusy && copy === 0 }),
        ),
      );
      const state = new Set(rules.filter((_, index) => given[index]?.isKnown).map(({ hash }) => hash));
      const made = planReevaluation(rules, state, copies, NOW);
      for (const call of made.calls) {
        const names = call.flatMap(({ deployedNames }) => deployedNames);
        expect(names.length).toBeGreaterThan(0);
        expect(names.length).toBeLessThanOrEqual(25);
      }
      const started = made.calls.flat();
      expect([...started.map(({ hash }) => hash), ...made.kept].toSorted()).toEqual(
        rules
          .filter((_, index) => {
            const { copies: count, isBusy, isKnown } = given[index] ?? { copies: 0, isBusy: false, isKnown: false };
            return isKnown || (count > 0 && !isBusy);
          })
          .map(({ hash }) => hash),
      );
      for (const { hash, deployedNames } of started) {
        expect(deployedNames).toHaveLength(given[Number.parseInt(hash, 16)]?.copies ?? -1);
      }
    }),
  );
});
