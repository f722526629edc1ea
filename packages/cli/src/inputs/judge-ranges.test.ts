import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import { compliant, defineRule, untyped } from "@rulewright/sdk";
import { Checker } from "@rulewright/sdk/evaluation";
import { temporaryFolder } from "../../../../test/support/temporary-folder.ts";
import { lookAt } from "./input-file.ts";
import { judgeRange } from "./judge-range.ts";
import { judgeRanges } from "./judge-ranges.ts";

const rule = defineRule({
  name: "any",
  description: "Takes anything.",
  severity: "LOW",
  resourceTypes: [untyped("AWS::Own::Thing")],
  evaluate: () => compliant(),
});

function item(resourceId: string, nested: readonly object[] = []) {
  return {
    resourceType: "AWS::Own::Thing",
    resourceId,
    configurationItemCaptureTime: "2026-01-15T11:58:00.000Z",
    awsAccountId: "111122223333",
    awsRegion: "eu-west-1",
    configuration: { text: "x".repeat(2000), nested },
  };
}

const items = (count: number, name: string) => Array.from({ length: count }, (_, number) => item(`${name}-${number}`));

/** As several threads would, each with a checker of its own. */
async function judge(list: readonly object[], pack: boolean) {
  const text = JSON.stringify(list);
  const folder = await temporaryFolder({ "s.json": pack ? gzipSync(text) : text });
  const input = await lookAt(join(folder, "s.json"));
  if (!("shape" in input) || input.shape.kind !== "array") throw new Error("It is no array.");
  const checker = new Checker([rule], []);
  const pool = {
    size: 2,
    judge: async (range: Parameters<typeof judgeRange>[1]) => judgeRange(new Checker([rule], []), range),
    close: async () => undefined,
  };
  const origin = { source: { file: "s.json" }, deliveredAt: undefined };
  const read = await judgeRanges(checker, pool, input, input.shape.reading, origin, () => undefined);
  const { evaluations, errors } = checker.finish({ tool: "rulewright 0.1.0", generatedAt: new Date(0) });
  return { ...read, errors, ids: evaluations.map(({ resourceId }) => resourceId) };
}

test.each([false, true])("ranges come to what the whole does (packed: %s)", async (pack) => {
  const list = items(8000, "thing");
  const { ids, next, count, errors } = await judge(list, pack);
  expect({ next, count, errors }).toEqual({ next: undefined, count: 8000, errors: [] });
  expect(ids).toEqual(list.map(({ resourceId }) => resourceId).sort());
});

test.each([false, true])("a range that begins within an item is not taken over (packed: %s)", async (pack) => {
  const list = [...items(3000, "before"), item("hostile", items(6000, "forged")), ...items(3000, "after")];
  const { ids, next } = await judge(list, pack);
  expect(next).toEqual(expect.any(Number));
  expect(ids.length).toBeGreaterThan(1000);
  expect(ids.every((id) => id.startsWith("before"))).toBe(true);
});
