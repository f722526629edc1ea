import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CloudFormationClient, CreateStackCommand, DeleteStackCommand } from "@aws-sdk/client-cloudformation";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { destroyCommand } from "../commands/destroy.ts";
import { publishCommand, type PublishOptions } from "../commands/publish.ts";
import { rollbackCommand } from "../commands/rollback.ts";
import { ACCOUNT, PLACE, startDeployment, type Deployment } from "./fixtures/deployment.ts";

const [ALPHA, STRICT] = ["alpha", "alpha-strict"];
const NAME = "rulewright-alpha-strict";
const UNIT = "ou-ex01-00000001";
const CHANGES = /^(Put|Create|Update|Delete)/;

let at: Deployment;
beforeEach(async () => {
  at = await startDeployment();
  at.endpoint.state.organization.create({
    managementAccount: ACCOUNT,
    trustedAccess: ["member.org.stacksets.cloudformation.amazonaws.com"],
    ous: [{ name: "workloads" }],
    accounts: [{ id: "222200000001", ou: "workloads" }],
  });
});
afterEach(() => at.close());

const publish = (folders: readonly string[], options: Partial<PublishOptions> = {}) =>
  at.run((io) =>
    publishCommand(folders, { ...PLACE, out: "dist", topology: "stack-set", ous: [UNIT], ...options }, io),
  );
async function publishVariant(folders: readonly string[], names: readonly string[] = ["strict"]) {
  const file = join(folders[0] ?? "", "targets.yaml");
  await writeFile(file, JSON.stringify(names.map((name) => ({ name, ous: [UNIT] }))));
  const options = { ...PLACE, out: "dist", topology: "stack-set", targets: file };
  return at.run((io) => publishCommand(folders, options, io));
}
const stackSet = () => at.endpoint.state.cloudFormation.stackSets.find({ account: ACCOUNT, region: "eu-west-1" }, NAME);

/** Runs a command that has to be refused, and to change nothing. */
async function refused(run: () => Promise<{ readonly error?: unknown; readonly out: string }>) {
  const before = at.endpoint.calls.length;
  const ended = await run();
  const changes = at.endpoint.calls.slice(before).filter(({ operation }) => CHANGES.test(operation));
  expect(changes.map(({ operation }) => operation)).toEqual([]);
  return ended.error;
}

describe("a stack set whose name a pack shares with the variant of another pack", () => {
  const ofVariant = (code: string) => ({
    problems: [
      {
        code,
        message:
          `The stack set ${NAME} in eu-west-1 belongs to variant strict of pack alpha, not to pack alpha-strict. ` +
          "It is left as it is.",
      },
    ],
  });

  test("is neither taken over nor destroyed by the pack", async () => {
    const folder = await at.pack("strict", { name: STRICT });
    expect(await publish([folder])).toMatchObject({ code: 0 });
    expect(await at.run((io) => destroyCommand([STRICT], PLACE, io))).toMatchObject({ code: 0 });
    expect(await publishVariant([await at.pack("alpha", { name: ALPHA })])).toMatchObject({ code: 0 });
    expect(await refused(() => publish([folder]))).toMatchObject(ofVariant("RW4025"));
    expect(stackSet()?.instances.size).toBe(2);
  });

  test("is left alone by rollback and destroy, whatever the pack's records say", async () => {
    const folders = [await at.pack("strict", { name: STRICT }), await at.pack("strict 2", { name: STRICT })];
    for (const folder of folders) await publish([folder]);
    const content = stackSet()?.content;
    if (!content) throw new Error("There is no stack set.");
    Object.assign(content, { tags: [{ Key: "rulewright:pack", Value: ALPHA }] });
    expect(await refused(() => at.run((io) => rollbackCommand(STRICT, PLACE, io)))).toMatchObject(ofVariant("RW4025"));
    expect(await refused(() => at.run((io) => destroyCommand([STRICT], PLACE, io)))).toMatchObject(ofVariant("RW4025"));
    expect(stackSet()?.instances.size).toBe(2);
  });

  test("is not taken over by the variant either, nor are the management account's stacks", async () => {
    await publish([await at.pack("strict", { name: STRICT })]);
    const folder = await at.pack("alpha", { name: ALPHA });
    const error = await refused(() => publishVariant([folder]));
    const kinds = ["stack", "stack", "stack set"];
    expect(error).toMatchObject({
      problems: kinds.map((kind) => ({
        code: "RW4025",
        message: expect.stringMatching(
          new RegExp(`^The ${kind} ${NAME} in .* belongs to pack alpha-strict, not to variant strict of pack alpha`),
        ),
      })),
    });
  });

  test("is told before anything is there, where one publication would make both", async () => {
    const folders = [await at.pack("alpha", { name: ALPHA }), await at.pack("strict", { name: STRICT })];
    expect(await refused(() => publishVariant(folders, ["strict-x", "x"]))).toMatchObject({
      problems: [
        {
          code: "RW4025",
          message: `Variant strict-x of pack alpha and variant x of pack alpha-strict would both have stacks named ${NAME}-x.`,
        },
      ],
    });
  });
});

test("a stack without our tags is refused where its outputs name another pack, and brought to the release where not", async () => {
  at.endpoint.state.clock.pollsPerStep = 0;
  const client = new CloudFormationClient({ ...at.endpoint.clientConfig, region: "us-east-1" });
  const folder = await at.pack("one", { name: STRICT });
  const toAccount = () => at.run((io) => publishCommand([folder], { ...PLACE, out: "dist" }, io));
  const resources = { Alarm: { Type: "AWS::SNS::Topic" } };
  const template = { Resources: resources, Outputs: { PackName: { Value: ALPHA } } };
  await client.send(new CreateStackCommand({ StackName: NAME, TemplateBody: JSON.stringify(template) }));
  expect(await refused(toAccount)).toMatchObject({
    problems: [{ code: "RW4025", path: "us-east-1", message: expect.stringMatching(/^The stack .* of pack alpha,/) }],
  });
  await client.send(new DeleteStackCommand({ StackName: NAME }));
  await client.send(
    new CreateStackCommand({ StackName: NAME, TemplateBody: JSON.stringify({ Resources: resources }) }),
  );
  expect(await toAccount()).toMatchObject({ code: 0 });
});
