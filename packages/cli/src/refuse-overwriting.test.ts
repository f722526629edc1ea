import { symlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { refuseOverwriting } from "./refuse-overwriting.ts";

/** A folder with inputs, an earlier result and links to the folder and to an input. */
async function made(): Promise<(name: string) => string> {
  const folder = await temporaryFolder({ "in/items.json": "{}", "in/other.json": "{}", "result.json": "{}" });
  await symlink("in", join(folder, "linked"));
  await symlink(join("in", "items.json"), join(folder, "link.json"));
  return (name) => `${folder}/${name}`;
}

describe("an output that is read", () => {
  test.each<[string, string, string]>([
    ["by the same name", "in/items.json", "in/items.json"],
    ["by a longer name", "./in/../in/items.json", "in/items.json"],
    ["that the input's longer name is of", "in/items.json", "in/./items.json"],
    ["by a link to it", "link.json", "in/items.json"],
    ["through a link to it", "in/items.json", "link.json"],
    ["below a link to its folder", "linked/items.json", "in/items.json"],
  ])("%s is refused", async (_what, output, input) => {
    const at = await made();
    await expect(refuseOverwriting(at(output), [at("in/other.json"), at(input)])).rejects.toMatchObject({
      code: "RW5001",
      message: `--output ${at(output)} would overwrite ${at(input)}, which this run reads.`,
      hint: expect.stringMatching(/^Name another file/),
    });
  });

  test("from the working folder is refused as well", async () => {
    const at = await made();
    const near = relative(process.cwd(), at("in/items.json"));
    await expect(refuseOverwriting(near, [at("in/items.json")])).rejects.toMatchObject({ code: "RW5001" });
    await expect(refuseOverwriting(at("in/items.json"), [near])).rejects.toMatchObject({ code: "RW5001" });
  });
});

describe("an output", () => {
  test.each<[string, string | undefined, readonly string[]]>([
    ["of its own", "result.json", ["in/items.json", "in/other.json"]],
    ["that is not there yet", "in/new.json", ["in/items.json", "in/new.json.gz"]],
    ["in a folder that is not there", "out/items.json", ["in/items.json"]],
    ["where nothing is read", "in/items.json", []],
    ["to nowhere", undefined, ["in/items.json"]],
    ["beside an input that is not there", "result.json", ["nowhere.json"]],
  ])("%s may be written", async (_what, output, inputs) => {
    const at = await made();
    await refuseOverwriting(output === undefined ? undefined : at(output), inputs.map(at));
  });

  test("may replace what it is compared with, by whatever name, and nothing else", async () => {
    const at = await made();
    await refuseOverwriting(at("result.json"), [at("result.json")], at("in/../result.json"));
    await expect(refuseOverwriting(at("in/items.json"), [at("in/items.json")], at("result.json"))).rejects.toThrow();
    await expect(refuseOverwriting(at("in/items.json"), [at("in/items.json")], at("nowhere"))).rejects.toThrow();
  });

  test("is not standard input", async () => {
    const at = await made();
    await refuseOverwriting(at("result.json"), ["-", at("in/items.json")]);
  });
});
