import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { eachConcurrently, mergeConcurrently } from "./concurrency.ts";

async function* numbers(from: number, to: number, events: string[] = []) {
  try {
    for (let number = from; number < to; number += 1) {
      await wait(number % 3);
      yield number;
    }
  } finally {
    events.push(`closed ${from}`);
  }
}

async function* breaking(): AsyncGenerator<number> {
  yield 1;
  await wait(1);
  throw new Error("broken");
}

describe("work on a source", () => {
  test("is done at most so many at a time, and to its end", async () => {
    let [underWay, most] = [0, 0];
    let open = (): void => undefined;
    const fourUnderWay = new Promise<void>((resolve) => {
      open = resolve;
    });
    const done: number[] = [];
    await eachConcurrently(numbers(0, 20), 4, async (number, index) => {
      underWay += 1;
      most = Math.max(most, underWay);
      if (underWay === 4) open();
      await fourUnderWay; // however slow the machine is
      await wait(number % 3);
      underWay -= 1;
      done[index] = number;
    });
    expect(most).toBe(4);
    expect(done).toEqual(Array.from({ length: 20 }, (_, index) => index));
  });

  test("that was begun is ended before the source's error is thrown", async () => {
    const done: number[] = [];
    const working = eachConcurrently(breaking(), 4, async (number) => {
      await wait(10);
      done.push(number);
    });
    await expect(working).rejects.toThrow("broken");
    expect(done).toEqual([1]);
  });
});

describe("sources that are merged", () => {
  test("give all they have, few open at a time", async () => {
    const sources = Array.from({ length: 7 }, (_, index) => numbers(index * 10, index * 10 + index));
    const merged: number[] = [];
    for await (const number of mergeConcurrently(sources, 3)) merged.push(number);
    expect(merged.sort((a, b) => a - b)).toEqual(
      Array.from({ length: 7 }, (_, index) => Array.from({ length: index }, (_each, at) => index * 10 + at)).flat(),
    );
  });

  test("are closed when the reader stops", async () => {
    const events: string[] = [];
    for await (const number of mergeConcurrently([numbers(0, 9, events), numbers(10, 19, events)], 2)) {
      if (number >= 0) break;
    }
    expect(events.sort()).toEqual(["closed 0", "closed 10"]);
  });

  test("throw what one of them throws, and close the others", async () => {
    const events: string[] = [];
    const read = async () => {
      for await (const _ of mergeConcurrently([breaking(), numbers(10, 99, events)], 2)) void _;
    };
    await expect(read()).rejects.toThrow("broken");
    expect(events).toEqual(["closed 10"]);
  });

  test("may be none", async () => {
    const merged: number[] = [];
    for await (const number of mergeConcurrently<number>([], 2)) merged.push(number);
    expect(merged).toEqual([]);
  });
});
