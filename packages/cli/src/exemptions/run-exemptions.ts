import { createExemptionMatcher, type AnyRule, type ExemptionMatcher } from "@rulewright/sdk";
import type { Io } from "../io.ts";
import { warnProblem } from "../print-error.ts";
import { selectRules } from "../select-rules.ts";
import { findExemptions } from "./find-exemptions.ts";

/** Options of a command that applies exemptions. */
export interface ExemptionOptions {
  /** A file; `false` for none at all, by default `exemptions.yaml` where there is one. */
  readonly exemptions?: string | false;
}

/** The exemptions of a run. */
export interface RunExemptions {
  /** The file they are from, as it was given. */
  readonly path: string;
  readonly matcher: ExemptionMatcher;
  /** Tells, when everything was judged, what has expired and what was not needed. */
  readonly report: () => void;
}

/**
 * Reads the exemptions of a run. A file that nobody named is told of: it changes the outcome. What is only doubtful is
 * warned of.
 *
 * @param rules - Those of the run, before some of them were chosen; installed ones may be named as well.
 * @param now - When exemptions have to hold.
 * @throws RulewrightError `RW5003` for a file that cannot be read. @throws ProblemsError `RW1030` … `RW1035`, all at once.
 */
export async function loadRunExemptions(
  { exemptions: given }: ExemptionOptions,
  rules: readonly AnyRule[],
  now: Date,
  io: Io,
): Promise<RunExemptions | undefined> {
  const path = await findExemptions(given);
  if (path === undefined) return undefined;
  if (given === undefined) io.err(`Exempting by ${path} (--no-exemptions ignores it)\n`);
  const [{ readExemptions }, { exemptionReport }, { managedRuleNames }, installed] = await Promise.all([
    import("./read-exemptions.ts"),
    import("./exemption-report.ts"),
    import("@rulewright/catalog/managed-rules"),
    selectRules({}, io),
  ]);
  const names = new Set(rules.map(({ name }) => name));
  const known = [...rules, ...installed.filter(({ name }) => !names.has(name))];
  const file = await readExemptions(path, { rules: known, managedRuleNames: new Set(managedRuleNames()), now });
  for (const warning of file.warnings) warnProblem(io)(warning);
  const matcher = createExemptionMatcher(file.exemptions, now);
  return {
    path,
    matcher,
    report: () => {
      for (const line of exemptionReport(file, matcher)) io.err(`${line}\n`);
    },
  };
}
