import { basename, resolve } from "node:path";
import { build, type BuildFailure } from "esbuild";
import { RulewrightError, messageOf } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";
import { resolvePackagesInto } from "../modules/resolve-plugin.ts";
import type { FunctionFile } from "./function-file.ts";
import { environmentCredentials } from "./environment-credentials.ts";
import type { RuleModule } from "./rule-modules.ts";
import { stableChunks } from "./stable-chunks.ts";
import { singleRuleModules } from "./single-rule-modules.ts";

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
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir, sourcefile: "index.mjs", loader: "js" },
    bundle: true,
    splitting: true,
    outdir: OUT,
    entryNames: "index",
    chunkNames: "chunk-[hash]",
    outExtension: { ".js": ".mjs" },
    write: false,
    format: "esm",
    platform: "node",
    target: "node22",
    mainFields: ["module", "main"],
    minify: true,
    legalComments: "none",
    charset: "utf8",
    banner: { js: BANNER },
    logLevel: "silent",
    plugins: [singleRuleModules(rules), environmentCredentials(), resolvePackagesInto()],
  }).catch((error: BuildFailure) => {
    const text = error.errors?.[0]?.text ?? messageOf(error);
    throw new RulewrightError(CLI_ERRORS.BUNDLE_FAILED, `A function cannot be bundled: ${text}`, { cause: error });
  });
  return stableChunks(outputFiles.map(({ path, contents }) => ({ path: basename(path), content: contents })));
}
