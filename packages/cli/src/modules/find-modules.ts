import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { RulewrightError } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";

/** A module to load, and whether it was named or found in a folder. */
export interface ModuleFile {
  readonly file: string;
  /** A named module must export something; one found in a folder may be a helper. */
  readonly named: boolean;
}

const MODULE = /\.(ts|mts|js|mjs)$/;
const NOT_A_MODULE = /\.d\.m?ts$|\.(test|spec)\.[cm]?[jt]s$/;

/** The modules behind paths: files as they are, folders with all modules below them but tests and declarations. */
export async function findModules(paths: readonly string[]): Promise<ModuleFile[]> {
  const found: ModuleFile[] = [];
  for (const path of paths) {
    const stats = await stat(path).catch(() => undefined);
    if (!stats) throw new RulewrightError(CLI_ERRORS.PATH_MISSING, `There is no file or folder ${path}.`);
    if (!stats.isDirectory()) found.push({ file: path, named: true });
    else for await (const file of walk(path)) found.push({ file, named: false });
  }
  return found;
}

async function* walk(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== "node_modules" && entry.name !== "dist" && !entry.name.startsWith(".")) yield* walk(path);
    } else if (entry.isFile() && MODULE.test(entry.name) && !NOT_A_MODULE.test(entry.name)) {
      yield path;
    }
  }
}
