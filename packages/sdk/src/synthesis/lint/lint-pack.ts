import { checkConditions } from "./conditions.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { checkFunctions } from "./intrinsics.ts";
import { LINT_LIMITS, LONGEST_TEXT } from "./limits.ts";
import { checkRuleNames } from "./names.ts";
import type { TokenPolicy } from "./pack-model.ts";
import { checkParameters } from "./parameters.ts";
import { parsePack } from "./parse.ts";
import { checkRemediations } from "./remediation.ts";
import { checkRenamed } from "./renamed.ts";
import { createReporter, grouped, type LintProblem, type Report } from "./report.ts";
import { checkResources } from "./resources.ts";
import { checkRule } from "./rules.ts";
import { readSections } from "./sections.ts";
import { checkPlaceholders } from "./tokens.ts";

/** What the linter may be told of a pack. */
export interface LintOptions {
  /** Named in every problem's path. */
  readonly file?: string;
  /** The `manifest.json` of the pack as it was deployed last: names and logical ids are compared with it. */
  readonly previousManifest?: object;
  /** The pack's own `manifest.json`, which lists `previousNames`. */
  readonly manifest?: object;
  /** `refused` for a pack that is deployed as it is, without the stack that fills tokens in; `allowed` by default. */
  readonly tokens?: TokenPolicy;
}

/**
 * Finds everything in a conformance pack's text that AWS refuses, or takes and does not mean: limits, names, managed
 * rules and runbooks as the catalogue knows them. Works on any pack, YAML or JSON, and never throws.
 *
 * @returns All problems, by line; none for a sound pack. Nothing beside syntax is checked in a text that is no YAML.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/custom-conformance-pack.html
 */
export function lintPack(text: string, options: LintOptions = {}): LintProblem[] {
  const { report, sorted } = createReporter(options.file);
  checkSize(text, report);
  if (text.length > LONGEST_TEXT) return sorted();
  const root = parsePack(text, report);
  const pack = root && readSections(root, report, options.tokens ?? "allowed");
  if (pack === undefined) return sorted();
  const uses = checkFunctions(pack);
  checkParameters(pack, uses);
  checkConditions(pack, uses);
  checkResources(pack);
  checkRuleNames(pack);
  for (const rule of pack.rules) checkRule(rule, pack);
  checkRemediations(pack);
  checkPlaceholders(pack);
  if (options.previousManifest) checkRenamed(options.previousManifest, options.manifest, pack);
  return sorted();
}

function checkSize(text: string, report: Report): void {
  const place = { path: "", line: 1, column: 1 };
  const bytes = Buffer.byteLength(text);
  const { templateBytes, templateBytesS3 } = LINT_LIMITS;
  if (bytes > templateBytesS3) {
    report(LINT_ERRORS.TEMPLATE_TOO_LARGE, place, `The template has ${grouped(bytes)} bytes.`);
  } else if (bytes > templateBytes) {
    const message = `The template has ${grouped(bytes)} bytes; ${grouped(templateBytes)} fit into a request.`;
    report(LINT_ERRORS.TEMPLATE_OVER_INLINE, place, message);
  }
}
