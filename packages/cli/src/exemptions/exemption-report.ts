import { exemptionProblems, type ExemptionMatcher, type Problem } from "@rulewright/sdk";
import { withPlace, type ExemptionsFile } from "./read-exemptions.ts";

/** Expired exemptions that were needed and unused ones, with their places in the file. */
export function placedExemptionProblems(
  file: Pick<ExemptionsFile, "path" | "lineOf">,
  matcher: Pick<ExemptionMatcher, "expired" | "unused">,
): Problem[] {
  return exemptionProblems(matcher).map((each) => withPlace(each, file.path, file.lineOf(each.path)));
}

/** The same as lines of text, each sentence with its hint: expired ones first. */
export function exemptionReport(
  file: Pick<ExemptionsFile, "path" | "lineOf">,
  matcher: Pick<ExemptionMatcher, "expired" | "unused">,
): string[] {
  return placedExemptionProblems(file, matcher).flatMap(({ code, message, hint, severity }) => [
    `${severity === "warning" ? "warning " : ""}${code}: ${message}`,
    `  ${hint}`,
  ]);
}
