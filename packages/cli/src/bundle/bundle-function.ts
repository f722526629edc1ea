import { createHash } from "node:crypto";
import { basename, resolve } from "node:path";
import { build, type BuildFailure, type BuildOptions } from "esbuild";
import { RulewrightError, messageOf } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";
import { resolvePackagesInto } from "../modules/resolve-plugin.ts";
import type { FunctionFile } from "./function-file.ts";
import { environmentCredentials } from "./environment-credentials.ts";
import type { RuleModule } from "./rule-modules.ts";
import { stableChunks } from "./stable-chunks.ts";
import { ruleSpecifier, singleRuleModules } from "./single-rule-modules.ts";

/** Nothing is written there; the bundler wants a folder for a bundle of several files. */
const OUT = resolve("out");

/**
 * The AWS SDK holds CommonJS modules, which need `require` in an ES module.
 * @see https://github.com/evanw/esbuild/issues/1921
 */
const BANNER = `import{createRequire}from"node:module";const require=createRequire(import.meta.url);`;

/**
 * Bundles a function's entry and all it imports, AWS clients included (the runtime's own copy floats), into ES
 * modules: the entry, a chunk for each rule, and what they share. A rule's chunk is loaded at its first event, so a cold
 * start reads what the event needs, and the bundler can drop what no rule calls; in one file it would have to keep
 * every client whole. Equal input gives equal bytes.
 * @param rules - Where each rule is, by its deployed name.
 * @param resolveDir - The folder that the entry's imports are looked up from.
 * @throws RulewrightError `RW5016`.
 */
export async function bundleFunction(
  entry: string,
  rules: ReadonlyMap<string, RuleModule>,
  resolveDir: string,
): Promise<FunctionFile[]> {
  const files = await bundle(rules, {
    stdin: { contents: entry, resolveDir, sourcefile: "index.mjs", loader: "js" },
    splitting: true,
    entryNames: "index",
    chunkNames: "chunk-[hash]",
    outExtension: { ".js": ".mjs" },
    banner: { js: BANNER },
  });
  return stableChunks(files);
}

/**
 * Hashes the code of each rule with all it imports, by the rule's deployed name. Each is bundled by itself, so that the
 * hash stays while other rules of its function come, go or change.
 * @returns SHA-256, in lower-case hexadecimal.
 * @throws RulewrightError `RW5016`.
 */
export async function hashRuleCode(rules: ReadonlyMap<string, RuleModule>): Promise<ReadonlyMap<string, string>> {
  const names = [...rules.keys()];
  if (names.length === 0) return new Map();
  const files = await bundle(rules, {
    entryPoints: names.map((name, index) => ({ in: ruleSpecifier(name), out: String(index) })),
    splitting: false,
  });
  const byFile = new Map(files.map(({ path, content }) => [path, content]));
  return new Map(
    names.map((name, index) => {
      const content = byFile.get(`${index}.js`) ?? new Uint8Array();
      return [name, createHash("sha256").update(content).digest("hex")];
    }),
  );
}

async function bundle(rules: ReadonlyMap<string, RuleModule>, options: BuildOptions): Promise<FunctionFile[]> {
  const { outputFiles = [] } = await build({
    bundle: true,
    outdir: OUT,
    write: false,
    format: "esm",
    platform: "node",
    target: "node22",
    mainFields: ["module", "main"],
    minify: true,
    legalComments: "none",
    charset: "utf8",
    logLevel: "silent",
    plugins: [singleRuleModules(rules), environmentCredentials(), resolvePackagesInto()],
    ...options,
  }).catch((error: BuildFailure) => {
    const text = error.errors?.[0]?.text ?? messageOf(error);
    throw new RulewrightError(CLI_ERRORS.BUNDLE_FAILED, `A function cannot be bundled: ${text}`, { cause: error });
  });
  return outputFiles.map(({ path, contents }) => ({ path: basename(path), content: contents }));
}
