import { createHash } from "node:crypto";
import type { CheckError, CheckEvaluation, CheckResult, NotJudgedResource, Severity, Source } from "@rulewright/sdk";
import { SEVERITIES, outcomeOf } from "./outcome.ts";
import { rulesByName, type KnownRule, type ReportContext } from "./report-context.ts";
import { counted } from "./summary-line.ts";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
const LEVELS = { CRITICAL: "error", HIGH: "error", MEDIUM: "warning", LOW: "note", INFORMATIONAL: "note" } as const;
/** CVSS-like scores that code scanning turns back into the severity. */
const SCORES: Readonly<Record<Severity, string>> = {
  CRITICAL: "9.5",
  HIGH: "8.0",
  MEDIUM: "5.5",
  LOW: "3.0",
  INFORMATIONAL: "0.0",
};
/** GitHub takes no more than this. */
const MOST_TAGS = 20;

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/**
 * SARIF 2.1.0. Results are what is non-compliant; exempt ones among them are suppressed with their reason. Errors,
 * resources that no rule can judge and, rule by rule, what is undetermined are notifications of the invocation, which is
 * successful where there are no errors. Compliant resources are not part of it.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function* toSarif(result: CheckResult, context: ReportContext = {}): Generator<string> {
  const rules = ruleEntries(result, context);
  const index = new Map(rules.map(({ name }, position) => [name, position]));
  const [tool = "rulewright", version] = result.tool.split(" ");
  const driver = {
    name: tool,
    ...(version ? { version, semanticVersion: version } : {}),
    rules: rules.map(descriptor),
  };
  yield `{"$schema":${JSON.stringify(SCHEMA)},"version":"2.1.0","runs":[{"tool":${JSON.stringify({ driver })},`;
  yield `"invocations":[${JSON.stringify(invocation(result, index))}],"columnKind":"utf16CodeUnits","results":[`;
  let separator = "\n";
  for (const evaluation of result.evaluations) {
    const outcome = outcomeOf(evaluation);
    if (outcome !== "non-compliant" && !(outcome === "exempt" && evaluation.complianceType === "NON_COMPLIANT"))
      continue;
    yield `${separator}${JSON.stringify(resultOf(evaluation, index.get(evaluation.rule) ?? -1))}`;
    separator = ",\n";
  }
  yield "\n]}]}\n";
}

interface RuleEntry {
  readonly name: string;
  readonly severity: Severity;
  readonly controls: readonly string[];
  readonly rule: KnownRule | undefined;
}

function ruleEntries({ evaluations }: CheckResult, context: ReportContext): RuleEntry[] {
  const known = rulesByName(context);
  const entries = new Map<string, RuleEntry>();
  for (const { rule: name, severity, controls } of evaluations) {
    const entry = entries.get(name);
    const worse = !entry || SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(entry.severity);
    if (worse) entries.set(name, { name, severity, controls, rule: known.get(name) });
  }
  return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function descriptor({ name, severity, controls, rule }: RuleEntry): Json {
  const help = [rule?.rationale, rule?.remediation && `Remediation: ${rule.remediation.runbook}`].filter(
    (text) => text !== undefined,
  );
  const [reference] = rule?.references ?? [];
  return {
    id: name,
    ...(rule ? { shortDescription: { text: rule.description } } : {}),
    ...(rule?.rationale ? { fullDescription: { text: rule.rationale } } : {}),
    ...(help.length > 0 ? { help: { text: help.join("\n\n") } } : {}),
    ...(reference ? { helpUri: reference } : {}),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ["security", ...controls].slice(0, MOST_TAGS),
      "security-severity": SCORES[severity],
      severity,
      controls,
    },
  };
}

function resultOf(evaluation: CheckEvaluation, ruleIndex: number): Json {
  const { rule, severity, annotation, accountId, region, exemption, controls } = evaluation;
  const hash = fingerprint(evaluation);
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: message(evaluation, annotation) },
    locations: [location(evaluation)],
    // Code scanning tells results of one line apart by the first of these; whole snapshots are one line.
    partialFingerprints: { primaryLocationLineHash: `${hash}:1`, "rulewrightEvaluation/v1": hash },
    ...(exemption
      ? { suppressions: [{ kind: "external", status: "accepted", justification: exemptionText(exemption) }] }
      : {}),
    properties: { accountId, region, severity, controls, parametersHash: evaluation.parametersHash },
  };
}

function message({ resourceType, resourceId }: CheckEvaluation, annotation: string | undefined): string {
  return `${resourceType} ${resourceId}: ${annotation ?? "non-compliant."}`;
}

function exemptionText({ reason, owner, expires }: NonNullable<CheckEvaluation["exemption"]>): string {
  return `${reason} (${owner}, until ${expires})`;
}

/** The same in every run over the same resource, whatever the annotation or the place in the file. */
function fingerprint({ rule, resourceType, resourceId, accountId, region }: CheckEvaluation): string {
  const identity = JSON.stringify([rule, resourceType, resourceId, accountId, region]);
  return createHash("sha256").update(identity).digest("hex").slice(0, 32);
}

function location({ resourceType, resourceId, accountId, region, source }: CheckEvaluation): Json {
  return {
    physicalLocation: physical(source),
    logicalLocations: [
      {
        name: source.logicalId ?? resourceId,
        fullyQualifiedName: `${accountId}/${region}/${resourceType}/${resourceId}`,
        kind: "resource",
      },
    ],
  };
}

function physical({ file, line }: Source): Json {
  return {
    artifactLocation: artifact(file),
    ...(line === undefined ? {} : { region: { startLine: line } }),
  };
}

/** A relative path stays relative to the repository's root, as code scanning wants it. */
function artifact(given: string): Json {
  const file = given.replaceAll(/\p{Cs}/gu, "\uFFFD"); // half of a surrogate pair is no part of any address
  if (/^[a-z][a-z0-9+.-]+:/i.test(file)) return { uri: encodeURI(file) };
  const path = file.split("/").map(encodeURIComponent).join("/");
  if (file.startsWith("/")) return { uri: `file://${path}` };
  if (/^[a-z]:\//i.test(file)) return { uri: `file:///${path.replace("%3A", ":")}` };
  return { uri: path.replace(/^(\.\/)+/, ""), uriBaseId: "%SRCROOT%" };
}

function invocation(result: CheckResult, index: ReadonlyMap<string, number>): Json {
  return {
    executionSuccessful: result.errors.length === 0,
    endTimeUtc: result.generatedAt,
    toolExecutionNotifications: [
      ...result.errors.map((error) => errorNotification(error, index)),
      ...(result.notJudged ?? []).map(notJudgedNotification),
      ...undeterminedNotifications(result, index),
    ],
  };
}

function errorNotification(
  { code, message: text, rule, source }: CheckError,
  index: ReadonlyMap<string, number>,
): Json {
  return {
    level: "error",
    descriptor: { id: code },
    message: { text },
    locations: [{ physicalLocation: physical(source) }],
    ...associated(rule, index),
  };
}

function notJudgedNotification({ resourceType, logicalId, source, reason }: NotJudgedResource): Json {
  const name = [resourceType, logicalId].filter(Boolean).join(" ");
  return {
    level: "warning",
    descriptor: { id: "not-judged" },
    message: { text: `${name} is not judged: ${reason}` },
    locations: [{ physicalLocation: physical(source), logicalLocations: [{ name: logicalId, kind: "resource" }] }],
  };
}

function undeterminedNotifications({ evaluations }: CheckResult, index: ReadonlyMap<string, number>): Json[] {
  const counts = new Map<string, number>();
  for (const evaluation of evaluations) {
    if (outcomeOf(evaluation) === "undetermined") counts.set(evaluation.rule, (counts.get(evaluation.rule) ?? 0) + 1);
  }
  return [...counts].map(([rule, number]) => ({
    level: "note",
    descriptor: { id: "undetermined" },
    message: { text: `${rule}: ${counted(number, "evaluation")} undetermined, for want of configuration or evidence.` },
    ...associated(rule, index),
  }));
}

function associated(rule: string | undefined, index: ReadonlyMap<string, number>): { [key: string]: Json } {
  const position = rule === undefined ? undefined : index.get(rule);
  if (rule === undefined) return {};
  return { associatedRule: position === undefined ? { id: rule } : { id: rule, index: position } };
}
