import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  ACCOUNTS,
  ORGANIZATION,
  artifacts,
  observation,
  packTemplate,
  release,
  rollout,
  target,
} from "./fixtures/samples.ts";
import { after } from "./fixtures/simulate.ts";
import type { Observation, StackState } from "./observation.ts";
import type { PlanInput } from "./plan-input.ts";
import { planPublish } from "./plan-publish.ts";
import { toRelease } from "./release.ts";
import { pendingDependencies, pendingSteps, removals, type Plan } from "./step.ts";
import type { Rollout, Target, Topology } from "./target.ts";

const ROOT = "r-ab12";
const ORGANIZATIONAL: Partial<Target> = { organizationalUnits: [ROOT] };

function inputOf(topology: Topology, changes: Partial<Rollout> = {}, seen: Partial<Observation> = {}): PlanInput {
  const to = target({ topology, ...(topology === "account" ? {} : ORGANIZATIONAL) });
  const organization = topology === "account" ? {} : { organization: ORGANIZATION };
  return {
    release: release(to),
    target: to,
    rollout: rollout(changes),
    observation: observation({ ...organization, ...seen }),
  };
}

const actions = (plan: Plan) => pendingSteps(plan).map(({ id, action }) => `${id} ${action}`);

describe("a first publication", () => {
  test("to an account uploads to every Region, records, creates a stack in each, and settles", () => {
    const plan = planPublish(inputOf("account"));
    expect(actions(plan)).toEqual([
      "upload/eu-west-1/change-0123456789abcdef.zip create",
      expect.stringMatching(/^upload\/eu-west-1\/stack-[0-9a-f]{16}\.template\.yaml create$/),
      "upload/us-east-1/change-0123456789abcdef.zip create",
      expect.stringMatching(/^upload\/us-east-1\/stack-[0-9a-f]{16}\.template\.yaml create$/),
      "begin create",
      "stack/eu-west-1 create",
      "stack/us-east-1 create",
      "finish create",
    ]);
    expect(plan.notes).toEqual(["Rules about the account itself are deployed once, in us-east-1."]);
  });

  test("says which rules none of the Regions has, and where the global ones go", () => {
    const limited = (name: string, regions: readonly string[]) => ({
      name,
      scope: "global",
      regions,
      switch: "Deploy",
    });
    const manifest = { rules: [limited("far", ["us-west-2"]), limited("near", ["eu-west-1"])] };
    const input = inputOf("account");
    const plan = planPublish({ ...input, release: toRelease(artifacts({ manifest }), input.target, {}) });
    expect(plan.notes).toEqual(["Rules of other Regions (us-west-2) are not deployed: far."]);
  });

  test("to an organization's accounts says that the management account needs a stack of its own", () => {
    const plan = planPublish(inputOf("stack-set"));
    expect(actions(plan).filter((each) => !each.startsWith("upload"))).toEqual([
      "begin create",
      "stack-set create",
      "stack-instances create",
      "stack/eu-west-1 create",
      "stack/us-east-1 create",
      "finish create",
    ]);
    expect(plan.steps.find(({ id }) => id === "stack-instances")?.summary).toBe("create 6 stacks in 2 Regions");
    expect(plan.notes[0]).toBe("Stack sets skip the management account 111111111111: an ordinary stack covers it.");
  });

  test("by a delegated administrator leaves the management account out, and says so", () => {
    const plan = planPublish(inputOf("stack-set", {}, { accountId: ACCOUNTS[1] }));
    expect(plan.steps.filter(({ kind }) => kind === "stack")).toEqual([]);
    expect(plan.notes[0]).toMatch(/it is not covered by this publication\.$/);
  });

  test("as an organization pack excludes the accounts outside of the units by id", () => {
    const plan = planPublish(inputOf("organization-pack"));
    expect(actions(plan).filter((each) => !each.startsWith("upload"))).toEqual([
      "begin create",
      "organization-pack/eu-west-1 create",
      "organization-pack/us-east-1 create",
      "finish create",
    ]);
    expect(plan.steps.find(({ kind }) => kind === "organization-pack")).toMatchObject({
      excludedAccounts: ["555555555555"],
    });
    expect(plan.notes).toContainEqual(expect.stringMatching(/the 1 accounts outside of them are excluded by id/));
  });
});

describe("what is there already", () => {
  const at = (status: string, changes: Partial<StackState> = {}): StackState => ({
    id: "id",
    status,
    changedAt: new Date(0),
    ...changes,
  });
  const ours = release().hash;

  test.each<[string, StackState, string]>([
    ["a stack at the release", at("UPDATE_COMPLETE", { release: ours }), "none"],
    ["one that went back to it", at("UPDATE_ROLLBACK_COMPLETE", { release: ours }), "none"],
    ["a stack at another release", at("CREATE_COMPLETE", { release: "other" }), "update"],
    ["a stack of nobody's", at("CREATE_COMPLETE"), "update"],
    ["one that never came to be", at("ROLLBACK_COMPLETE", { release: ours }), "replace"],
    ["one whose deletion failed", at("DELETE_FAILED", { release: ours }), "replace"],
    ["one that is gone", at("DELETE_COMPLETE", { release: ours }), "create"],
    ["one under way", at("UPDATE_IN_PROGRESS", { release: ours }), "wait"],
    ["one being rolled back", at("UPDATE_ROLLBACK_IN_PROGRESS", { release: ours }), "wait"],
    ["one that needs a person", at("UPDATE_ROLLBACK_FAILED", { release: ours }), "wait"],
  ])("%s", (_what, stack, action) => {
    const plan = planPublish(inputOf("account", {}, { stacks: new Map([["eu-west-1", stack]]) }));
    expect(plan.steps.find(({ id }) => id === "stack/eu-west-1")?.action).toBe(action);
  });

  test("in a Region that was dropped is deleted once the others are done, and told as a removal", () => {
    const stacks = new Map([["ap-south-1", at("CREATE_COMPLETE", { release: ours })]]);
    const plan = planPublish(inputOf("account", {}, { stacks }));
    expect(removals(plan)).toMatchObject([
      { id: "delete-stack/ap-south-1", dependsOn: ["stack/eu-west-1", "stack/us-east-1"] },
    ]);
    expect(plan.steps.at(-1)?.dependsOn).toContain("delete-stack/ap-south-1");
  });

  test("in accounts and Regions outside of a stack set's target is deleted before anything else is done", () => {
    const [, second, third] = ACCOUNTS;
    const instances = [
      ...["eu-west-1", "us-east-1", "ap-south-1"].map((region) => ({
        account: second,
        region,
        status: "CURRENT" as const,
      })),
      { account: "999999999999", region: "eu-west-1", status: "CURRENT" as const },
      {
        account: third,
        region: "ap-south-1",
        status: "OUTDATED" as const,
        detailedStatus: "SKIPPED_SUSPENDED_ACCOUNT",
      },
    ];
    const plan = planPublish(inputOf("stack-set", {}, { stackSet: { isBusy: false, instances } }));
    expect(removals(plan)).toMatchObject([
      {
        summary:
          "delete 2 stacks of rulewright-baseline outside of the target: ap-south-1, eu-west-1 of 222222222222, 999999999999",
      },
    ]);
    expect(plan.steps.find(({ id }) => id === "stack-set")?.dependsOn).toEqual(["begin", "delete-stack-instances"]);
  });

  test("of another topology stays, and is told of", () => {
    const former = { regions: ["eu-west-1"], topologies: ["account" as const, "stack-set" as const] };
    const plan = planPublish(inputOf("stack-set", {}, { former }));
    expect(plan.notes).toContain("baseline was published as account before: publish does not remove that.");
  });

  test("of AWS Config is told where it does not record", () => {
    const plan = planPublish(inputOf("account", {}, { unrecorded: ["us-east-1"] }));
    expect(plan.notes[0]).toMatch(/^RW4016: .* 111111111111, us-east-1: .*`rulewright doctor .*--regions us-east-1`/);
  });

  test("in other accounts' failed stacks is tried again, what AWS cannot update is named", () => {
    const to = target({ topology: "stack-set", ...ORGANIZATIONAL });
    const instances = ACCOUNTS.slice(1).flatMap((account) =>
      to.regions.map((region) => ({ account, region, status: "CURRENT" as const })),
    );
    const [first, second, ...rest] = instances;
    if (!first || !second) throw new Error("two instances");
    const seen = {
      stackSet: {
        release: release(to).hash,
        isBusy: false,
        instances: [{ ...first, status: "OUTDATED" as const }, { ...second, status: "INOPERABLE" as const }, ...rest],
      },
    };
    const step = planPublish(inputOf("stack-set", {}, seen)).steps.find(({ id }) => id === "stack-instances");
    expect(step).toMatchObject({ action: "update", summary: "bring 2 stacks to the release in 2 Regions" });
  });

  test("of suspended accounts is no reason to deploy", () => {
    const to = target({ topology: "stack-set", ...ORGANIZATIONAL });
    const instances = ACCOUNTS.slice(1).flatMap((account) =>
      to.regions.map((region) => ({
        account,
        region,
        status: "OUTDATED" as const,
        detailedStatus: "SKIPPED_SUSPENDED_ACCOUNT",
      })),
    );
    const stackSet = { release: release(to).hash, isBusy: false, instances };
    const plan = planPublish(inputOf("stack-set", {}, { stackSet }));
    expect(plan.steps.find(({ id }) => id === "stack-instances")?.action).toBe("none");
  });
});

describe("waves", () => {
  test("let one Region go ahead, and the rest wait for the pause", () => {
    const plan = planPublish(inputOf("account", { waves: true, bakeMinutes: 20 }));
    const by = new Map(plan.steps.map((step) => [step.id, step]));
    expect(by.get("stack/us-east-1")?.dependsOn).toEqual(["bake"]);
    expect(by.get("bake")).toMatchObject({ action: "wait", minutes: 20, dependsOn: ["stack/eu-west-1"] });
  });

  test("count the pause from the first wave's end when it was interrupted", () => {
    const first = { id: "id", status: "CREATE_COMPLETE", release: release().hash };
    const plan = (minutesAgo: number) => {
      const changedAt = new Date(observation().now.getTime() - minutesAgo * 60_000);
      const stacks = new Map([["eu-west-1", { ...first, changedAt }]]);
      return planPublish(inputOf("account", { waves: true, bakeMinutes: 20 }, { stacks }));
    };
    expect(plan(5).steps.find(({ id }) => id === "bake")).toMatchObject({
      action: "wait",
      until: "2026-01-15T12:15:00.000Z",
    });
    expect(plan(30).steps.find(({ id }) => id === "bake")).toMatchObject({
      action: "wait",
      summary: "look at the first wave: alarms and state",
    });
  });

  test("begin with the account that is named, or with one of the target", () => {
    const named = planPublish(inputOf("stack-set", { waves: true, firstAccount: ACCOUNTS[2] }));
    expect(named.steps.find(({ id }) => id === "stack-instances/first")).toMatchObject({ onlyAccounts: [ACCOUNTS[2]] });
    const chosen = planPublish(inputOf("stack-set", { waves: true }));
    expect(chosen.steps.find(({ id }) => id === "stack-instances/first")).toMatchObject({
      onlyAccounts: [ACCOUNTS[1]],
    });
    expect(() => planPublish(inputOf("stack-set", { waves: true, firstAccount: "999999999999" }))).toThrow(
      /first account 999999999999/,
    );
  });
});

test("a step waits for what lies beyond one that needs nothing done", () => {
  const stack = { id: "id", status: "CREATE_COMPLETE", release: release().hash, changedAt: new Date(0) };
  const plan = planPublish(inputOf("account", { waves: true }, { stacks: new Map([["us-east-1", stack]]) }));
  expect(plan.steps.find(({ id }) => id === "bake")?.action).toBe("none");
  expect(pendingDependencies(plan).get("finish")).toEqual(["stack/eu-west-1"]);
});

test("a target without accounts is refused", () => {
  const to = { topology: "stack-set" as const, ...ORGANIZATIONAL, accounts: ["999999999999"] };
  const input = { ...inputOf("stack-set"), target: target(to) };
  expect(() => planPublish(input)).toThrow(/No active account of r-ab12/);
});

/** Carries out the first `count` steps that are left, in an order that their dependencies allow. */
function run(input: PlanInput, count: number, pick: (length: number) => number): PlanInput {
  let seen = input;
  const plan = planPublish(input);
  const dependencies = pendingDependencies(plan);
  const left = new Map(pendingSteps(plan).map((step) => [step.id, step]));
  for (let done = 0; done < count && left.size > 0; done += 1) {
    const ready = [...left.values()].filter(({ id }) => dependencies.get(id)?.every((each) => !left.has(each)));
    const step = ready[pick(ready.length)];
    if (!step) throw new Error("no step is ready");
    left.delete(step.id);
    seen = Object.assign({}, seen, { observation: after(step, seen) });
  }
  return seen;
}

const worlds = fc.record({
  topology: fc.constantFrom<Topology>("account", "stack-set", "organization-pack"),
  waves: fc.boolean(),
  hasEarlier: fc.boolean(),
  interruptions: fc.array(fc.nat(12), { maxLength: 4 }),
  picks: fc.infiniteStream(fc.nat(100)),
});

describe("whatever was done before", () => {
  const start = (topology: Topology, waves: boolean, hasEarlier: boolean) => {
    const input = inputOf(topology, { waves, bakeMinutes: waves ? 10 : 0 });
    if (!hasEarlier) return input;
    const other = toRelease(artifacts({ template: packTemplate({ own: {} }) }), input.target, {});
    const done = run({ ...input, release: other }, 100, () => 0);
    return { ...input, observation: done.observation };
  };

  test("the plan after any part of the steps is the rest, and that of a finished publication does nothing", () => {
    fc.assert(
      fc.property(worlds, ({ topology, waves, hasEarlier, interruptions, picks }) => {
        const pick = (length: number) => (picks.next().value ?? 0) % length;
        let input = start(topology, waves, hasEarlier);
        for (const count of interruptions) {
          const before = pendingSteps(planPublish(input)).map(({ id }) => id);
          input = run(input, count, pick);
          const left = pendingSteps(planPublish(input)).map(({ id }) => id);
          expect(before).toEqual(expect.arrayContaining(left));
        }
        input = run(input, 100, pick);
        expect(pendingSteps(planPublish(input))).toEqual([]);
        expect(input.observation.pointer.current).toBe(input.release.hash);
        expect(input.observation.pointer.pending).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  test("every step depends on steps of the plan only, and ids are unique", () => {
    fc.assert(
      fc.property(worlds, ({ topology, waves, hasEarlier }) => {
        const { steps } = planPublish(start(topology, waves, hasEarlier));
        const ids = steps.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const [index, { dependsOn }] of steps.entries()) {
          for (const id of dependsOn) expect(ids.slice(0, index)).toContain(id);
        }
      }),
      { numRuns: 50 },
    );
  });
});
