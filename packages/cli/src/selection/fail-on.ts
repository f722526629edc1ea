import { RulewrightError, didYouMean, type CheckResult, type Severity } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";
import { EXIT, type ExitCode } from "../io.ts";
import { SEVERITIES } from "./severities.ts";

/** What `--fail-on` says beside severities. */
const CONDITIONS = ["non-compliant", "undetermined", "errors"] as const;

/** What an exit code depends on. */
export type Judged = Pick<CheckResult, "errors"> & {
  readonly summary: Pick<CheckResult["summary"], "nonCompliant" | "undetermined">;
  readonly evaluations: readonly Pick<CheckResult["evaluations"][number], "status" | "complianceType" | "severity">[];
};

/** The exit code of a result. */
export type FailOn = (result: Judged) => ExitCode;

/**
 * Reads `--fail-on`. What could not be read or judged always ends in 2, before 1, unless it is allowed. Then:
 * `non-compliant` (where nothing is said) ends in 1 for any non-compliance; a severity for that severity and those
 * above it only; `undetermined` for what is undetermined also; `errors`, alone, for nothing else.
 * @throws RulewrightError `RW5001` for another word.
 */
export function parseFailOn(texts: readonly string[] = [], allowUnreadable = false): FailOn {
  const words = texts.flatMap((text) => text.split(",")).map((word) => word.trim().toLowerCase());
  const thresholds = words.map(severityOf).filter((severity) => severity !== undefined);
  const unknown = words.find((word) => severityOf(word) === undefined && !CONDITIONS.some((each) => each === word));
  if (unknown !== undefined) throw unknownWord(unknown);
  const onlyErrors = words.length > 0 && words.every((word) => word === "errors");
  const lowest = Math.max(...thresholds.map((severity) => SEVERITIES.indexOf(severity)));
  const isAny = thresholds.length === 0 || words.includes("non-compliant");
  const isSevere = ({ status, complianceType, severity }: Judged["evaluations"][number]) =>
    status === "evaluated" && complianceType === "NON_COMPLIANT" && SEVERITIES.indexOf(severity) <= lowest;
  return ({ evaluations, summary, errors }) => {
    if (errors.length > 0 && !allowUnreadable) return EXIT.FAILED;
    if (words.includes("undetermined") && summary.undetermined > 0) return EXIT.NON_COMPLIANT;
    if (onlyErrors || summary.nonCompliant === 0) return EXIT.CLEAN;
    return isAny || evaluations.some(isSevere) ? EXIT.NON_COMPLIANT : EXIT.CLEAN;
  };
}

function severityOf(word: string): Severity | undefined {
  return SEVERITIES.find((severity) => severity.toLowerCase() === word);
}

function unknownWord(word: string): RulewrightError {
  const known = [...CONDITIONS, ...SEVERITIES.map((severity) => severity.toLowerCase())];
  const hint = didYouMean(word, known) || `Give one of ${known.join(", ")}.`;
  return new RulewrightError(CLI_ERRORS.USAGE, `--fail-on ${word} is no condition.`, { hint });
}
