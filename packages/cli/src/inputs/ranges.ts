import { Buffer } from "node:buffer";
import { learnBoundary, type ArrayReading, type Boundary } from "./array-reader.ts";
import { fileSource, type ByteSource } from "./byte-source.ts";
import { ByteWindow } from "./byte-window.ts";
import type { Range } from "./judge-range.ts";
import type { Origin } from "./feed-array.ts";
import type { InputFile } from "./input-file.ts";
import { valueEnd } from "./json-bytes.ts";

const STEP = 1 << 22;
const LOOK = 1 << 18;

type Reading = Pick<ArrayReading, "from" | "before">;

/** What the elements of an input look like, by its first two; `undefined` where they are too long or too odd. */
export async function boundaryOf(input: InputFile, { from }: Reading): Promise<Boundary | undefined> {
  const source = await input.open();
  try {
    const window = new ByteWindow(source, STEP);
    await window.skipTo(from);
    await window.want(LOOK);
    const comma = valueEnd(window.bytes, window.start, window.end);
    return comma < 0 ? undefined : learnBoundary(window.bytes, comma, window.end);
  } finally {
    await source.close();
  }
}

/** Cuts a plain file into ranges where its bytes look like a boundary. Nothing but the guess is read. */
export async function* rangesOfFile(
  { file, size }: InputFile,
  reading: Reading,
  boundary: Boundary,
  origin: Origin,
): AsyncGenerator<Range> {
  const look = Buffer.allocUnsafeSlow(LOOK);
  const common = { content: { file }, before: reading.before, boundary, origin };
  let { from } = reading;
  for (let at = from + STEP; at < size; at += STEP) {
    const source = await fileSource(file, at, at + LOOK);
    const read = await source.read(look, 0);
    await source.close();
    const found = look.subarray(0, read).indexOf(boundary.bytes);
    if (found < 0) continue;
    const to = at + found + boundary.comma + 1;
    yield { ...common, from, to };
    from = to;
  }
  yield { ...common, from, to: undefined };
}

/** Cuts unpacked data into ranges. */
export async function* rangesOfStream(
  source: ByteSource,
  reading: Reading,
  boundary: Boundary,
  origin: Origin,
): AsyncGenerator<Range> {
  const window = new ByteWindow(source, 16 * STEP);
  const common = { before: reading.before, boundary, origin };
  try {
    await window.skipTo(reading.from);
    for (;;) {
      await window.want(STEP);
      const from = window.offset;
      const found = window.isWhole ? -1 : window.bytes.subarray(window.start, window.end).lastIndexOf(boundary.bytes);
      if (window.isWhole || (found < 0 && window.length > 8 * STEP)) {
        if (!window.isWhole) throw new RangeError("There is no boundary far and wide.");
        yield { ...common, from, to: undefined, content: { bytes: copyOf(window, window.end) } };
        return;
      }
      if (found < 0) await window.want(window.length * 2);
      else {
        const stop = window.start + found + boundary.comma + 1;
        const content = { bytes: copyOf(window, stop) };
        window.start = stop;
        yield { ...common, from, to: window.offset, content };
      }
    }
  } finally {
    await source.close();
  }
}

function copyOf({ bytes, start }: ByteWindow, to: number): Uint8Array {
  const copy = new Uint8Array(to - start);
  copy.set(bytes.subarray(start, to));
  return copy;
}
