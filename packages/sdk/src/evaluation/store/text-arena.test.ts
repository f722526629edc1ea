import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { TextArena } from "./text-arena.ts";

/** Around the length from which Node writes, of one byte a character, of two, and of both. */
const texts = fc.array(
  fc.oneof(
    fc.string({ unit: fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength: 130 }),
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 130 }),
    fc.string({ unit: "grapheme", maxLength: 70 }),
  ),
  { maxLength: 40 },
);

test("texts come back as they were, also in an arena that took them over", () => {
  fc.assert(
    fc.property(texts, texts, (first, second) => {
      const [arena, other] = [new TextArena(), new TextArena()];
      const refs = first.map((text) => arena.add(text));
      const others = second.map((text) => other.add(text));
      expect(refs).not.toContain(0);
      expect(refs.map((ref) => arena.get(ref))).toEqual(first);
      const shift = arena.append(other.chunks);
      expect(refs.map((ref) => arena.get(ref))).toEqual(first);
      expect(others.map((ref) => arena.get(ref + shift))).toEqual(second);
    }),
  );
});

test("fills piece after piece", () => {
  const arena = new TextArena();
  const all = Array.from({ length: 20_000 }, (_text, index) =>
    index % 7 === 0 ? `${index}→`.repeat(3) : `text ${index}`,
  );
  const refs = all.map((text) => arena.add(text));
  expect(refs.map((ref) => arena.get(ref))).toEqual(all);
  expect(arena.chunks.length).toBeGreaterThan(2);
});
