import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { diffCommand } from "../commands/diff.ts";
import { publishCommand, type PublishOptions } from "../commands/publish.ts";
import { rollbackCommand } from "../commands/rollback.ts";
import { ACCOUNT, PLACE, startDeployment, type Deployment } from "./fixtures/deployment.ts";

/** What everybody has who names neither order nor Region. */
const [IRELAND, VIRGINIA] = ["eu-west-1", "us-east-1"] as const;

let at: Deployment;
let folder: string;
beforeEach(async () => {
  at = await startDeployment();
  folder = await at.pack("one");
});
afterEach(() => at.close());

const publish = (options: Partial<PublishOptions> = {}) =>
  at.run((io) => publishCommand([folder], { ...PLACE, out: "dist", ...options }, io));
const homes = () =>
  [IRELAND, VIRGINIA].map((region) =>
    at.endpoint.state.cloudFormation.stacks
      .find({ account: ACCOUNT, region }, "rulewright-baseline")
      ?.content.parameters.get("GlobalRulesRegion"),
  );

describe("the Region of rules about the account itself", () => {
  test("stays where it was published, in whatever order Regions are named", async () => {
    await publish({ regions: [IRELAND] });
    const again = await publish({ regions: [VIRGINIA, IRELAND] });
    expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/are deployed once, in eu-west-1\./) });
    expect(homes()).toEqual([IRELAND, IRELAND]);
    const same = await at.run((io) =>
      diffCommand([folder], { ...PLACE, regions: [VIRGINIA, IRELAND], out: "dist", json: true }, io),
    );
    expect(JSON.parse(same.out)).toMatchObject({ packs: [{ changes: [] }] });
  });

  test("changes when it is named, which has to be agreed to as a removal", async () => {
    await publish();
    const planned = await publish({ globalRulesRegion: IRELAND, plan: true });
    expect(planned.out).toMatch(/note: They leave us-east-1, and what AWS Config keeps of them: own\./);
    const json = await publish({ globalRulesRegion: IRELAND, plan: true, json: true });
    expect(JSON.parse(json.out)).toMatchObject({
      plans: [{ takesAway: ["take the rules about the account itself from us-east-1: they move to eu-west-1"] }],
    });
    expect((await publish({ globalRulesRegion: IRELAND })).error).toMatchObject({
      code: "RW4024",
      message: expect.stringMatching(/would also take the rules about the account itself from us-east-1/),
    });
    expect(homes()).toEqual([VIRGINIA, VIRGINIA]);
    expect(await publish({ globalRulesRegion: IRELAND, acceptRemovals: true })).toMatchObject({ code: 0 });
    expect(homes()).toEqual([IRELAND, IRELAND]);
    expect(await publish()).toMatchObject({ code: 0, out: expect.stringMatching(/Nothing to do/) });
    const back = await at.run((io) => rollbackCommand("baseline", { ...PLACE, acceptRemovals: true }, io));
    expect(back.code).toBe(0);
    expect(homes()).toEqual([VIRGINIA, VIRGINIA]);
  });

  test("changes with a Region that is dropped, whose own removal is agreed to", async () => {
    await publish();
    const planned = await publish({ regions: [IRELAND], plan: true });
    expect(planned.out).toMatch(/They leave us-east-1/);
    expect(await publish({ regions: [IRELAND], acceptRemovals: true })).toMatchObject({ code: 0 });
    expect(homes()[0]).toBe(IRELAND);
  });

  test("is refused outside of the Regions", async () => {
    const ended = await publish({ globalRulesRegion: "us-west-2" });
    expect(ended.error).toMatchObject({
      problems: [
        {
          code: "RW4002",
          message: expect.stringMatching(/^--global-rules-region us-west-2 is not among the Regions/),
          hint: "Add it to --regions, or name one of eu-west-1, us-east-1.",
        },
      ],
    });
  });
});
