import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { RulewrightError, isEvidenceFile, messageOf, parseEvidenceFile, type EvidenceEntry } from "@rulewright/sdk";
import {
  createAws,
  createConfigApi,
  createLogger,
  deadlineOf,
  judgeEvent,
  parseRuleEvent,
  toWire,
  type Judgement,
} from "@rulewright/sdk/runtime";
import { counted } from "@rulewright/reports";
import { CLI_ERRORS } from "../errors.ts";
import { readText } from "../inputs/read-file.ts";
import { EXIT, type ExitCode, type Io } from "../io.ts";
import { printStack } from "../print-error.ts";
import { replayRule } from "../replay-rule.ts";
import { findRule, selectRules } from "../select-rules.ts";

/** Options of `rulewright invoke`. */
export interface InvokeOptions {
  readonly event: string;
  readonly evidence?: string;
  readonly rules?: readonly string[];
  readonly json?: boolean;
  /** Print where the first error was thrown. */
  readonly verbose?: boolean;
}

const CONCURRENCY = 10;

/** Judges a Lambda event by one rule and prints the evaluations that its function would put; it puts nothing. */
export async function invokeCommand(ruleName: string, options: InvokeOptions, io: Io): Promise<ExitCode> {
  const rule = findRule(await selectRules(options.rules ? { rules: options.rules } : {}, io), ruleName);
  const event = parseRuleEvent(await readJson(options.event), {
    region: process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"],
  });
  const evidence = options.evidence ? await readEvidence(options.evidence) : undefined;
  const { region } = event.account;
  const judgement = await judgeEvent(evidence ? replayRule(rule, evidence, event.account) : rule, event, {
    aws: createAws(region),
    api: createConfigApi(new ConfigServiceClient({ region })),
    deadline: deadlineOf(undefined),
    logger: createLogger(io.err, "WARN"),
    concurrency: CONCURRENCY,
  });
  const evaluations = [...judgement.outcomes.toReport("not-applicable", judgement.orderingTimestamp)].map(toWire);
  const errors = errorsOf(judgement);
  if (options.json) io.out(`${JSON.stringify({ version: 1, rule: rule.name, evaluations, errors }, null, 2)}\n`);
  else io.out(text(rule.name, evaluations, errors, judgement.foreign));
  if (options.verbose) printStack(judgement.outcomes.errors[0]?.cause ?? judgement.listing?.error, io);
  if (errors.length > 0) return EXIT.FAILED;
  return evaluations.some((each) => each.ComplianceType === "NON_COMPLIANT") ? EXIT.NON_COMPLIANT : EXIT.CLEAN;
}

interface InvokeError {
  readonly code: string;
  readonly message: string;
  readonly resourceId?: string;
}

function errorsOf({ outcomes, listing }: Judgement): InvokeError[] {
  const subjects = outcomes.errors.map(({ code, message, resourceId }) => ({ code, message, resourceId }));
  if (listing?.error === undefined) return subjects;
  return [...subjects, { code: "RW2024", message: `The listing failed: ${messageOf(listing.error)}` }];
}

function text(
  ruleName: string,
  evaluations: readonly ReturnType<typeof toWire>[],
  errors: readonly InvokeError[],
  foreign: boolean,
): string {
  const lines = evaluations.map(
    (each) =>
      `  ${each.ComplianceType}  ${each.ComplianceResourceType} ${each.ComplianceResourceId}${each.Annotation ? `  ${each.Annotation}` : ""}`,
  );
  const heading = `${ruleName} would put ${counted(evaluations.length, "evaluation")}${foreign ? ": it does not declare the event's resource type" : ""}`;
  return [
    heading,
    ...lines,
    ...errors.map(({ code, resourceId, message }) => `  ${code}  ${resourceId ? `${resourceId}  ` : ""}${message}`),
    "",
  ].join("\n");
}

async function readJson(path: string): Promise<unknown> {
  const read = await readText(path);
  if ("unreadable" in read)
    throw new RulewrightError(CLI_ERRORS.EVENT_UNREADABLE, `${path} cannot be read: ${read.unreadable}.`);
  try {
    return JSON.parse(read.text);
  } catch (cause) {
    throw new RulewrightError(CLI_ERRORS.EVENT_UNREADABLE, `${path} is not JSON: ${messageOf(cause)}.`, { cause });
  }
}

async function readEvidence(path: string): Promise<readonly EvidenceEntry[]> {
  const value = await readJson(path);
  if (isEvidenceFile(value)) return parseEvidenceFile(value);
  throw new RulewrightError(CLI_ERRORS.INPUT_UNKNOWN, `${path} is no evidence file.`);
}
