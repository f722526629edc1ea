import { isObject, type CheckError, type Source } from "@rulewright/sdk";
import type { Checker } from "@rulewright/sdk/evaluation";
import { CLI_ERRORS } from "../errors.ts";
import { ArrayReader, type ArrayReading, type Elements, type ReadingProblem } from "./array-reader.ts";
import type { ByteSource } from "./byte-source.ts";
import { reasonOf } from "./input-file.ts";

/** Where elements come from. */
export interface Origin {
  readonly source: Source;
  readonly deliveredAt: Date | undefined;
}

/** Told of what was done since the last time. */
export type Tick = (items: number, bytes: number) => void;

/** Judges the elements of an array as they are read. @returns What stood in the way. */
export async function feedArray(
  checker: Checker,
  source: ByteSource,
  reading: Omit<ArrayReading, "isSkipped">,
  origin: Origin,
  tick: Tick,
): Promise<{ readonly count: number; readonly problems: readonly ReadingProblem[] }> {
  const { readTypes } = checker;
  const reader = new ArrayReader(source, { ...reading, isSkipped: (type) => !readTypes.has(type) });
  const problems: ReadingProblem[] = [];
  let count = 0;
  let offset = reading.from;
  try {
    for await (const piece of reader.read()) {
      if ("reason" in piece) problems.push(piece);
      else {
        await judgeElements(checker, readTypes, piece, origin);
        count += piece.values.length + piece.skipped.length;
        tick(piece.values.length + piece.skipped.length, reader.offset - offset);
        ({ offset } = reader);
      }
    }
  } catch (error) {
    problems.push({ reason: reasonOf(error), offset: reader.offset, goesOn: false });
  } finally {
    await source.close();
  }
  return { count, problems };
}

async function judgeElements(
  checker: Checker,
  readTypes: ReadonlySet<string>,
  { values, skipped }: Elements,
  { source, deliveredAt }: Origin,
): Promise<void> {
  const delivered = deliveredAt ? { deliveredAt } : {};
  for (const raw of values) {
    const type = isObject(raw) ? raw["resourceType"] : undefined;
    if (typeof type === "string" && !readTypes.has(type)) {
      if (isObject(raw)) notePlace(checker, raw["awsAccountId"] ?? raw["accountId"], raw["awsRegion"], source);
      continue;
    }
    const pending = checker.add({ raw, source, ...delivered });
    if (pending) await pending;
  }
  if (checker.wantsPlaces) for (const { account, region } of skipped) notePlace(checker, account, region, source);
}

function notePlace(checker: Checker, account: unknown, region: unknown, source: Source): void {
  if (typeof account === "string" && typeof region === "string" && /^\d{12}$/.test(account))
    checker.addPlace(account, region, source);
}

/** What stood in the way, as the result names it. */
export function problemError({ reason, offset, goesOn }: ReadingProblem, source: Source): CheckError {
  const { file } = source;
  const { code } = CLI_ERRORS.INPUT_UNREADABLE;
  if (goesOn) return { code, message: `${file} has an item that cannot be read at byte ${offset}: ${reason}.`, source };
  if (reason === "it is cut off")
    return { code, message: `${file} is not JSON (cut off in an item); it has ${offset} bytes.`, source };
  const message = `${file} is not judged from byte ${offset} on: ${reason}.`;
  return { code, message, source };
}
