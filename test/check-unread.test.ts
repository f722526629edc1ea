import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { constants, gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { parseCheckResult } from "./support/contracts.ts";
import { rulewright } from "./support/rulewright.ts";
import { evidenceFile, openGroup } from "./support/samples.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const ONLY_GROUPS = ["--only", "ec2-security-group-admin-ports-closed"];
const lines = (count: number) =>
  Array.from({ length: count }, (_, number) => `${JSON.stringify(openGroup({ resourceId: `sg-${number}` }))}\n`);

/** What a check of standard input comes to: how many were judged, and the errors. */
async function checkStdin(stdin: string | Uint8Array) {
  const ran = await rulewright(["check", "-", "--json", ...ONLY_GROUPS], { stdin });
  const { evaluations, errors } = parseCheckResult(ran.stdout);
  return {
    code: ran.code,
    judged: evaluations.length,
    errors: errors.map(({ code, message }) => `${code} ${message}`),
  };
}

describe("of standard input", () => {
  test.each([3, 3000])(
    "%d lines whose gzip data was not written to its end are judged, and it is told",
    async (count) => {
      const text = lines(count).join("");
      expect(await checkStdin(gzipSync(text, { finishFlush: constants.Z_SYNC_FLUSH }))).toEqual({
        code: 2,
        judged: count,
        errors: [`RW6202 - cannot be read to its end: its gzip data is cut off, unpacked at byte ${text.length}.`],
      });
    },
  );

  test("evidence far into many lines cannot be judged by, and it is told", async () => {
    const most = lines(3000);
    const text = [...most.slice(0, 2999), `${evidenceFile({ rule: "any" })}\n`, ...most.slice(2999)].join("");
    expect(text.length).toBeGreaterThan(1 << 20);
    expect(await checkStdin(text)).toEqual({
      code: 2,
      judged: 3000,
      errors: [
        expect.stringMatching(/^RW6202 - cannot be read: line 3000 is evidence, which belongs in a file of its/),
      ],
    });
  });
});

test("a link that leads nowhere is told of, though a folder holds more", async () => {
  const cwd = await temporaryFolder({ "in/items.jsonl": lines(2).join("") });
  await symlink("/nowhere/at/all", join(cwd, "in/latest"));
  const ran = await rulewright(["check", "in", "--json", ...ONLY_GROUPS], { cwd });
  const { evaluations, errors } = parseCheckResult(ran.stdout);
  expect(evaluations).toHaveLength(2);
  expect(errors).toEqual([
    expect.objectContaining({ code: "RW6202", message: expect.stringMatching(/^in\/latest cannot be read: ENOENT/) }),
  ]);
  expect(ran.code).toBe(2);
});
