import { Buffer } from "node:buffer";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { ArrayReader, type ArrayReading } from "./array-reader.ts";
import { streamSource } from "./byte-source.ts";

/** Reads bytes as they come in chunks of a size. */
async function read(text: string | Uint8Array, reading: Partial<ArrayReading> = {}, chunk = 70_001) {
  const bytes = typeof text === "string" ? Buffer.from(text) : Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, index) =>
    bytes.subarray(index * chunk, (index + 1) * chunk),
  );
  const from = bytes.indexOf("[") + 1;
  const before = bytes.toString("utf8", 0, from) + "]";
  const reader = new ArrayReader(
    streamSource(chunks, async () => undefined),
    { from, before, ...reading },
  );
  const values: unknown[] = [];
  const problems: { readonly reason: string; readonly offset: number }[] = [];
  let skipped = 0;
  for await (const piece of reader.read()) {
    if ("reason" in piece) problems.push({ reason: piece.reason, offset: piece.offset });
    else {
      values.push(...piece.values);
      skipped += piece.skipped.length;
    }
  }
  return { values, problems, skipped };
}

/** An item with an array of objects that begin as the item does: every guess may be wrong. */
function item(number: number, nested = 0, filler = 500) {
  const within = Array.from({ length: nested }, (_, index) => ({ id: index, text: "x".repeat(filler) }));
  return { id: number, within, text: `"},{"id": ${number} \\ [`, resourceType: number % 10 === 0 ? "A" : "B" };
}

describe("a long array", () => {
  const many = Array.from({ length: 9000 }, (_, number) => item(number, number % 5));

  test.each<[string, string]>([
    [
      "as AWS Config writes it",
      JSON.stringify({ configSnapshotId: "x", configurationItems: many, last: [1, { a: 2 }] }),
    ],
    ["indented", JSON.stringify(many, null, 2)],
    ["with spaces around everything", ` [ ${many.map((each) => JSON.stringify(each)).join(" ,\n ")} ] `],
  ])("%s is read whole", async (_what, text) => {
    for (const chunk of [1 << 12, 70_001, 1 << 24]) {
      const { values, problems } = await read(text, {}, chunk);
      expect(problems).toEqual([]);
      expect(values).toEqual(many);
    }
  });

  test("whose guessed boundaries lie within items is read exactly", async () => {
    const deep = [item(1, 3), item(2, 4000), item(3, 4000), item(4, 1), item(5, 4000)];
    expect(await read(JSON.stringify(deep))).toEqual({ values: deep, problems: [], skipped: 0 });
  });

  test("of any values is read exactly", async () => {
    const value = fc.oneof(fc.jsonValue(), fc.record({ id: fc.jsonValue(), text: fc.string() }));
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 20 }), fc.integer({ min: 1, max: 50 }), async (values, chunk) => {
        const text = JSON.stringify(values);
        expect(await read(text, {}, chunk)).toEqual({ values: JSON.parse(text), problems: [], skipped: 0 });
      }),
      { numRuns: 200 },
    );
  });

  test("is parsed only where a type is wanted", async () => {
    const { values, skipped, problems } = await read(JSON.stringify(many), { isSkipped: (type) => type === "B" });
    expect(problems).toEqual([]);
    expect(values.length + skipped).toBe(many.length);
    expect(values.filter((each) => JSON.stringify(each).includes('"resourceType":"A"'))).toHaveLength(900);
    expect(skipped).toBeGreaterThan(5000);
  });

  test("that is cut off gives the items before, and where", async () => {
    const text = JSON.stringify(many);
    for (const length of [text.length - 1, text.length - 20, 1_000_000]) {
      const { values, problems } = await read(text.slice(0, length));
      expect(values).toEqual(many.slice(0, values.length));
      expect(values.length).toBeGreaterThan(900);
      expect(problems).toEqual([{ reason: "it is cut off", offset: length }]);
    }
  });

  test.each([
    ["an item that is no JSON", (text: string) => text.replace('"id":5000', '"id":nope')],
    ["a bracket that does not match", (text: string) => text.replace('},{"id":5000', '}},{"id":5000')],
    ["text after its end", (text: string) => `${text} and more`],
  ])("with %s is not read on, and says where", async (_what, spoil) => {
    const text = spoil(JSON.stringify(many));
    const { values, problems } = await read(text);
    expect(values.length).toBeGreaterThanOrEqual(4999);
    expect(values).toEqual(many.slice(0, values.length));
    expect(problems).toHaveLength(1);
  });

  test("with an item that is not UTF-8 is read on", async () => {
    const bytes = Buffer.from(JSON.stringify(many));
    bytes[bytes.indexOf('"id":5000,') + 60] = 0xff;
    const { values, problems } = await read(bytes);
    expect(values).toHaveLength(many.length - 1);
    expect(problems).toEqual([{ reason: "an item is not UTF-8", offset: expect.any(Number) }]);
  });
});
