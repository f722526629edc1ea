import { expect, test } from "@jest/globals";
import { createPacer, paced } from "./pacer.ts";

test("pages come whole and in order, and each waits its turn but the end", async () => {
  async function* pages() {
    yield { NextToken: "b", page: 1 };
    yield { NextToken: "c", page: 2 };
    yield { page: 3 };
  }
  let turns = 0;
  const found: number[] = [];
  const pace = () => Promise.resolve(void (turns += 1));
  for await (const { page } of paced(pages(), pace)) found.push(page);
  expect([found, turns]).toEqual([[1, 2, 3], 3]);
});

test("what exceeds the burst waits for its turn", async () => {
  const ms = 0; // the clock stands still: only waits are told
  const pace = createPacer(200, 2, () => ms);
  const order: string[] = [];
  await Promise.all([
    pace().then(() => order.push("first")),
    pace().then(() => order.push("second")),
    pace().then(() => order.push("third")),
    pace().then(() => order.push("fourth")),
  ]);
  expect(order).toEqual(["first", "second", "third", "fourth"]);
});
