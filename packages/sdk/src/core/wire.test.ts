import { expect, test } from "@jest/globals";
import { toWireValue } from "./wire.ts";

test.each<[string, unknown, string]>([
  ["a text as it is", " a,b ", " a,b "],
  ["an integer", 14, "14"],
  ["a boolean", true, "true"],
  ["a list as CSV", [22, 3389], "22,3389"],
  ["texts as CSV", ["a", "b c"], "a,b c"],
  ["the empty list", [], ""],
  ["JSON where an element has a comma", ["a,b", "c"], '["a,b","c"]'],
  ["JSON where an element is empty", [""], '[""]'],
  ["JSON where an element begins with a space", [" a"], '[" a"]'],
  ["JSON where an element ends with a space", ["a "], '["a "]'],
  ["JSON where an element begins with a bracket", ["[a"], '["[a"]'],
  ["JSON that keeps numbers numbers", ["", 1], '["",1]'],
])("writes %s", (_what, value, wire) => {
  expect(toWireValue(value)).toBe(wire);
});
