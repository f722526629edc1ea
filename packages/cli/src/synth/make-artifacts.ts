import { createHash } from "node:crypto";
import { dirname } from "node:path";
import {
  controlsOf,
  functionEntry,
  functionsOf,
  hashOf,
  manifestOf,
  reevaluatedEntries,
  reevaluatingFunction,
  ruleHashes,
  runbooksOf,
  synthesizePack,
  synthesizeStack,
  toYaml,
  type ConformancePack,
  type ControlCoverage,
  type ManifestExtras,
  type PackFunction,
  type StackInputs,
  type WrittenFile,
} from "@rulewright/sdk/synthesis";
import { bundleFunction, hashRuleCode } from "../bundle/bundle-function.ts";
import type { FunctionFile } from "../bundle/function-file.ts";
import { ruleModules, type RuleModule } from "../bundle/rule-modules.ts";
import { ruleSpecifier } from "../bundle/single-rule-modules.ts";
import { contentHash, zipFunction } from "../bundle/zip-function.ts";
import type { LoadedModules } from "../modules/load-modules.ts";
import { TOOL } from "../version.ts";
import type { FileToWrite } from "../write-folder.ts";
import { withComparisonFacts } from "./comparison-facts.ts";
import type { MadeFunction } from "./made-function.ts";
import { stackFacts } from "./stack-facts.ts";

const STACK_TEMPLATE = "stack.template.yaml";

/** The files of a pack. */
export interface Artifacts {
  readonly pack: ConformancePack;
  readonly files: readonly FileToWrite[];
}

/**
 * Makes everything that deploys a pack, in memory.
 * @param coverage - How its framework is covered by all packs that are made together.
 * @throws RulewrightError `RW5014`, `RW5016`.
 */
export async function makeArtifacts(
  pack: ConformancePack,
  loaded: LoadedModules,
  coverage: readonly ControlCoverage[] | undefined,
): Promise<Artifacts> {
  const functions = functionsOf(pack);
  const modules = await modulesOf(functions, loaded);
  const codeHashes = await hashRuleCode(modules);
  const hashes = ruleHashes(pack, (name) => codeHashes.get(name));
  const resolveDir = dirname(loaded.modules[0]?.file ?? process.cwd());
  const made = await Promise.all(functions.map((each) => makeFunction(each, { pack, hashes, modules, resolveDir })));
  const files: FileToWrite[] = [
    { path: "conformance-pack.yaml", content: toYaml(synthesizePack(pack)) },
    { path: "controls.json", content: toText(controlsOf(pack, coverage)) },
    ...made.flatMap(({ files: own }) => own),
    ...runbooksOf(pack).map(({ fileName, content }) => ({ path: `runbooks/${fileName}`, content })),
  ];
  const manifest: ManifestMaker = (tool, written, extras) =>
    withComparisonFacts(manifestOf(pack, tool, written, { ruleHashes: hashes, ...extras }), pack, codeHashes);
  return { pack, files: [...files, ...stackAndManifest(pack, made, manifest, files.map(described))] };
}

/** What tells a file from any other. */
export function described({ path, content }: FileToWrite): WrittenFile {
  const bytes = Buffer.byteLength(content);
  return { path, bytes, sha256: createHash("sha256").update(content).digest("hex") };
}

async function modulesOf(
  functions: readonly PackFunction[],
  loaded: LoadedModules,
): Promise<ReadonlyMap<string, RuleModule>> {
  const moduleOf = await ruleModules(loaded);
  return new Map(functions.flatMap(({ entries }) => entries.map((entry) => [entry.name, moduleOf(entry)])));
}

interface Making {
  readonly pack: ConformancePack;
  readonly hashes: ReadonlyMap<string, string>;
  readonly modules: ReadonlyMap<string, RuleModule>;
  readonly resolveDir: string;
}

async function makeFunction(each: PackFunction, making: Making): Promise<MadeFunction> {
  const { name, codeParameter, entries } = each;
  const { pack, hashes, modules, resolveDir } = making;
  const reevaluates = reevaluatingFunction(functionsOf(pack))?.name === name;
  const source = functionEntry(
    entries,
    ({ name: rule }) => ruleSpecifier(rule),
    pack.framework,
    reevaluates ? reevaluatedEntries(pack, hashes) : undefined,
  );
  const code: readonly FunctionFile[] = await bundleFunction(source, modules, resolveDir);
  const hash = contentHash(code);
  const zip = `functions/${name}-${hash}.zip`;
  const files = code.map(({ path, content }) => ({ path: `functions/${name}/${path}`, content }));
  return { name, codeParameter, hash, zip, files: [...files, { path: zip, content: zipFunction(code) }] };
}

type ManifestMaker = (tool: string, written: readonly WrittenFile[], extras: ManifestExtras) => object;

/** The template says which manifest it belongs to, and the manifest lists the template: the hash leaves that file out. */
function stackAndManifest(
  pack: ConformancePack,
  made: readonly MadeFunction[],
  manifestWith: ManifestMaker,
  files: readonly WrittenFile[],
): FileToWrite[] {
  const inputs: StackInputs = { tool: TOOL, code: made };
  const stack = stackFacts(pack, STACK_TEMPLATE, synthesizeStack(pack, inputs), made);
  const hash = hashOf({
    // what made the files is no part of them
    manifest: manifestWith("", files, { stack }),
    template: synthesizeStack(pack, { ...inputs, tool: "" }),
  });
  const template = toYaml(synthesizeStack(pack, { ...inputs, manifestHash: hash }));
  const written = { path: STACK_TEMPLATE, content: template };
  const manifest = manifestWith(TOOL, [...files, described(written)], { stack, hash });
  return [written, { path: "manifest.json", content: toText(manifest) }];
}

function toText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
