import { readFile, readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { RulewrightError } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";
import { chooseDelivered } from "./delivered-files.ts";
import { deliveryNotes } from "./delivery-notes.ts";

const READABLE = /\.(json|jsonl|ndjson)(\.gz)?$|\.template$/;
const YAML = /\.ya?ml$/;
const TEMPLATE_KEY = /^["']?(Resources|AWSTemplateFormatVersion)["']?\s*:/m;
const LONGEST_TEMPLATE = 2 * 1_048_576;

const DELIVERED = /_Config(Snapshot|History)_/;
const EVIDENCE = "evidence.json";

/**
 * The files behind the inputs of `check`, in a stable order: files and `-` as they are, folders with every JSON file
 * and template below them, and the evidence that lies beside a snapshot. Of what AWS Config delivered into a folder the
 * current state alone; `tell` is given a sentence for what was left out or is missing.
 * @throws RulewrightError `RW5003` for a path that is not there, `RW6201` where nothing is to be read.
 */
export async function findInputs(
  paths: readonly string[],
  tell: (sentence: string) => void = () => undefined,
): Promise<string[]> {
  const found = new Set<string>();
  const named = new Set<string>();
  const walked = new Set<string>();
  for (const path of paths) {
    const isFolder = await isFolderAt(path);
    for await (const file of isFolder ? walk(path) : withEvidence(path)) {
      found.add(posix(file));
      (isFolder ? walked : named).add(posix(file));
    }
  }
  const choice = chooseDelivered([...walked], named);
  for (const note of deliveryNotes(choice)) tell(note);
  const chosen = new Set(choice.files);
  const files = [...found].filter((file) => named.has(file) || chosen.has(file));
  if (files.length > 0) return files;
  throw new RulewrightError(CLI_ERRORS.NO_INPUTS, `There is no JSON file in ${paths.join(", ")}.`);
}

async function isFolderAt(path: string): Promise<boolean> {
  if (path === "-") return false;
  const stats = await stat(path).catch(() => undefined);
  if (stats) return stats.isDirectory();
  throw new RulewrightError(CLI_ERRORS.PATH_MISSING, `There is no file or folder ${path}.`);
}

/** A file by itself, and the evidence beside what AWS Config delivered. */
async function* withEvidence(path: string): AsyncGenerator<string> {
  yield path;
  const beside = join(dirname(path), EVIDENCE);
  if (DELIVERED.test(basename(path)) && (await stat(beside).catch(() => undefined))?.isFile()) yield beside;
}

async function* walk(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile() && (READABLE.test(entry.name) || (await isYamlTemplate(path)))) yield path;
  }
}

/** Much else is written in YAML: of a folder only what looks like a template is read. */
async function isYamlTemplate(path: string): Promise<boolean> {
  if (!YAML.test(path) || (await stat(path)).size > LONGEST_TEMPLATE) return false;
  return TEMPLATE_KEY.test(await readFile(path, "utf8"));
}

/** Results name their source alike on every system. */
function posix(path: string): string {
  return path.replaceAll("\\", "/");
}
