import { expect, test } from "@jest/globals";
import { deadlineOf } from "./deadline.ts";

test.each([[undefined], [{}]])("without Lambda's clock (%j) no time runs out", async (context) => {
  const deadline = deadlineOf(context);
  expect(deadline.remainingMs()).toBe(Infinity);
  expect(await deadline.pause(0, 1_000)).toBe(true);
});

test.each([
  [1_000, true],
  [999, false],
])("with %d ms left, a second to keep is there: %s", async (left, expected) => {
  expect(await deadlineOf({ getRemainingTimeInMillis: () => left }).pause(0, 1_000)).toBe(expected);
});
