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
import type { CheckInput, PlannedItem, RawItem, SourcedEvidence } from "@rulewright/sdk/evaluation";
import { isTemplate } from "@rulewright/sdk/items";
import { CLI_ERRORS } from "../errors.ts";
import { deliveryTime } from "./delivery-time.ts";
import { fromBatch, fromQuery } from "./query-items.ts";
import { rivalArrays } from "./rival-arrays.ts";

/** Where templates are deployed, and with what. */
export interface TemplateSettings {
  readonly accountId: string;
  readonly region: string;
  readonly parameters: { readonly [name: string]: string };
  readonly now?: Date | undefined;
  /** Told of each template what parameters it declares; nothing where it cannot be read. */
  readonly onTemplate?: (parameters: readonly string[] | undefined) => void;
}

/** A document's content. */
export interface Gathered extends CheckInput {
  readonly items: (RawItem | PlannedItem)[];
  readonly evidence: SourcedEvidence[];
  readonly errors: CheckError[];
  readonly notJudged: NonNullable<CheckInput["notJudged"]>[number][];
}

const TEMPLATE_FILE = /\.(ya?ml|template)$/;

/** Whether a document is a template by its name. */
export function isTemplateFile(file: string): boolean {
  return TEMPLATE_FILE.test(file);
}

/** Reads a whole document; what cannot be read is an error in it. */
export async function readDocument(text: string, file: string, settings: TemplateSettings): Promise<Gathered> {
  const gathered = emptyDocument();
  if (isTemplateFile(file)) await addTemplate(text, file, settings, gathered);
  else await readJson(text, file, settings, gathered);
  return gathered;
}

/** A document without content. */
export function emptyDocument(): Gathered {
  return { items: [], evidence: [], errors: [], notJudged: [] };
}

async function readJson(text: string, file: string, settings: TemplateSettings, gathered: Gathered): Promise<void> {
  const whole = parseJson(text);
  if ("value" in whole) {
    if (isTemplate(whole.value)) return addTemplate(text, file, settings, gathered);
    return addValue(whole.value, text, { file }, gathered);
  }
  const lines = text.split("\n");
  const [first] = lines;
  // JSON lines: more than one line, and the first is a document by itself
  if (first !== undefined && lines.length > 1 && "value" in parseJson(first)) {
    for (const [index, line] of lines.entries()) addLine(line, { file, line: index + 1 }, gathered);
    return;
  }
  const message = `${file} is not JSON (${whole.reason}); it has ${Buffer.byteLength(text)} bytes.`;
  refuse(gathered, CLI_ERRORS.INPUT_UNREADABLE, { file }, message);
}

/** Reads a line of JSON lines. */
export function addLine(text: string, source: Source, gathered: Gathered): void {
  if (text.trim() === "") return;
  const parsed = parseJson(text);
  if ("value" in parsed) return addValue(parsed.value, text, source, gathered);
  const message = `Line ${source.line} of ${source.file} is not JSON (${parsed.reason}).`;
  refuse(gathered, CLI_ERRORS.INPUT_UNREADABLE, source, message);
}

/** @param text - What the value was parsed from. */
function addValue(value: unknown, text: string, source: Source, gathered: Gathered): void {
  if (Array.isArray(value)) return addItems(value, source, gathered);
  if (!isObject(value)) return unknownInput(value, source, gathered);
  if (isEvidenceFile(value)) return addEvidence(value, source, gathered);
  const rivals = rivalArrays(value, text);
  if (rivals !== undefined) {
    const message = `${source.file} cannot be read: ${rivals}.`;
    return refuse(gathered, CLI_ERRORS.INPUT_UNREADABLE, source, message);
  }
  if ("configurationItems" in value || "configSnapshotId" in value)
    return addItems(value["configurationItems"], source, gathered);
  if ("baseConfigurationItems" in value) return addBatch(value, source, gathered);
  if (isNotification(value)) return addItems([value["configurationItem"]], source, gathered);
  if ("resourceType" in value || "configurationItemStatus" in value) return addItems([value], source, gathered);
  if (Array.isArray(value["Results"])) return addPage(value, source, gathered);
  unknownInput(value, source, gathered);
}

/** A change that was too large to be sent, as a bucket has it instead. */
function isNotification(value: JsonObject): boolean {
  return isObject(value["configurationItem"]) && "messageType" in value;
}

function addBatch(value: JsonObject, source: Source, gathered: Gathered): void {
  addUnprocessed(value["unprocessedResourceKeys"], source, gathered);
  addItems(value["baseConfigurationItems"], source, gathered, fromBatch);
}

function addPage(value: JsonObject, source: Source, gathered: Gathered): void {
  if (typeof value["NextToken"] === "string") {
    const message = `${source.file} is one page of a query: what follows its NextToken is in another, if anywhere.`;
    refuse(gathered, CLI_ERRORS.INPUT_PARTIAL, source, message);
  }
  addItems(value["Results"], source, gathered, fromQuery);
}

function addItems(
  items: unknown,
  source: Source,
  gathered: Gathered,
  convert: (raw: unknown) => Pick<RawItem, "raw" | "unknown"> = (raw) => ({ raw }),
): void {
  if (!Array.isArray(items) || items.length === 0) {
    return refuse(gathered, CLI_ERRORS.SNAPSHOT_EMPTY, source, `${source.file} holds no configuration items.`);
  }
  const deliveredAt = deliveryTime(source.file);
  for (const item of items) gathered.items.push({ ...convert(item), source, ...(deliveredAt ? { deliveredAt } : {}) });
}

/** Resources that a batch was asked for and has not: each is one that nobody judges. */
function addUnprocessed(keys: unknown, source: Source, gathered: Gathered): void {
  for (const key of Array.isArray(keys) ? (keys as readonly unknown[]) : []) {
    const { resourceType, resourceId } = isObject(key) ? key : {};
    if (typeof resourceType !== "string" || typeof resourceId !== "string") continue;
    const message = `${source.file} lacks ${resourceType} ${resourceId}: it is among the unprocessedResourceKeys.`;
    gathered.errors.push({ code: CLI_ERRORS.INPUT_UNREADABLE.code, message, resourceType, resourceId, source });
  }
}

function addEvidence(value: JsonObject, source: Source, gathered: Gathered): void {
  try {
    gathered.evidence.push(...parseEvidenceFile(value).map((entry) => ({ entry, source })));
  } catch (error) {
    gathered.errors.push({ code: codeOf(error), message: `${source.file}: ${messageOf(error)}`, source });
  }
}

/** The YAML library and the adapters are loaded by a run that meets a template. */
async function addTemplate(text: string, file: string, settings: TemplateSettings, gathered: Gathered): Promise<void> {
  const { readTemplate } = await import("@rulewright/sdk/templates");
  const { resources, notJudged, problems, parameters } = readTemplate(text, { file, ...settings });
  settings.onTemplate?.(parameters);
  gathered.items.push(...resources);
  const { accountId, region } = settings;
  for (const { resourceType, logicalId, line, reason, partOf } of notJudged) {
    const resource = { resourceType, logicalId, source: { file, line, logicalId }, reason };
    gathered.notJudged.push({ resource, deployed: { accountId, region, partOf } });
  }
  for (const { code, message, line } of problems)
    gathered.errors.push({ code, message, source: { file, ...(line === undefined ? {} : { line }) } });
}

function unknownInput(value: unknown, source: Source, gathered: Gathered): void {
  const isEvent = isObject(value) && "invokingEvent" in value;
  const what = isEvent ? "a Lambda event (see `rulewright invoke`)" : "none of the inputs that check reads";
  refuse(gathered, CLI_ERRORS.INPUT_UNKNOWN, source, `${source.file} is ${what}.`);
}

function parseJson(text: string): { readonly value: unknown } | { readonly reason: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { reason: messageOf(error) };
  }
}

function refuse(gathered: Gathered, entry: ErrorEntry, source: Source, message: string): void {
  gathered.errors.push({ code: entry.code, message, source });
}
