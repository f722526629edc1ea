import { readFile, readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { RulewrightError } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";

const READABLE = /\.(json|jsonl|ndjson)(\.gz)?$|\.template$/;
const YAML = /\.ya?ml$/;
const TEMPLATE_KEY = /^["']?(Resources|AWSTemplateFormatVersion)["']?\s*:/m;
const LONGEST_TEMPLATE = 2 * 1_048_576;

const SNAPSHOT = /_Config(Snapshot|History)_/;
const EVIDENCE = "evidence.json";

/**
 * The files behind the inputs of `check`, in a stable order: files and `-` as they are, folders with every JSON file
 * and template below them, and the evidence that lies beside a snapshot.
 * @throws RulewrightError `RW5003` for a path that is not there, `RW6201` where nothing is to be read.
 */
export async function findInputs(paths: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    if (path === "-") {
      found.add(path);
      continue;
    }
    const stats = await stat(path).catch(() => undefined);
    if (!stats) throw new RulewrightError(CLI_ERRORS.PATH_MISSING, `There is no file or folder ${path}.`);
    if (stats.isDirectory()) for await (const file of walk(path)) found.add(posix(file));
    else {
      found.add(posix(path));
      const beside = join(dirname(path), EVIDENCE);
      if (SNAPSHOT.test(basename(path)) && (await stat(beside).catch(() => undefined))?.isFile())
        found.add(posix(beside));
    }
  }
  if (found.size > 0) return [...found];
  throw new RulewrightError(CLI_ERRORS.NO_INPUTS, `There is no JSON file in ${paths.join(", ")}.`);
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
