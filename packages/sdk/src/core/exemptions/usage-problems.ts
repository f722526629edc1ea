import { CORE_ERRORS } from "../errors.ts";
import { problem, type Problem } from "../problem.ts";
import type { ExemptionMatcher } from "./matcher.ts";

/** What a run showed of its exemptions: `RW1038` for each expired one that was needed, a warning `RW1039` for each unused. */
export function exemptionProblems(matcher: Pick<ExemptionMatcher, "expired" | "unused">): Problem[] {
  const expired = matcher.expired().map(({ exemption: { id, path, expires, owner }, evaluations }) => {
    const what = evaluations === 1 ? "1 evaluation is" : `${evaluations} evaluations are`;
    const message = `Exemption ${id} of ${owner} expired after ${expires}; ${what} NON_COMPLIANT again.`;
    return problem(CORE_ERRORS.EXEMPTION_EXPIRED, path, message);
  });
  const unused = matcher.unused().map(({ id, path, owner }) => {
    const message = `Exemption ${id} of ${owner} covers nothing that is NON_COMPLIANT.`;
    return problem(CORE_ERRORS.EXEMPTION_UNUSED, path, message, { severity: "warning" });
  });
  return [...expired, ...unused];
}
