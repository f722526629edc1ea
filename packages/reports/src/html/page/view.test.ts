import { expect, test } from "@jest/globals";
import { FIRST_VIEW, parseHash, toggled, toHash, type View } from "./view.ts";

test("a view survives the address", () => {
  const view: View = {
    query: "a b&c=d",
    chosen: new Map([
      ["status", new Set(["non-compliant"])],
      ["account", new Set(["111122223333", "444455556666"])],
      ["control", new Set(["nist-800-53-r5/AC-2(1)"])],
    ]),
    order: { key: "rule", descending: true },
  };
  expect(parseHash(toHash(view))).toEqual(view);
});

test.each([
  ["", FIRST_VIEW],
  ["#", FIRST_VIEW],
  ["#rules", undefined],
  ["#nonsense=1&sort=nonsense", FIRST_VIEW],
])("%j", (hash, view) => {
  expect(parseHash(hash)).toEqual(view);
});

test("the first view has no hash", () => {
  expect(toHash(FIRST_VIEW)).toBe("");
});

test("choosing twice is not choosing", () => {
  const once = toggled(FIRST_VIEW, "severity", "HIGH");
  expect(toHash(once)).toBe("#severity=HIGH");
  expect(toggled(once, "severity", "HIGH")).toEqual(FIRST_VIEW);
});
