import { rmSync } from "node:fs";
import { mkdtemp, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type BuildFailure, type Metafile } from "esbuild";
import { RulewrightError, isObject, messageOf } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";
import { resolvePackages } from "./resolve-plugin.ts";

/** A user's module, loaded. */
export interface LoadedModule {
  /** Absolute. */
  readonly file: string;
  /** `file:` URL of the build that was loaded; it is there until this process ends. */
  readonly built: string;
  readonly exports: { readonly [name: string]: unknown };
}

/** Loaded modules, and the packages they import. */
export interface LoadedModules {
  /** In the order of the files given; with `reached`, then every other local module they import. */
  readonly modules: readonly LoadedModule[];
  /** `file:` URLs of the packages' modules. */
  readonly packages: readonly string[];
}

/**
 * Loads TypeScript or JavaScript modules as they are, wherever they lie. All of them go through one build, so that
 * what two of them import is one object.
 *
 * @param reached - Also hand over the local modules that the given ones import.
 * @throws RulewrightError `RW5010` for syntax and unresolved imports, `RW5011` when a module throws.
 */
export async function loadModules(
  files: readonly string[],
  { reached }: { readonly reached: boolean },
): Promise<LoadedModules> {
  const entries = await Promise.all(files.map((file) => realpath(file)));
  const all = reached ? await localModules(entries) : entries;
  const folder = await realpath(await mkdtemp(join(tmpdir(), "rulewright-")));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true })); // until then other threads may load it
  const metafile = await buildInto(folder, all);
  const modules: LoadedModule[] = [];
  for (const [index, file] of all.entries()) {
    const built = pathToFileURL(join(folder, `${index}.mjs`)).href;
    modules.push({ file, built, exports: await importModule(built, file) });
  }
  return { modules, packages: importedPackages(metafile) };
}

const OPTIONS = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  metafile: true,
  logLevel: "silent",
  absWorkingDir: process.cwd(),
} as const;

async function localModules(entries: readonly string[]): Promise<string[]> {
  const { metafile } = await build({
    ...OPTIONS,
    entryPoints: [...entries],
    outdir: "out",
    write: false,
    plugins: [resolvePackages()],
  }).catch(unreadable);
  const inputs = Object.keys(metafile.inputs).map((path) => resolve(path));
  const others = inputs.filter((path) => !entries.includes(path) && /\.[cm]?[jt]s$/.test(path));
  return [...entries, ...others.sort()];
}

async function buildInto(folder: string, files: readonly string[]): Promise<Metafile> {
  const { metafile } = await build({
    ...OPTIONS,
    entryPoints: files.map((file, index) => ({ in: file, out: String(index) })),
    outdir: folder,
    splitting: true,
    outExtension: { ".js": ".mjs" },
    sourcemap: "inline",
    plugins: [resolvePackages()],
  }).catch(unreadable);
  return metafile;
}

async function importModule(built: string, file: string): Promise<LoadedModule["exports"]> {
  try {
    const loaded: unknown = await import(built);
    return isObject(loaded) ? { ...loaded } : {};
  } catch (cause) {
    const message = `${shorten(file)} throws when it is loaded: ${messageOf(cause)}`;
    throw new RulewrightError(CLI_ERRORS.MODULE_THROWS, message, { cause });
  }
}

function importedPackages({ outputs }: Metafile): string[] {
  const external = Object.values(outputs).flatMap(({ imports }) =>
    imports.filter((each) => each.external).map(({ path }) => path),
  );
  return [...new Set(external.filter((path) => path.startsWith("file:")))].sort();
}

function unreadable(error: BuildFailure): never {
  const [first] = error.errors ?? [];
  const place = first?.location
    ? `${shorten(resolve(first.location.file))}:${first.location.line}:${first.location.column + 1}: `
    : "";
  throw new RulewrightError(CLI_ERRORS.MODULE_UNREADABLE, `${place}${first?.text ?? messageOf(error)}`, {
    cause: error,
  });
}

/** A path as a person in this folder would write it. */
export function shorten(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith("..") ? file : path;
}
