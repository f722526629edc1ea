import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { writeOutput } from "./write-output.ts";

const LINE = `${"x".repeat(999)}\n`;

/** So many lines, counting those that were asked for. */
function lines(count: number, fail?: () => never) {
  const made = { count: 0 };
  function* make() {
    for (; made.count < count; made.count += 1) {
      if (made.count === count - 1) fail?.();
      yield LINE;
    }
  }
  return { made, pieces: make() };
}

describe("standard output", () => {
  test("is written no further ahead than it is read", async () => {
    const { made, pieces } = lines(1000);
    const ahead: number[] = [];
    let written = "";
    let read = 0;
    const takesMore = async () => {
      await Promise.resolve();
      ahead.push(made.count * LINE.length - read);
      read = written.length;
      return true;
    };
    const out = (text: string) => void (written += text);
    await writeOutput(pieces, undefined, { out, err: () => undefined, takesMore, color: false, width: 80 });
    expect(written).toBe(LINE.repeat(1000));
    expect(ahead.length).toBeGreaterThan(10);
    expect(Math.max(...ahead)).toBeLessThan(100_000);
  });

  test("that nobody reads any more ends the work", async () => {
    const { made, pieces } = lines(1000);
    const io = { out: () => undefined, err: () => undefined, takesMore: async () => false, color: false, width: 80 };
    await writeOutput(pieces, undefined, io);
    expect(made.count).toBeLessThan(100);
  });

  test("without a say in it takes everything", async () => {
    let written = "";
    const out = (text: string) => void (written += text);
    await writeOutput(lines(100).pieces, undefined, { out, err: () => undefined, color: false, width: 80 });
    expect(written).toBe(LINE.repeat(100));
  });
});

describe("a file", () => {
  const io = { out: () => undefined, err: () => undefined, color: false, width: 80 };

  test("is whole, and nothing lies beside it", async () => {
    const folder = await temporaryFolder({ "result.json": "before" });
    await writeOutput(lines(1000).pieces, join(folder, "result.json"), io);
    expect(await readFile(join(folder, "result.json"), "utf8")).toBe(LINE.repeat(1000));
    expect(await readdir(folder)).toEqual(["result.json"]);
  });

  test("stays what it was where writing breaks off", async () => {
    const folder = await temporaryFolder({ "result.json": "before" });
    const { pieces } = lines(1000, () => {
      throw new Error("No space.");
    });
    await expect(writeOutput(pieces, join(folder, "result.json"), io)).rejects.toMatchObject({ code: "RW5017" });
    expect(await readFile(join(folder, "result.json"), "utf8")).toBe("before");
    expect(await readdir(folder)).toEqual(["result.json"]);
  });
});
