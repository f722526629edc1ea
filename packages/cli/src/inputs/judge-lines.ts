import { Buffer } from "node:buffer";
import type { Checker, SourcedEvidence } from "@rulewright/sdk/evaluation";
import { addGathered } from "./add-gathered.ts";
import type { ByteSource } from "./byte-source.ts";
import type { Tick } from "./feed-array.ts";
import { cutError, unreadableError } from "./input-errors.ts";
import { reasonOf, WHOLE, type InputFile } from "./input-file.ts";
import { decode, markLength } from "./json-bytes.ts";
import { addLine, emptyDocument, type Gathered } from "./read-document.ts";

const NEWLINE = 0x0a;

/** Judges JSON lines as they are read. @returns The evidence among them, which nothing was judged by yet. */
export async function judgeLines(checker: Checker, input: InputFile, tick: Tick): Promise<readonly SourcedEvidence[]> {
  const { file } = input;
  const evidence: SourcedEvidence[] = [];
  const source = await input.open();
  let number = 0;
  const judgeLine = async (bytes: Buffer) => {
    number += 1;
    const line = readLine(bytes, file, number);
    if (source.cutAt !== undefined) line.errors.length = 0; // of the last line: the cut is the error
    if (input.isReadOnce && line.evidence.length > 0) line.errors.push(unreadableError(file, misplaced(number)));
    else evidence.push(...line.evidence);
    await addGathered(checker, line);
    tick(line.items.length, bytes.length + 1);
  };
  try {
    await eachLine(source, judgeLine);
    if (source.cutAt !== undefined) checker.addError(cutError(file, source.cutAt));
  } catch (error) {
    checker.addError(unreadableError(file, reasonOf(error)));
  } finally {
    await source.close();
  }
  return evidence;
}

/** Gives each line without its end. The last one may have none; everything was read when it is given. */
async function eachLine(source: ByteSource, act: (bytes: Buffer) => Promise<void>): Promise<void> {
  let rest = Buffer.alloc(0);
  const chunk = Buffer.allocUnsafeSlow(WHOLE);
  for (let read = await source.read(chunk, 0); read > 0; read = await source.read(chunk, 0)) {
    const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
    let from = 0;
    for (let to = bytes.indexOf(NEWLINE); to >= 0; to = bytes.indexOf(NEWLINE, from)) {
      await act(bytes.subarray(from, to));
      from = to + 1;
    }
    rest = Buffer.from(bytes.subarray(from));
  }
  if (rest.length > 0) await act(rest);
}

function readLine(bytes: Buffer, file: string, number: number): Gathered {
  const line = emptyDocument();
  const text = decode(bytes, number === 1 ? markLength(bytes) : 0, bytes.length);
  if (text === undefined) line.errors.push(unreadableError(file, `line ${number} is not UTF-8`));
  else addLine(text, { file, line: number }, line);
  return line;
}

/** Why evidence cannot be taken: what was judged before it would have to be read once more. */
function misplaced(number: number): string {
  return `line ${number} is evidence, which belongs in a file of its own where an input is so long`;
}
