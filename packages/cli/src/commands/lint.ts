import { dirname, join } from "node:path";
import { toLintJson, toLintSarif, toLintTable } from "@rulewright/reports";
import { RulewrightError, isObject, messageOf } from "@rulewright/sdk";
import { LINT_ERRORS, lintPack, type LintProblem } from "@rulewright/sdk/synthesis";
import { CLI_ERRORS } from "../errors.ts";
import { readText } from "../inputs/read-file.ts";
import { EXIT, type ExitCode, type Io } from "../io.ts";
import type { LintFormat } from "../lint-formats.ts";
import { printError } from "../print-error.ts";
import { TOOL } from "../version.ts";
import { writeOutput } from "../write-output.ts";

/** Options of `rulewright lint`. */
export interface LintCommandOptions {
  readonly format: LintFormat;
  readonly json?: boolean;
  readonly output?: string;
  /** The `manifest.json` of what is deployed: names and logical ids are compared with it. */
  readonly previous?: string;
  /** `false` for packs that are deployed without the stack which fills our tokens in. */
  readonly tokens?: boolean;
}

/** Checks conformance packs' texts. A file that cannot be read does not keep the others from being checked. */
export async function lintCommand(paths: readonly string[], options: LintCommandOptions, io: Io): Promise<ExitCode> {
  if (paths.length === 0) {
    throw new RulewrightError(CLI_ERRORS.USAGE, "No pack is named.", { hint: "Write: rulewright lint my-pack.yaml" });
  }
  const previousManifest = options.previous === undefined ? undefined : await readManifest(options.previous);
  const problems: LintProblem[] = [];
  let files = 0;
  for (const path of new Set(paths)) {
    const file = await readText(path);
    if ("unreadable" in file) {
      const message = `${path} cannot be read: ${file.unreadable}.`;
      printError(new RulewrightError(CLI_ERRORS.PATH_MISSING, message), false, io);
      continue;
    }
    files += 1;
    problems.push(
      ...lintPack(file.text, {
        file: path,
        tokens: options.tokens === false ? "refused" : "allowed",
        ...(previousManifest ? { previousManifest, ...(await manifestBeside(path)) } : {}),
      }),
    );
  }
  if (files > 0) await writeOutput([toText(problems, files, options, io)], options.output, io);
  if (files < new Set(paths).size) return EXIT.FAILED;
  return problems.some(({ severity }) => severity === "error") ? EXIT.NON_COMPLIANT : EXIT.CLEAN;
}

function toText(problems: readonly LintProblem[], files: number, options: LintCommandOptions, io: Io): string {
  const format = options.json ? "json" : options.format;
  if (format === "json") return toLintJson(problems);
  if (format === "sarif") return toLintSarif(problems, LINT_ERRORS, TOOL);
  return toLintTable(problems, { color: io.color && options.output === undefined, files });
}

async function readManifest(path: string): Promise<object> {
  const file = await readText(path);
  if ("unreadable" in file) {
    throw new RulewrightError(CLI_ERRORS.PATH_MISSING, `${path} cannot be read: ${file.unreadable}.`);
  }
  const hint = "Give the manifest.json that rulewright synth wrote.";
  try {
    const value: unknown = JSON.parse(file.text);
    if (isObject(value) && Array.isArray(value["rules"])) return value;
  } catch (cause) {
    const message = `${path} is no JSON: ${messageOf(cause)}`;
    throw new RulewrightError(CLI_ERRORS.INPUT_UNREADABLE, message, { cause, hint });
  }
  throw new RulewrightError(CLI_ERRORS.INPUT_UNREADABLE, `${path} is no manifest of a pack.`, { hint });
}

/** The pack's own manifest, which tells the previous names of its rules; a pack written by hand has none. */
async function manifestBeside(path: string): Promise<{ manifest?: object }> {
  try {
    return path === "-" ? {} : { manifest: await readManifest(join(dirname(path), "manifest.json")) };
  } catch {
    return {};
  }
}
