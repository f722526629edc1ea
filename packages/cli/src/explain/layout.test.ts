import { expect, test } from "@jest/globals";
import { columns, readableWidth, section, wrap } from "./layout.ts";

test("text breaks between words, and a word too long stands alone", () => {
  expect(wrap("one two three four", 11, 2, 2)).toEqual(["  one two", "    three", "    four"]);
  expect(wrap("a verylongwordindeed b", 8)).toEqual(["a", "verylongwordindeed", "b"]);
  expect(wrap("", 10, 2)).toEqual(["  "]);
});

test("columns keep their text apart", () => {
  expect(
    columns(
      [
        ["a", "one two"],
        ["bbb", "three"],
      ],
      12,
    ),
  ).toEqual(["  a    one", "       two", "  bbb  three"]);
  expect(columns([], 80)).toEqual([]);
});

test("a section without lines is left out", () => {
  expect(section("Parameters", [])).toEqual([]);
  expect(section("Parameters", ["  one"])).toEqual(["", "Parameters", "  one"]);
});

test("the width stays within what reads well", () => {
  expect([20, 80, 300].map(readableWidth)).toEqual([60, 80, 100]);
});
