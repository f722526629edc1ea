import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { destroyCommand } from "../commands/destroy.ts";
import { diffCommand } from "../commands/diff.ts";
import { publishCommand, type PublishOptions } from "../commands/publish.ts";
import { rollbackCommand } from "../commands/rollback.ts";
import { ACCOUNT, PLACE, REGIONS, startDeployment, type Deployment } from "./fixtures/deployment.ts";

const member = (number: number) => `2222${String(number).padStart(8, "0")}`;
let at: Deployment;
let folder: string;
beforeEach(async () => {
  at = await startDeployment();
  at.endpoint.state.organization.create({
    managementAccount: ACCOUNT,
    trustedAccess: ["member.org.stacksets.cloudformation.amazonaws.com"],
    ous: [{ name: "production" }, { name: "sandbox" }],
    accounts: [
      { id: member(1), ou: "production" },
      { id: member(2), ou: "production" },
      { id: member(3), ou: "sandbox" },
    ],
  });
  folder = await at.pack("one");
});
afterEach(() => at.close());

const [PRODUCTION, SANDBOX, ROOT] = ["ou-ex01-00000001", "ou-ex01-00000002", "r-ex01"];
const STRICT = { name: "strict", ous: [PRODUCTION], parameters: { Threshold: 1 } };
const RELAXED = { name: "relaxed", ous: [SANDBOX], regions: ["us-east-1"], parameters: { Threshold: 5 } };

/** JSON is YAML. */
async function publish(targets: unknown, options: Partial<PublishOptions> = {}) {
  const file = join(folder, "targets.yaml");
  await writeFile(file, JSON.stringify(targets));
  const all = { ...PLACE, out: "dist", topology: "stack-set", targets: file, ...options };
  return at.run((io) => publishCommand([folder], all, io));
}
const setOf = (variant: string, region: string) =>
  at.endpoint.state.cloudFormation.stackSets.find({ account: ACCOUNT, region }, `rulewright-baseline${variant}`);
const whoHas = (variant: string, region: string) =>
  [...(setOf(variant, region)?.instances.values() ?? [])].map((each) => `${each.account} ${each.region}`).toSorted();
const places = (number: number, regions: readonly string[] = REGIONS) =>
  regions.map((region) => `${member(number)} ${region}`);

describe("targets of a file", () => {
  test("get a stack set each, with parameters and Regions of their own; nothing is done the second time", async () => {
    expect(await publish([STRICT, RELAXED])).toMatchObject({ code: 0, err: "" });
    expect(whoHas("-strict", "eu-west-1")).toEqual([...places(1), ...places(2)]);
    expect(whoHas("-relaxed", "us-east-1")).toEqual(places(3, ["us-east-1"]));
    const thresholds = [setOf("-strict", "eu-west-1"), setOf("-relaxed", "us-east-1")].map((set) =>
      set?.content.parameters.get("Threshold"),
    );
    expect(thresholds).toEqual(["1", "5"]);
    const again = await publish([STRICT, RELAXED]);
    expect(again.out.match(/Nothing to do/g)).toHaveLength(2);
  });

  test("are shown by the plan with who gets which, and whether the management account does", async () => {
    const planned = await publish([{ ...STRICT, ous: [ROOT], excludeAccounts: [member(3)] }, RELAXED], { plan: true });
    expect(planned.out).toMatch(/note: strict goes to 222200000001, 222200000002\./);
    expect(planned.out).toMatch(/note: relaxed goes to 222200000003\./);
    expect(planned.out.match(/an ordinary stack covers it/g)).toHaveLength(1);
    const json = await publish([STRICT, RELAXED], { plan: true, json: true });
    expect(JSON.parse(json.out)).toMatchObject({
      plans: [
        { variant: "strict", accounts: [member(1), member(2)] },
        { variant: "relaxed", accounts: [member(3)] },
      ],
    });
  });

  test("that share an account are refused, before anything is done", async () => {
    const ended = await publish([STRICT, { ...RELAXED, ous: [ROOT] }]);
    expect(ended.error).toMatchObject({
      code: "RW4009",
      message: `Accounts belong to two targets each: ${member(1)} (strict, relaxed), ${member(2)} (strict, relaxed).`,
    });
    expect(at.endpoint.calls.some(({ operation }) => operation === "CreateStackSet")).toBe(false);
  });

  test("may exchange accounts: what one loses goes before the other gets it, agreed to by name", async () => {
    await publish([STRICT, RELAXED]);
    const moved = [
      { ...STRICT, excludeAccounts: [member(2)] },
      { ...RELAXED, ous: [ROOT], accounts: [member(2), member(3)] },
    ];
    expect((await publish(moved)).error).toMatchObject({ code: "RW4024" });
    const from = at.endpoint.calls.length;
    expect(await publish(moved, { acceptRemovals: true })).toMatchObject({ code: 0, err: "" });
    expect(whoHas("-strict", "eu-west-1")).toEqual(places(1));
    expect(whoHas("-relaxed", "us-east-1")).toEqual([...places(2, ["us-east-1"]), ...places(3, ["us-east-1"])]);
    const done = at.endpoint.calls.slice(from).map(({ operation }) => operation);
    expect(done.indexOf("DeleteStackInstances")).toBeLessThan(done.indexOf("CreateStackInstances"));
  });

  test("that fall away are removed, and so is the pack as it was before it had variants", async () => {
    const plain = { ...PLACE, out: "dist", topology: "stack-set", ous: [PRODUCTION] };
    await at.run((io) => publishCommand([folder], plain, io));
    expect(whoHas("", "eu-west-1")).toHaveLength(4);
    expect(await publish([STRICT, RELAXED], { acceptRemovals: true })).toMatchObject({ code: 0, err: "" });
    expect([whoHas("", "eu-west-1"), setOf("", "eu-west-1")?.status ?? "DELETED"]).toEqual([[], "DELETED"]);
    expect(await publish([STRICT], { acceptRemovals: true })).toMatchObject({ code: 0, err: "" });
    expect(whoHas("-relaxed", "us-east-1")).toEqual([]);
    expect(whoHas("-strict", "eu-west-1")).toHaveLength(4);
  });

  test("go back together, are compared each, and leave nothing behind after destroy", async () => {
    await publish([STRICT, RELAXED]);
    await publish([
      { ...STRICT, parameters: { Threshold: 2 } },
      { ...RELAXED, parameters: { Threshold: 7 } },
    ]);
    const file = join(folder, "targets.yaml");
    await writeFile(file, JSON.stringify([STRICT, RELAXED]));
    const options = { ...PLACE, out: "dist", topology: "stack-set", targets: file, json: true };
    const differing = await at.run((io) => diffCommand([folder], options, io));
    expect(JSON.parse(differing.out)).toMatchObject({
      packs: [
        { variant: "strict", changes: [{ subject: "Threshold" }] },
        { variant: "relaxed", changes: [{}] },
      ],
    });
    expect(await at.run((io) => rollbackCommand("baseline", PLACE, io))).toMatchObject({ code: 0, err: "" });
    expect(setOf("-relaxed", "us-east-1")?.content.parameters.get("Threshold")).toBe("5");
    expect(await at.run((io) => destroyCommand(["baseline"], PLACE, io))).toMatchObject({ code: 0, err: "" });
    expect([...whoHas("-strict", "eu-west-1"), ...whoHas("-relaxed", "us-east-1")]).toEqual([]);
    for (const { versions } of at.endpoint.state.s3.buckets.values()) expect([...versions.keys()]).toEqual([]);
  });
});

test("destroy finds variants of other Regions than it was given, before it removes what they need", async () => {
  await publish([
    { ...STRICT, regions: ["eu-west-1"] },
    { ...RELAXED, regions: ["eu-west-1", "us-east-1"] },
  ]);
  const place = { ...PLACE, regions: ["us-east-1"] };
  expect(await at.run((io) => destroyCommand(["baseline"], place, io))).toMatchObject({ code: 0, err: "" });
  expect([...whoHas("-strict", "eu-west-1"), ...whoHas("-relaxed", "eu-west-1")]).toEqual([]);
  for (const { versions } of at.endpoint.state.s3.buckets.values()) expect([...versions.keys()]).toEqual([]);
});

test("a file that cannot be used is told with everything that is wrong in it", async () => {
  const wrong = [{ name: "Strict", ous: "x" }, { name: "a", ous: [ROOT], color: 1 }, { name: "a" }];
  const ended = await publish(wrong, { ous: [ROOT] });
  const messages = (ended.error as { problems: { code: string; message: string }[] }).problems.map(
    ({ code, message }) => `${code} ${message.replace(join(folder, "targets.yaml"), "FILE")}`,
  );
  expect(messages).toEqual([
    "RW4002 --ous and --targets cannot both be given.",
    "RW4001 FILE: two targets are named a.",
    "RW4001 FILE: target 1 has no name.",
    "RW4001 FILE: ous of target 1 is no list of texts.",
    "RW4001 FILE: a has no color.",
  ]);
  expect((await publish(3)).error).toMatchObject({
    problems: [{ message: expect.stringMatching(/no list of targets/) }],
  });
  const missing = await publish([STRICT], { targets: join(folder, "none.yaml") });
  expect(missing.error).toMatchObject({ code: "RW5003" });
});
