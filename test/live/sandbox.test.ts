import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { PACK_SOURCES } from "../support/publishing.ts";
import { rulewright, type Ran } from "../support/rulewright.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/**
 * One sandbox account of AWS itself; see README.md beside this file. It costs cents, and nobody runs it by accident: the
 * account is named, and the credentials have to be of that one.
 */
const { RULEWRIGHT_LIVE_ACCOUNT: account, RULEWRIGHT_LIVE_BUCKET_PREFIX: bucketPrefix } = process.env;
const region = process.env["AWS_REGION"] ?? "eu-west-1";
const isOn = account !== undefined && bucketPrefix !== undefined;
const MINUTES = 60_000;
let folder: string;

beforeAll(async () => {
  if (!isOn) {
    console.log("Skipped: set RULEWRIGHT_LIVE_ACCOUNT and RULEWRIGHT_LIVE_BUCKET_PREFIX (test/live/README.md).");
    return;
  }
  folder = await temporaryFolder(PACK_SOURCES);
  expect(await rulewright(["synth", join(folder, "custom.pack.ts"), "--out", folder])).toMatchObject({ code: 0 });
});

/** Runs with the credentials that this process was given. */
function live(...argv: readonly string[]): Promise<Ran> {
  const env = Object.entries(process.env).flatMap(([name, value]) =>
    name.startsWith("AWS_") && value !== undefined ? [[name, value]] : [],
  );
  return rulewright(argv, { env: { ...Object.fromEntries(env), AWS_EC2_METADATA_DISABLED: "false" } });
}

test(
  "a pack is published to the sandbox, left alone the second time, looked at, and gone in the end",
  async () => {
    if (!isOn) return;
    const place = ["--bucket-prefix", bucketPrefix, "--regions", region, "--account", account];
    const pack = join(folder, "custom");
    try {
      const published = await live("publish", pack, ...place, "--yes");
      console.log(published.stdout);
      expect(published).toMatchObject({ code: 0, stderr: "" });
      expect(await live("publish", pack, ...place, "--yes")).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/Nothing to do/),
      });
      expect(await live("diff", pack, ...place)).toMatchObject({ code: 0 });
      console.log((await live("status", pack, "--regions", region)).stdout);
      console.log((await live("doctor", pack, "--regions", region)).stdout);
    } finally {
      if (process.env["RULEWRIGHT_LIVE_KEEP"] === undefined) {
        const destroyed = await live("destroy", "custom", ...place, "--yes");
        console.log(destroyed.stdout);
        expect(destroyed).toMatchObject({ code: 0, stderr: "" });
      }
    }
  },
  30 * MINUTES,
);
