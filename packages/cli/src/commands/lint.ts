import { stat } from "node:fs/promises";
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
import { refuseOverwriting } from "../refuse-overwriting.ts";
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

/** Checks the texts of conformance packs. A file that cannot be read does not keep the others from being checked. */
export async function lintCommand(paths: readonly string[], options: LintCommandOptions, io: Io): Promise<ExitCode> {
  if (paths.length === 0) {
    throw new RulewrightError(CLI_ERRORS.USAGE, "No pack is named.", { hint: "Write: rulewright lint my-pack.yaml" });
  }
  const previousManifest = options.previous === undefined ? undefined : await readManifest(options.previous);
  const problems: LintProblem[] = [];
  let files = 0;
  for (const given of new Set(paths)) {
    const found = await findTemplate(given);
    if ("refused" in found) {
      printError(found.refused, false, io);
      continue;
    }
    const { path, text } = found;
    await refuseOverwriting(options.output, [path]);
    files += 1;
    problems.push(
      ...lintPack(text, {
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

/** What `synth` writes a pack's template to. */
const TEMPLATE = "conformance-pack.yaml";
const MODULE = /\.[cm]?[jt]s$/;

type FoundTemplate = { readonly path: string; readonly text: string } | { readonly refused: RulewrightError };

/** The template that a path stands for: a folder that `synth` wrote for the one in it. */
async function findTemplate(given: string): Promise<FoundTemplate> {
  if (MODULE.test(given)) {
    const hint = `Run \`rulewright synth ${given}\` first, then lint the folder that it writes.`;
    return {
      refused: new RulewrightError(CLI_ERRORS.USAGE, `${given} is a module, and lint reads templates.`, { hint }),
    };
  }
  const isFolder = (await stat(given).catch(() => undefined))?.isDirectory() ?? false;
  const path = isFolder ? join(given, TEMPLATE) : given;
  const file = await readText(path);
  if ("text" in file) return { path, text: file.text };
  if (isFolder && !(await stat(path).catch(() => undefined))) {
    const hint = "Name a template, or the folder of one pack that `rulewright synth` wrote.";
    const message = `The folder ${given} holds no ${TEMPLATE}.`;
    return { refused: new RulewrightError(CLI_ERRORS.PATH_MISSING, message, { hint }) };
  }
  return { refused: new RulewrightError(CLI_ERRORS.PATH_MISSING, `${path} cannot be read: ${file.unreadable}.`) };
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
