import { Buffer } from "node:buffer";
import { availableParallelism } from "node:os";
import { createReadStream } from "node:fs";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { AnyRule, CheckResult } from "@rulewright/sdk";
import { Checker, type CheckOptions, type SourcedEvidence } from "@rulewright/sdk/evaluation";
import { CLI_ERRORS } from "../errors.ts";
import { deliveryTime } from "./delivery-time.ts";
import { feedArray, problemError, type Tick } from "./feed-array.ts";
import { decode } from "./json-bytes.ts";
import { judgeRanges } from "./judge-ranges.ts";
import { startWorkers, type WorkerPool } from "./worker-pool.ts";
import type { RuleSource } from "../check/rule-source.ts";
import { lookAt, readUpTo, reasonOf, WHOLE, type InputFile, type Unreadable } from "./input-file.ts";
import {
  addLine,
  emptyDocument,
  isTemplateFile,
  readDocument,
  type Gathered,
  type TemplateSettings,
} from "./read-document.ts";

/** How files are judged. */
export interface CheckFilesOptions extends CheckOptions {
  readonly templates: TemplateSettings;
  /** Told of what was done since the last time, and how to count the errors so far. */
  readonly tick: (items: number, bytes: number, errors?: () => number) => void;
  /** How threads find the rules; without it there is one thread only. */
  readonly ruleSource?: RuleSource;
  /** Judges more than files hold, after them. */
  readonly feed?: (checker: Checker, tick: (items: number) => void) => Promise<void>;
  readonly threads?: number;
}

/** Shorter inputs are not worth cutting into ranges. */
const LONG = 8 * 1_048_576;
const LONG_PACKED = 1_048_576;

/** Of less than this in all, unpacked, one thread has judged the most before others have loaded the rules. */
const WORTH_THREADS = 96 * 1_048_576;
const PACKED_TIMES = LONG / LONG_PACKED;

/** Packed, a document of this size may be long. */
const WHOLE_PACKED = 1 << 15;

/** The longest text that Node can hold. */
const LONGEST_TEXT = 0x1fffffe8;

/** Judges files one after the other, long ones in pieces; what cannot be read is an error in the result. */
export async function checkFiles(
  rules: readonly AnyRule[],
  files: readonly string[],
  options: CheckFilesOptions,
): Promise<CheckResult> {
  const inputs: (InputFile | Unreadable)[] = [];
  for (const file of files) inputs.push(await lookAt(file));
  const evidence = new Map<string, Gathered>();
  for (const input of inputs) {
    if ("shape" in input && input.shape.kind === "evidence") evidence.set(input.file, await readWhole(input, options));
  }
  for (;;) {
    const run = await judgeAll(rules, inputs, evidence, options);
    if ("result" in run) return run.result;
    evidence.set(run.late.file, run.late.gathered); // evidence that did not look like it: once more, with it
  }
}

type Late = { readonly late: { readonly file: string; readonly gathered: Gathered } };

async function judgeAll(
  rules: readonly AnyRule[],
  inputs: readonly (InputFile | Unreadable)[],
  evidence: ReadonlyMap<string, Gathered>,
  options: CheckFilesOptions,
): Promise<{ readonly result: CheckResult } | Late> {
  const entries: SourcedEvidence[] = [...evidence.values()].flatMap((each) => each.evidence);
  const checker = new Checker(rules, entries, options);
  const pool = startPool(inputs, entries, options, evidence);
  try {
    const tick: Tick = (items, bytes) => options.tick(items, bytes, () => checker.errorCount);
    return await judgeInputs(checker, pool, inputs, evidence, { ...options, tick });
  } finally {
    await pool?.close();
  }
}

function startPool(
  inputs: readonly (InputFile | Unreadable)[],
  evidence: readonly SourcedEvidence[],
  { ruleSource, now, exemptions, threads = threadCount(inputs) }: CheckFilesOptions,
  evidenceFiles: ReadonlyMap<string, unknown>,
): WorkerPool | undefined {
  if (!ruleSource || threads < 2 || !inputs.some(isVeryLong)) return undefined;
  const kept = inputs.map((input) => ("size" in input && evidenceFiles.has(input.file) ? input.size : 0));
  const keptMb = Math.ceil((EVIDENCE_GROWTH * kept.reduce((sum, size) => sum + size, 0)) / 1_048_576);
  return startWorkers(threads, { ruleSource, evidence, now, tagKeys: exemptions?.tagKeys }, keptMb);
}

/** How much larger evidence is in memory than as text, at most. */
const EVIDENCE_GROWTH = 8;

const MOST_THREADS = 8;

/** As many as there are cores, where there is enough to judge; `RULEWRIGHT_THREADS` says otherwise. */
function threadCount(inputs: readonly (InputFile | Unreadable)[]): number {
  const given = Number(process.env["RULEWRIGHT_THREADS"]);
  if (Number.isInteger(given) && given > 0) return given;
  const sizes = inputs.filter(isVeryLong).map((input) => input.size * (input.isGzip ? PACKED_TIMES : 1));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return total < WORTH_THREADS ? 1 : Math.min(availableParallelism(), MOST_THREADS);
}

function isVeryLong(input: InputFile | Unreadable): input is InputFile {
  if (!("shape" in input) || input.file === "-" || input.shape.kind !== "array") return false;
  return input.size >= (input.isGzip ? LONG_PACKED : LONG);
}

async function judgeInputs(
  checker: Checker,
  pool: WorkerPool | undefined,
  inputs: readonly (InputFile | Unreadable)[],
  evidence: ReadonlyMap<string, Gathered>,
  options: CheckFilesOptions,
): Promise<{ readonly result: CheckResult } | Late> {
  for (const input of inputs) {
    const known = evidence.get(input.file);
    if (known) await add(checker, known);
    else if ("unreadable" in input) addUnreadable(checker, input.file, input.unreadable);
    else {
      const gathered = await judgeFile(checker, isVeryLong(input) ? pool : undefined, input, options);
      if (gathered && gathered.evidence.length > 0) return { late: { file: input.file, gathered } };
    }
  }
  await options.feed?.(checker, (items) => options.tick(items, 0));
  return { result: checker.finish(options) };
}

/** Judges a file. @returns What it holds, where it was read whole. */
async function judgeFile(
  checker: Checker,
  pool: WorkerPool | undefined,
  input: InputFile,
  options: CheckFilesOptions,
): Promise<Gathered | undefined> {
  const { shape, size, isGzip } = input;
  const isLong = size > (isGzip ? WHOLE_PACKED : WHOLE);
  if (isLong && !isTemplateFile(input.file)) {
    if (shape.kind === "array") return judgeArray(checker, pool, input, options);
    if (shape.kind === "lines") return judgeLines(checker, input, options);
  }
  const gathered = await readWhole(input, options);
  const isBroken = gathered.items.length === 0 && gathered.errors.length > 0;
  if (isBroken && shape.kind === "array" && !isEmptyInput(gathered)) return judgeArray(checker, pool, input, options);
  await add(checker, gathered);
  options.tick(gathered.items.length, size);
  return gathered;
}

function isEmptyInput({ errors }: Gathered): boolean {
  return errors.every(({ code }) => code !== CLI_ERRORS.INPUT_UNREADABLE.code);
}

async function readWhole(input: InputFile, { templates }: CheckFilesOptions): Promise<Gathered> {
  const { file } = input;
  try {
    const source = await input.open();
    const bytes = await readUpTo(source, LONGEST_TEXT + 1);
    await source.close();
    if (bytes.length > LONGEST_TEXT) return unreadable(file, "it is larger than can be read at once");
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    const text = decode(bytes, hasMark ? 3 : 0, bytes.length);
    if (text === undefined) return unreadable(file, "it is not UTF-8");
    const gathered = readDocument(text, file, templates);
    const isCut = gathered.errors.length > 0 && (await isCutGzip(input));
    return isCut ? unreadable(file, "its gzip data is cut off") : gathered;
  } catch (error) {
    return unreadable(file, reasonOf(error));
  }
}

async function judgeArray(
  checker: Checker,
  pool: WorkerPool | undefined,
  input: InputFile,
  { tick }: CheckFilesOptions,
): Promise<undefined> {
  const { file, shape } = input;
  if (shape.kind !== "array") return;
  const source = { file };
  const origin = { source, deliveredAt: deliveryTime(file) };
  const { before } = shape.reading;
  const read = pool
    ? await judgeRanges(checker, pool, input, shape.reading, origin, tick)
    : { count: 0, next: shape.reading.from };
  if (read.next === undefined) return;
  const rest = await feedArray(checker, await input.open(), { from: read.next, before }, origin, tick);
  const { problems } = rest;
  const count = read.count + rest.count;
  const isCut = problems.some(({ goesOn }) => !goesOn) && (await isCutGzip(input));
  for (const problem of problems) checker.addError(problemError(problem, source, isCut));
  if (count > 0 || problems.length > 0) return;
  const { code } = CLI_ERRORS.SNAPSHOT_EMPTY;
  checker.addError({ code, message: `${file} holds no configuration items.`, source });
}

const NEWLINE = 0x0a;

async function judgeLines(checker: Checker, input: InputFile, { tick }: CheckFilesOptions): Promise<undefined> {
  const { file } = input;
  const source = await input.open();
  let rest = Buffer.alloc(0);
  let number = 0;
  const chunk = Buffer.allocUnsafeSlow(WHOLE);
  const judgeLine = async (bytes: Buffer) => {
    number += 1;
    const line = emptyDocument();
    const text = decode(bytes, 0, bytes.length);
    if (text === undefined) addUnreadable(checker, file, `line ${number} is not UTF-8`);
    else addLine(text, { file, line: number }, line);
    await add(checker, line);
    tick(line.items.length, bytes.length + 1);
  };
  try {
    for (let read = await source.read(chunk, 0); read > 0; read = await source.read(chunk, 0)) {
      const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
      let from = 0;
      for (let to = bytes.indexOf(NEWLINE); to >= 0; to = bytes.indexOf(NEWLINE, from)) {
        await judgeLine(bytes.subarray(from, to));
        from = to + 1;
      }
      rest = Buffer.from(bytes.subarray(from));
    }
    if (rest.length > 0) await judgeLine(rest);
  } catch (error) {
    addUnreadable(checker, file, reasonOf(error));
  } finally {
    await source.close();
  }
}

async function add(checker: Checker, { items, errors, notJudged }: Gathered): Promise<void> {
  for (const error of errors) checker.addError(error);
  for (const item of items) await checker.add(item);
  for (const resource of notJudged) checker.addNotJudged(resource);
}

function addUnreadable(checker: Checker, file: string, reason: string): void {
  for (const error of unreadable(file, reason).errors) checker.addError(error);
}

function unreadable(file: string, reason: string): Gathered {
  const { code } = CLI_ERRORS.INPUT_UNREADABLE;
  return { ...emptyDocument(), errors: [{ code, message: `${file} cannot be read: ${reason}.`, source: { file } }] };
}

/** Whether gzip data misses its end; what there is of it was read without a word. */
async function isCutGzip({ file, isGzip }: InputFile): Promise<boolean> {
  if (!isGzip || file === "-") return false;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    await pipeline(createReadStream(file), createGunzip(), nowhere);
    return false;
  } catch (error) {
    return reasonOf(error) === "its gzip data is cut off";
  }
}
