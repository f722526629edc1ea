import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { RulewrightError } from "@rulewright/sdk";
import { counted } from "@rulewright/reports";
import {
  checkPack,
  coverageOf,
  isFramework,
  type ConformancePack,
  type ControlCoverage,
  type WrittenFile,
} from "@rulewright/sdk/synthesis";
import { CLI_ERRORS } from "../errors.ts";
import { exemptPacks } from "../exemptions/exempt-packs.ts";
import { EXIT, type ExitCode, type Io } from "../io.ts";
import { frameworkPacks } from "../modules/framework-packs.ts";
import { loadPacks } from "../modules/definitions.ts";
import { warnProblem } from "../print-error.ts";
import { ProblemsError } from "../problems-error.ts";
import { described, makeArtifacts } from "../synth/make-artifacts.ts";
import { writeFolder } from "../write-folder.ts";

/** Options of `rulewright synth`. */
export interface SynthOptions {
  /** Frameworks of the catalogue to make packs of, with the installed rules. */
  readonly framework?: readonly string[];
  /** A file of exemptions for the functions. */
  readonly exemptions?: string;
  readonly out: string;
  readonly json?: boolean;
}

const DEFAULT_FOLDER = "conformance-packs";
/** What tells a folder that was written here from others. */
const MARKS = ["conformance-pack.yaml", "manifest.json"];

/** Writes what deploys packs: templates of pack and stack, function code, controls and manifest. */
export async function synthCommand(paths: readonly string[], options: SynthOptions, io: Io): Promise<ExitCode> {
  const loaded = options.framework
    ? await frameworkPacks(options.framework, io)
    : await loadPacks(await packPaths(paths), warnProblem(io));
  const problems = loaded.packs.flatMap(checkPack);
  if (problems.some(({ severity }) => severity === "error")) throw new ProblemsError(problems);
  problems.forEach(warnProblem(io));
  // everything is made before anything is written
  const coverages = frameworkCoverages(loaded.packs);
  const exempted = options.exemptions ? await exemptPacks(loaded.packs, options.exemptions, io) : loaded.packs;
  const made = await Promise.all(
    exempted.map((pack) => makeArtifacts(pack, loaded.loaded, coverages.get(pack.framework))),
  );
  for (const { pack, files } of made) await writeFolder(join(options.out, pack.name), files, MARKS);
  const packs = made.map(({ pack, files }) => ({ name: pack.name, files: files.map(described) }));
  if (options.json) io.out(`${JSON.stringify({ version: 1, packs }, null, 2)}\n`);
  else {
    for (const { name, files } of packs) io.out(summary(join(options.out, name), files));
    for (const [framework, coverage] of coverages) io.out(coverageSummary(String(framework), coverage));
  }
  return EXIT.CLEAN;
}

async function packPaths(paths: readonly string[]): Promise<readonly string[]> {
  if (paths.length > 0) return paths;
  if ((await stat(DEFAULT_FOLDER).catch(() => undefined))?.isDirectory()) return [DEFAULT_FOLDER];
  throw new RulewrightError(CLI_ERRORS.NO_PACKS, `No pack is named, and there is no folder ${DEFAULT_FOLDER} here.`);
}

/** How the frameworks that packs name are covered by all of them together: a large framework has several packs. */
function frameworkCoverages(packs: readonly ConformancePack[]): ReadonlyMap<string | undefined, ControlCoverage[]> {
  const covered = new Map<string | undefined, ControlCoverage[]>();
  for (const pack of packs) {
    const { framework } = pack;
    if (framework === undefined || !isFramework(framework) || covered.has(framework)) continue;
    const rules = packs.filter((other) => other.framework === framework).flatMap((other) => other.rules);
    covered.set(framework, coverageOf({ ...pack, rules }, framework));
  }
  return covered;
}

/** `cis-1.2.0: 30 of 49 controls have a rule; none for 1.1, 3.1 …; 3 are for a person to look at`. */
function coverageSummary(framework: string, coverage: readonly ControlCoverage[]): string {
  const of = (...statuses: readonly ControlCoverage["status"][]) =>
    coverage.filter(({ status }) => statuses.includes(status));
  const without = of("uncovered", "gap").map(({ control }) => control.slice(control.indexOf("/") + 1));
  const named = without.length > 12 ? [...without.slice(0, 12), "…"] : without;
  const parts = [
    `${of("covered").length} of ${counted(coverage.length, "control")} have a rule`,
    ...(without.length > 0 ? [`none for ${named.join(", ")}`] : []),
    ...(of("manual").length > 0 ? [`${of("manual").length} for a person to look at`] : []),
  ];
  return `${framework}: ${parts.join("; ")} (controls.json)\n`;
}

/** The function's chunks as one line: they matter together. */
function summary(folder: string, files: readonly WrittenFile[]): string {
  const isChunk = ({ path }: WrittenFile) => /\/chunk-[^/]*$/.test(path);
  const lines = files
    .filter((file) => !isChunk(file))
    .map(({ path, bytes }) => {
      const chunks = files.filter((file) => isChunk(file) && dirname(file.path) === dirname(path));
      const total = chunks.reduce((sum, chunk) => sum + chunk.bytes, bytes);
      return { name: chunks.length > 0 ? `${path} and ${counted(chunks.length, "chunk")}` : path, total };
    });
  const width = Math.max(...lines.map(({ name }) => name.length));
  const text = lines.map(({ name, total }) => `  ${name.padEnd(width)}  ${(total / 1024).toFixed(1).padStart(8)} KiB`);
  return `${folder}: ${counted(files.length, "file")}\n${text.join("\n")}\n`;
}
