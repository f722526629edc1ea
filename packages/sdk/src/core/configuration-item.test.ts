import { expect, test } from "@jest/globals";
import { isJudgeable } from "./configuration-item.ts";

test.each([
  ["OK", true],
  ["ResourceDiscovered", true],
  ["ResourceNotRecorded", false],
  ["ResourceDeleted", false],
  ["ResourceDeletedNotRecorded", false],
  ["ok", false],
  ["", false],
])("an item in status %j is judged: %s", (status, isJudged) => {
  expect(isJudgeable(status)).toBe(isJudged);
});
