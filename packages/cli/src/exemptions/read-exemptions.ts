import {
  RulewrightError,
  parseExemptions,
  type Exemption,
  type ExemptionFacts,
  type ParsedExemptions,
  type Problem,
} from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";
import { readText } from "../inputs/read-file.ts";
import { ProblemsError } from "../problems-error.ts";
import { parseYaml } from "./parse-yaml.ts";

/** A file of exemptions without errors. */
export interface ExemptionsFile {
  /** As it was given. */
  readonly path: string;
  readonly exemptions: readonly Exemption[];
  /** Messages begin with the file and line. */
  readonly warnings: readonly Problem[];
  /** Where something stands, by its path in the document. */
  readonly lineOf: (path: string) => number;
}

/**
 * Reads `exemptions.yaml`.
 * @throws RulewrightError `RW5003` for a file that cannot be read. @throws ProblemsError `RW1030` … `RW1035`, all at
 * once: a file with a mistake exempts nothing.
 */
export async function readExemptions(path: string, facts: ExemptionFacts): Promise<ExemptionsFile> {
  const file = await readText(path);
  if ("unreadable" in file) {
    throw new RulewrightError(CLI_ERRORS.PATH_MISSING, `${path} cannot be read: ${file.unreadable}.`);
  }
  const { exemptions, problems, lineOf } = parse(file.text, facts);
  const placed = problems.map((each) => withPlace(each, path, each.line ?? lineOf(each.path)));
  if (placed.some(({ severity }) => severity === "error")) throw new ProblemsError(placed);
  return { path, exemptions, warnings: placed, lineOf };
}

/** A problem that says where it stands. */
export function withPlace(problem: Problem, file: string, line: number): Problem {
  return { ...problem, message: `${file}:${line}: ${problem.message}`, line };
}

function parse(text: string, facts: ExemptionFacts): ParsedExemptions & Pick<ExemptionsFile, "lineOf"> {
  const yaml = parseYaml(text);
  if ("problems" in yaml) return { exemptions: [], problems: yaml.problems, lineOf: () => 1 };
  return { ...parseExemptions(yaml.document, facts), lineOf: yaml.lineOf };
}
