import type { Buffer } from "node:buffer";
import type { AnyRule, CheckResult } from "@rulewright/sdk";
import { Checker, type CheckOptions, type SourcedEvidence } from "@rulewright/sdk/evaluation";
import { CLI_ERRORS } from "../errors.ts";
import type { RuleSource } from "../check/rule-source.ts";
import type { Place } from "../place.ts";
import { addGathered } from "./add-gathered.ts";
import type { Tick } from "./feed-array.ts";
import { cutError, unreadableError } from "./input-errors.ts";
import { readUpTo, reasonOf, WHOLE, type InputFile, type Unreadable } from "./input-file.ts";
import { decode, markLength } from "./json-bytes.ts";
import { judgeArray } from "./judge-array.ts";
import { judgeLines } from "./judge-lines.ts";
import { emptyDocument, isTemplateFile, readDocument, type Gathered, type TemplateSettings } from "./read-document.ts";
import { isVeryLong, type ReadyInputs } from "./ready-inputs.ts";
import type { WorkerPool } from "./worker-pool.ts";

/** How files are judged. */
export interface CheckFilesOptions extends CheckOptions {
  readonly templates: TemplateSettings;
  /** Told of what was done since the last time, and how to count the errors so far. */
  readonly tick: (items: number, bytes: number, errors?: () => number) => void;
  /** How threads find the rules; without it there is this one only. */
  readonly ruleSource?: RuleSource;
  /** Says what is missing, by the accounts and Regions that the inputs are from. */
  readonly absences?: (places: readonly Place[]) => readonly string[];
  /** Judges more than files hold, after them. */
  readonly feed?: (checker: Checker, tick: (items: number) => void) => Promise<void>;
}

/** Packed, a document of this size may be long. */
const WHOLE_PACKED = 1 << 15;

/** The longest text that Node can hold. */
const LONGEST_TEXT = 0x1fffffe8;

const NEWLINE = 0x0a;

/** What is known of an input that holds evidence. */
interface Known {
  readonly evidence: readonly SourcedEvidence[];
  /** All that it holds; of one that is too long to be kept nothing, and it is read once more. */
  readonly whole?: Gathered;
}

type Late = { readonly late: { readonly file: string; readonly known: Known } };

/** Judges inputs one after the other, long ones in pieces; what cannot be read is an error in the result. */
export async function checkFiles(
  rules: readonly AnyRule[],
  ready: ReadyInputs,
  options: CheckFilesOptions,
): Promise<CheckResult> {
  const known = new Map<string, Known>();
  for (const input of ready.inputs) {
    if ("shape" in input && input.shape.kind === "evidence") known.set(input.file, await readKnown(input, options));
  }
  for (;;) {
    const run = await judgeAll(rules, ready, known, options);
    if (!("late" in run)) return run;
    known.set(run.late.file, run.late.known); // evidence that did not look like it: once more, with it
  }
}

async function judgeAll(
  rules: readonly AnyRule[],
  { inputs, threads, isIdle }: ReadyInputs,
  known: ReadonlyMap<string, Known>,
  options: CheckFilesOptions,
): Promise<CheckResult | Late> {
  const entries: SourcedEvidence[] = [...known.values()].flatMap((each) => each.evidence);
  const checker = new Checker(rules, entries, options);
  const { ruleSource, now, exemptions } = options;
  const by = ruleSource && { ruleSource, evidence: entries, now, tagKeys: exemptions?.tagKeys };
  const pool = by && threads?.begin(by, isIdle ? new Checker(rules, entries, options) : undefined);
  const tick: Tick = (items, bytes) => options.tick(items, bytes, () => checker.errorCount);
  return judgeInputs(checker, pool, inputs, known, { ...options, tick });
}

async function judgeInputs(
  checker: Checker,
  pool: WorkerPool | undefined,
  inputs: readonly (InputFile | Unreadable)[],
  known: ReadonlyMap<string, Known>,
  options: CheckFilesOptions,
): Promise<CheckResult | Late> {
  // what can be read but once is read last: evidence found before it means to begin anew
  for (const input of [...inputs.filter(isReadAgain), ...inputs.filter((each) => !isReadAgain(each))]) {
    const { file } = input;
    const before = known.get(file);
    if (before?.whole) await addGathered(checker, before.whole);
    else if ("unreadable" in input) checker.addError(unreadableError(file, input.unreadable));
    else {
      const read = await judgeFile(checker, isVeryLong(input) ? pool : undefined, input, options);
      if (!before && read.evidence.length > 0) return { late: { file, known: read } };
    }
  }
  await options.feed?.(checker, (items) => options.tick(items, 0));
  addAbsences(checker, inputs[0]?.file ?? "live", options);
  return checker.finish(options);
}

function addAbsences(checker: Checker, file: string, { absences = () => [] }: CheckFilesOptions): void {
  for (const message of absences([...checker.places]))
    checker.addError({ code: CLI_ERRORS.PLACE_ABSENT.code, message, source: { file } });
}

function isReadAgain(input: InputFile | Unreadable): boolean {
  return "unreadable" in input || input.isReadOnce !== true;
}

/** Judges a file but for the evidence in it. */
async function judgeFile(
  checker: Checker,
  pool: WorkerPool | undefined,
  input: InputFile,
  options: CheckFilesOptions,
): Promise<Known> {
  const { shape, size, isGzip } = input;
  const { tick } = options;
  const isLong = size > (isGzip ? WHOLE_PACKED : WHOLE) && !isTemplateFile(input.file);
  if (isLong && shape.kind === "lines") return { evidence: await judgeLines(checker, input, tick) };
  if (!isLong || shape.kind !== "array") {
    const known = await readKnown(input, options);
    const { items, errors } = known.whole;
    const isBroken = items.length === 0 && errors.some(({ code }) => code === CLI_ERRORS.INPUT_UNREADABLE.code);
    if (!isBroken || shape.kind !== "array") {
      await addGathered(checker, known.whole);
      tick(items.length, size);
      return known;
    }
  }
  await judgeArray(checker, pool, input, shape.reading, tick); // what is broken as a whole may have items before
  return { evidence: [] };
}

async function readKnown(input: InputFile, { templates }: CheckFilesOptions): Promise<Required<Known>> {
  const whole = await readWhole(input, templates);
  return { evidence: whole.evidence, whole };
}

async function readWhole(input: InputFile, templates: TemplateSettings): Promise<Gathered> {
  const { file } = input;
  try {
    const source = await input.open();
    const bytes = await readUpTo(source, LONGEST_TEXT + 1);
    await source.close();
    if (bytes.length > LONGEST_TEXT) return unreadable(file, "it is larger than can be read at once");
    const { cutAt } = source;
    if (cutAt !== undefined) return await readCut(bytes, file, cutAt, templates);
    const text = decode(bytes, markLength(bytes), bytes.length);
    return text === undefined ? unreadable(file, "it is not UTF-8") : await readDocument(text, file, templates);
  } catch (error) {
    return unreadable(file, reasonOf(error));
  }
}

/** Reads what there is of gzip data that is cut off. What its last line lacks is no error of its own. */
async function readCut(bytes: Buffer, file: string, cutAt: number, templates: TemplateSettings): Promise<Gathered> {
  const from = markLength(bytes);
  // it may be cut off in a character
  const text = decode(bytes, from, bytes.length) ?? decode(bytes, from, bytes.lastIndexOf(NEWLINE) + 1) ?? "";
  const last = text.split("\n").length;
  const gathered = await readDocument(text, file, templates);
  const errors = gathered.errors.filter(({ source: { line } }) => line !== undefined && line < last);
  return { ...gathered, errors: [...errors, cutError(file, cutAt)] };
}

function unreadable(file: string, reason: string): Gathered {
  return { ...emptyDocument(), errors: [unreadableError(file, reason)] };
}
