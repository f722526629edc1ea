import { basename } from "node:path";
import {
  codeOf,
  isEvidenceFile,
  isObject,
  messageOf,
  parseEvidenceFile,
  type CheckError,
  type ErrorEntry,
  type JsonObject,
  type Source,
} from "@rulewright/sdk";
import type { CheckInput, RawItem, SourcedEvidence } from "@rulewright/sdk/evaluation";
import { CLI_ERRORS } from "../errors.ts";
import { readText } from "./read-file.ts";

interface Gathered {
  readonly items: RawItem[];
  readonly evidence: SourcedEvidence[];
  readonly errors: CheckError[];
}

/** Reads the inputs of `check`; what cannot be read is an error in the result, and the rest is judged. */
export async function readInputs(files: readonly string[]): Promise<CheckInput> {
  const gathered: Gathered = { items: [], evidence: [], errors: [] };
  for (const file of files) {
    const read = await readText(file);
    if ("text" in read) readDocument(read.text, file, gathered);
    else refuse(gathered, CLI_ERRORS.INPUT_UNREADABLE, { file }, `${file} cannot be read: ${read.unreadable}.`);
  }
  return gathered;
}

function readDocument(text: string, file: string, gathered: Gathered): void {
  const whole = parse(text);
  if ("value" in whole) return readValue(whole.value, { file }, gathered);
  const lines = text.split("\n");
  const [first] = lines;
  // JSON lines: more than one line, and the first is a document by itself
  if (first !== undefined && lines.length > 1 && "value" in parse(first)) return readLines(lines, file, gathered);
  const message = `${file} is not JSON (${whole.reason}); it has ${Buffer.byteLength(text)} bytes.`;
  refuse(gathered, CLI_ERRORS.INPUT_UNREADABLE, { file }, message);
}

function readLines(lines: readonly string[], file: string, gathered: Gathered): void {
  for (const [index, text] of lines.entries()) {
    if (text.trim() === "") continue;
    const source = { file, line: index + 1 };
    const parsed = parse(text);
    if ("value" in parsed) readValue(parsed.value, source, gathered);
    else
      refuse(
        gathered,
        CLI_ERRORS.INPUT_UNREADABLE,
        source,
        `Line ${index + 1} of ${file} is not JSON (${parsed.reason}).`,
      );
  }
}

function readValue(value: unknown, source: Source, gathered: Gathered): void {
  if (Array.isArray(value)) return readItems(value, source, gathered);
  if (!isObject(value)) return unknownInput(value, source, gathered);
  if (isEvidenceFile(value)) return readEvidence(value, source, gathered);
  if ("configurationItems" in value || "configSnapshotId" in value)
    return readItems(value["configurationItems"], source, gathered);
  if ("baseConfigurationItems" in value) return readItems(value["baseConfigurationItems"], source, gathered);
  if ("resourceType" in value || "configurationItemStatus" in value) return readItems([value], source, gathered);
  unknownInput(value, source, gathered);
}

function readItems(items: unknown, source: Source, gathered: Gathered): void {
  if (!Array.isArray(items) || items.length === 0) {
    return refuse(gathered, CLI_ERRORS.SNAPSHOT_EMPTY, source, `${source.file} holds no configuration items.`);
  }
  const deliveredAt = deliveryTime(source.file);
  for (const raw of items) gathered.items.push({ raw, source, ...(deliveredAt ? { deliveredAt } : {}) });
}

function readEvidence(value: JsonObject, source: Source, gathered: Gathered): void {
  try {
    gathered.evidence.push(...parseEvidenceFile(value).map((entry) => ({ entry, source })));
  } catch (error) {
    gathered.errors.push({ code: codeOf(error), message: `${source.file}: ${messageOf(error)}`, source });
  }
}

function unknownInput(value: unknown, source: Source, gathered: Gathered): void {
  const isEvent = isObject(value) && "invokingEvent" in value;
  const what = isEvent ? "a Lambda event (see `rulewright invoke`)" : "none of the inputs that check reads";
  refuse(gathered, CLI_ERRORS.INPUT_UNKNOWN, source, `${source.file} is ${what}.`);
}

/**
 * The last time stamp in a delivered file's name: the moment the snapshot was taken, or the end of a history file.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/view-configuration-snapshot.html
 */
function deliveryTime(file: string): Date | undefined {
  const stamps = [...basename(file).matchAll(/_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(?=_)/g)];
  const [, ...parts] = stamps.at(-1) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  if (second === undefined) return undefined;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function parse(text: string): { readonly value: unknown } | { readonly reason: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { reason: messageOf(error) };
  }
}

function refuse(gathered: Gathered, entry: ErrorEntry, source: Source, message: string): void {
  gathered.errors.push({ code: entry.code, message, source });
}
