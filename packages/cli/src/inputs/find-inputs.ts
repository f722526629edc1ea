import type { Stats } from "node:fs";
import { readFile, readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
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
 * and template below them, and the evidence that lies beside a snapshot. Symbolic links are followed; a file that is
 * reached in several ways is there once, by its first name. Of what AWS Config delivered into a folder the current state
 * alone; `tell` is given a sentence for what was left out or is missing.
 * @throws RulewrightError `RW5003` for a path that is not there, `RW6201` where nothing is to be read.
 */
export async function findInputs(
  paths: readonly string[],
  tell: (sentence: string) => void = () => undefined,
): Promise<string[]> {
  const found = new Map<string, string>(); // names by where the files are
  const named = new Set<string>();
  const walked = new Set<string>();
  const entered = new Set<string>();
  for (const path of paths) {
    const isFolder = await isFolderAt(path);
    for await (const { file, real } of isFolder ? walk(path, entered) : withEvidence(path)) {
      const name = found.get(real) ?? posix(file);
      found.set(real, name);
      (isFolder ? walked : named).add(name);
    }
  }
  const choice = chooseDelivered([...walked], named);
  for (const note of deliveryNotes(choice)) tell(note);
  const chosen = new Set(choice.files);
  const files = [...found.values()].filter((file) => named.has(file) || chosen.has(file));
  if (files.length > 0) return files;
  throw new RulewrightError(CLI_ERRORS.NO_INPUTS, `There is no JSON file in ${paths.join(", ")}.`);
}

async function isFolderAt(path: string): Promise<boolean> {
  if (path === "-") return false;
  const stats = await statsOf(path);
  if (stats) return stats.isDirectory();
  throw new RulewrightError(CLI_ERRORS.PATH_MISSING, `There is no file or folder ${path}.`);
}

/** A file that was found, and where it is once links are followed. */
interface Found {
  readonly file: string;
  readonly real: string;
}

/** A file by itself, and the evidence beside what AWS Config delivered. */
async function* withEvidence(path: string): AsyncGenerator<Found> {
  if (path === "-") return yield { file: path, real: path };
  yield { file: path, real: await realOf(path) };
  const beside = join(dirname(path), EVIDENCE);
  if (DELIVERED.test(basename(path)) && (await statsOf(beside))?.isFile())
    yield { file: beside, real: await realOf(beside) };
}

/** @param entered - Folders that were walked, links followed: a link may lead back to one. */
async function* walk(folder: string, entered: Set<string>): AsyncGenerator<Found> {
  const realFolder = await realOf(folder);
  if (entered.has(realFolder)) return;
  entered.add(realFolder);
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const isLink = entry.isSymbolicLink();
    const stats = isLink ? await statsOf(path) : entry;
    if (!stats) {
      if (mayBeInput(entry.name)) yield { file: path, real: path };
    } else if (stats.isDirectory()) yield* walk(path, entered);
    else if (stats.isFile() && (READABLE.test(entry.name) || (await isYamlTemplate(path))))
      yield { file: path, real: isLink ? await realOf(path) : join(realFolder, entry.name) };
  }
}

/** Where a path leads to. A pipe that a shell names has a path that leads to no name. */
async function realOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

/** What a path leads to; nothing where it leads nowhere. */
async function statsOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}

/** Whether a link that leads nowhere was to lead to an input, or to a folder of them. It is told of when it is read. */
function mayBeInput(name: string): boolean {
  return READABLE.test(name) || YAML.test(name) || extname(name) === "";
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
