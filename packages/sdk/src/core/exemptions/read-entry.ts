import { didYouMean } from "../did-you-mean.ts";
import { CORE_ERRORS, type ErrorEntry } from "../errors.ts";
import { isObject, shown, type JsonObject } from "../json.ts";
import { problem, type Problem } from "../problem.ts";
import type { TagPattern } from "./exemption.ts";
import { endOfDay } from "./expiry.ts";
import { FORMS, type TextForm } from "./forms.ts";

/** Keys of an exemption, as the file spells them. */
const KEYS = "id rule accounts regions resourceTypes resourceIds tags reason owner expires".split(" ");

/** What is wrong, by kind, key within the exemption (or `""`) and sentence. */
export type ReportEntry = (
  entry: ErrorEntry,
  key: string,
  message: string,
  options?: { readonly severity?: "error" | "warning"; readonly hint?: string },
) => void;

/** An entry of the file, each member of the right form or absent. */
export interface ReadEntry {
  readonly id: string | undefined;
  readonly rule: string | undefined;
  readonly accounts: readonly string[] | undefined;
  readonly regions: readonly string[] | undefined;
  readonly resourceTypes: readonly string[] | undefined;
  readonly resourceIds: readonly string[] | undefined;
  readonly tags: readonly TagPattern[] | undefined;
  readonly reason: string | undefined;
  readonly owner: string | undefined;
  readonly expires: string | undefined;
}

/** Adds an entry's problems to a list, their places below `path`. */
export function reporter(found: Problem[], path: string): ReportEntry {
  return (entry, key, message, options = {}) => {
    const place = [path, key].filter((part) => part !== "").join(".");
    found.push(problem(entry, place, `${path}${key === "" ? "" : `: ${key}`} ${message}`, options));
  };
}

/** Reads the members of an entry; reports all that are missing, misspelt or of another form. */
export function readEntry(entry: unknown, report: ReportEntry): ReadEntry | undefined {
  if (!isObject(entry)) {
    report(CORE_ERRORS.EXEMPTION_INVALID, "", `is ${shown(entry)}, not an exemption.`);
    return undefined;
  }
  for (const key of Object.keys(entry)) {
    if (KEYS.includes(key)) continue;
    const hint = didYouMean(key, KEYS) || `The keys are ${KEYS.join(", ")}.`;
    report(CORE_ERRORS.EXEMPTION_KEY_UNKNOWN, key, "is not a key of an exemption.", { hint });
  }
  for (const key of ["rule", "accounts", "reason", "owner", "expires"] as const) {
    if (!isGiven(entry, key)) report(CORE_ERRORS.EXEMPTION_INCOMPLETE, key, "is missing.", { hint: FORMS[key].hint });
  }
  if (!isGiven(entry, "resourceIds") && !isGiven(entry, "tags")) {
    report(CORE_ERRORS.EXEMPTION_INCOMPLETE, "", "says neither resourceIds nor tags.", {
      hint: 'Name the resources; write resourceIds: ["*"] to exempt every one.',
    });
  }
  const text = (key: "id" | "rule" | "reason" | "owner" | "expires") =>
    isGiven(entry, key) ? readText(entry[key], key, FORMS[key], report) : undefined;
  const list = (key: "accounts" | "regions" | "resourceTypes" | "resourceIds") =>
    isGiven(entry, key) ? readList(entry[key], key, FORMS[key], report) : undefined;
  return {
    id: text("id"),
    rule: text("rule"),
    accounts: list("accounts"),
    regions: list("regions"),
    resourceTypes: list("resourceTypes"),
    resourceIds: list("resourceIds"),
    tags: isGiven(entry, "tags") ? readTags(entry["tags"], report) : undefined,
    reason: text("reason"),
    owner: text("owner"),
    expires: readDay(text("expires"), report),
  };
}

function isGiven(entry: JsonObject, key: string): boolean {
  return Object.hasOwn(entry, key) && entry[key] !== undefined;
}

function readText(value: unknown, place: string, { form, says, hint, nearest }: TextForm, report: ReportEntry) {
  if (typeof value === "string" && form.test(value)) return value;
  const near = typeof value === "string" ? nearest?.(value) : undefined;
  report(CORE_ERRORS.EXEMPTION_INVALID, place, `is ${shown(value)}, not ${says}.`, { hint: near || hint });
  return undefined;
}

function readDay(text: string | undefined, report: ReportEntry): string | undefined {
  if (text === undefined || endOfDay(text) !== undefined) return text;
  report(CORE_ERRORS.EXEMPTION_INVALID, "expires", `is ${text}, a day that no calendar has.`, {
    hint: FORMS.expires.hint,
  });
  return undefined;
}

function readList(value: unknown, key: string, form: TextForm, report: ReportEntry): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length === 0) {
    const what = Array.isArray(value) ? "is empty, which would cover nothing." : `is ${shown(value)}, not a list.`;
    report(CORE_ERRORS.EXEMPTION_INVALID, key, what, { hint: form.hint });
    return undefined;
  }
  const texts = value.map((member: unknown, index) =>
    readText(key === "accounts" ? accountText(member) : member, `${key}[${index}]`, form, report),
  );
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** YAML reads an account id without quotes as a number. Nothing is lost where it still has twelve digits. */
function accountText(value: unknown): unknown {
  return typeof value === "number" && /^\d{12}$/.test(String(value)) ? String(value) : value;
}

function readTags(value: unknown, report: ReportEntry): readonly TagPattern[] | undefined {
  const pairs = isObject(value) ? Object.entries(value) : [];
  if (pairs.length === 0) {
    const what = isObject(value) ? "is empty, which would cover nothing." : `is ${shown(value)}, not keys and values.`;
    report(CORE_ERRORS.EXEMPTION_INVALID, "tags", what, { hint: "Write tags: { Environment: sandbox-* }." });
    return undefined;
  }
  const tags = pairs.flatMap(([key, given]) => {
    const pattern = readText(given, `tags.${key}`, FORMS.tag, report);
    return pattern === undefined ? [] : [{ key, pattern }];
  });
  return tags.length === pairs.length ? tags : undefined;
}
