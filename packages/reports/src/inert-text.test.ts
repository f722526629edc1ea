import { expect, test } from "@jest/globals";
import { inertLines, inertText } from "./inert-text.ts";

test.each([
  ["an escape sequence", "b1\u001B[2J", "b1\uFFFD[2J"],
  ["NUL, a bell, DEL", "\u0000\u0007\u007F", "\uFFFD\uFFFD\uFFFD"],
  ["a control sequence of one byte", "\u009B2J", "\uFFFD2J"],
  ["the ends of C1", "\u0080\u009F\u00A0", "\uFFFD\uFFFD\u00A0"],
  ["line breaks and tabs", "a\r\nb\tc\v\f\u0085\u2028\u2029d", "a  b c     d"],
  ["overrides", "\u202A\u202B\u202C\u202D\u202E", "\uFFFD".repeat(5)],
  ["isolates", "\u2066\u2067\u2068\u2069", "\uFFFD".repeat(4)],
  ["directional marks", "\u200E\u200F\u061C", "\uFFFD".repeat(3)],
  ["half of a pair", "\uD800a\uDC00", "\uFFFDa\uFFFD"],
  ["what only shows", "Ünï ☃ \u{1F600} שלום a\u200Db", "Ünï ☃ \u{1F600} שלום a\u200Db"],
])("%s", (_name, text, shown) => {
  expect(inertText(text)).toBe(shown);
});

test("lines stay lines", () => {
  expect(inertLines("a\u001B[2J\n  b\r\n")).toBe("a\uFFFD[2J\n  b \n");
});
