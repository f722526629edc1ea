import { expect, test } from "@jest/globals";
import type { Bound } from "@rulewright/catalog/controls";
import { boundParameters } from "./bound-parameters.ts";

const bound = (op: Bound["op"], value: Bound["value"], parameters: readonly string[] = ["p"]): Bound => ({
  rule: "X",
  parameters,
  op,
  value,
});
const PORTS = ["port1", "port2", "port3"];
const slots = (...defaults: readonly (number | undefined)[]) =>
  PORTS.map((name, index) => {
    const value = defaults[index];
    return { name, kind: "integer", required: false, ...(value === undefined ? {} : { default: value }) } as const;
  });

test.each([
  ["csv", "a,b"],
  ["string", "a"],
] as const)("of the values accepted by a %s parameter it is given %s", (kind, value) => {
  expect(boundParameters([bound("in", ["a", "b"])], [{ name: "p", kind, required: true }])).toEqual({ p: value });
});

test("bounds on one parameter are met together", () => {
  expect(boundParameters([bound(">=", 8), bound(">=", 14), bound(">=", 7)], [])).toEqual({ p: 14 });
  expect(boundParameters([bound("contains", ["22"]), bound("contains", ["445", "22"])], [])).toEqual({ p: "22,445" });
});

test.each([
  ["where there is room", slots(20), ["22"], { port1: 20, port3: "22" }],
  ["where they are already", slots(20, 21, 22), ["22"], { port1: 20, port2: 21, port3: 22 }],
  [
    "in the place of the last that nobody wants",
    slots(20, 21, 22),
    ["3389", "22"],
    { port1: 20, port2: "3389", port3: 22 },
  ],
  ["as far as they fit", slots(20), ["1", "2", "3", "4"], { port1: "3", port2: "2", port3: "1" }],
])("values for several parameters go %s", (_where, known, value, expected) => {
  expect(boundParameters([bound("contains", value, PORTS)], known)).toEqual(expected);
});
