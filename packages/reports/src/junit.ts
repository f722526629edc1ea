import type { CheckError, CheckEvaluation, CheckResult, NotJudgedResource, Source } from "@rulewright/sdk";
import { label, outcomeOf, type Outcome } from "./outcome.ts";
import { xml } from "./xml.ts";

/** Where errors without a rule go, and resources that no rule can judge. */
const NO_RULE = "rulewright";

interface Suite {
  readonly evaluations: CheckEvaluation[];
  readonly errors: CheckError[];
  readonly notJudged: NotJudgedResource[];
}

/**
 * JUnit XML: a suite for each rule, a case for each resource. Non-compliant is a failure; not applicable, undetermined,
 * exempt and what no rule can judge are skipped with the reason; what failed is an error.
 */
export function* toJUnit(result: CheckResult): Generator<string> {
  const { evaluations, errors, summary, notJudged = [] } = result;
  const skipped = summary.notApplicable + summary.undetermined + summary.exempt + notJudged.length;
  const counts = `tests="${evaluations.length + errors.length + notJudged.length}" failures="${summary.nonCompliant}" errors="${errors.length}" skipped="${skipped}"`;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xml(result.tool)}" ${counts}>\n`;
  for (const [rule, suite] of suitesOf(result)) yield* suiteXml(rule, suite, result.generatedAt);
  yield "</testsuites>\n";
}

function suitesOf({ evaluations, errors, notJudged = [] }: CheckResult): readonly (readonly [string, Suite])[] {
  const suites = new Map<string, Suite>();
  const suite = (rule: string): Suite => {
    const known = suites.get(rule) ?? { evaluations: [], errors: [], notJudged: [] };
    suites.set(rule, known);
    return known;
  };
  for (const evaluation of evaluations) suite(evaluation.rule).evaluations.push(evaluation);
  for (const error of errors) suite(error.rule ?? NO_RULE).errors.push(error);
  for (const resource of notJudged) suite(NO_RULE).notJudged.push(resource);
  return [...suites].sort(([a], [b]) => (a < b ? -1 : 1));
}

function* suiteXml(rule: string, { evaluations, errors, notJudged }: Suite, generatedAt: string): Generator<string> {
  const outcomes = evaluations.map(outcomeOf);
  const failures = outcomes.filter((outcome) => outcome === "non-compliant").length;
  const unjudged = outcomes.filter((outcome) => outcome !== "non-compliant" && outcome !== "compliant").length;
  const skipped = unjudged + notJudged.length;
  const tests = evaluations.length + errors.length + notJudged.length;
  yield `  <testsuite name="${xml(rule)}" tests="${tests}" failures="${failures}" errors="${errors.length}" skipped="${skipped}" timestamp="${xml(generatedAt.replace(/(\.\d+)?Z$/, ""))}">\n`;
  for (const evaluation of evaluations) yield evaluationCase(rule, evaluation);
  for (const error of errors) yield errorCase(rule, error);
  for (const resource of notJudged) yield notJudgedCase(rule, resource);
  yield "  </testsuite>\n";
}

function evaluationCase(rule: string, evaluation: CheckEvaluation): string {
  const { resourceType, resourceId, resourceName, accountId, region } = evaluation;
  const name = resourceName && !resourceId.includes(resourceName) ? `${resourceId} (${resourceName})` : resourceId;
  const open = `    <testcase classname="${xml(rule)}" name="${xml(`${resourceType} ${name} in ${accountId} ${region}`)}"`;
  const inside = verdictXml(evaluation);
  return inside === "" ? `${open}/>\n` : `${open}>\n      ${inside}\n    </testcase>\n`;
}

/** Nothing for what complies. */
function verdictXml(evaluation: CheckEvaluation): string {
  const outcome = outcomeOf(evaluation);
  if (outcome === "compliant") return "";
  if (outcome !== "non-compliant") return `<skipped message="${xml(reasonToSkip(evaluation, outcome))}"/>`;
  const { annotation = "Non-compliant.", severity, controls, source } = evaluation;
  const lines = [annotation, `Severity: ${severity}`, ...controlLine(controls), `Source: ${place(source)}`];
  return `<failure type="${severity}" message="${xml(annotation)}">${lines.map(xml).join("\n")}</failure>`;
}

function reasonToSkip({ annotation, exemption, missing }: CheckEvaluation, outcome: Outcome): string {
  if (outcome === "not-applicable") return annotation ? `Not applicable: ${annotation}` : "Not applicable";
  if (exemption) return `Exempt until ${exemption.expires} (${exemption.owner}): ${exemption.reason}`;
  return missing ? `Undetermined, not known: ${missing.join(", ")}` : label(outcome);
}

function errorCase(rule: string, error: CheckError): string {
  const { resourceType, resourceId, accountId, region, code, message, source } = error;
  const what = [resourceType, resourceId].filter(Boolean).join(" ") || place(source);
  const where = [accountId, region].filter(Boolean).join(" ");
  const name = where === "" ? what : `${what} in ${where}`;
  return `    <testcase classname="${xml(rule)}" name="${xml(name)}">\n      <error type="${xml(code)}" message="${xml(message)}">${xml(`Source: ${place(source)}`)}</error>\n    </testcase>\n`;
}

function notJudgedCase(suite: string, { resourceType, logicalId, source, reason }: NotJudgedResource): string {
  const name = [resourceType, place({ ...source, logicalId })].filter(Boolean).join(" in ");
  return `    <testcase classname="${xml(suite)}" name="${xml(name)}">\n      <skipped message="${xml(`Not judged: ${reason}`)}"/>\n    </testcase>\n`;
}

function controlLine(controls: readonly string[]): string[] {
  return controls.length === 0 ? [] : [`Controls: ${controls.join(", ")}`];
}

function place({ file, line, logicalId }: Source): string {
  return [line === undefined ? file : `${file}:${line}`, logicalId].filter(Boolean).join(" ");
}
