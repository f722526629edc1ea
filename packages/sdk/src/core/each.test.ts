import { expect, test } from "@jest/globals";
import type { Many } from "@rulewright/catalog";
import { each } from "./each.ts";

test.each<[string, unknown, readonly unknown[]]>([
  ["nothing", undefined, []],
  ["null", null, []],
  ["one", "a", ["a"]],
  ["one that is false", false, [false]],
  ["one that is empty", "", [""]],
  ["an object", { a: 1 }, [{ a: 1 }]],
  ["many", ["a", "b"], ["a", "b"]],
  ["an empty list", [], []],
])("reads %s as a list", (_what, value, list) => {
  expect(each(value)).toEqual(list);
});

test("the elements have the type that the catalogue gives them", () => {
  const lengths = (value: Many<string> | null | undefined): readonly number[] => each(value).map((text) => text.length);
  expect(lengths(undefined)).toEqual([]);
});
