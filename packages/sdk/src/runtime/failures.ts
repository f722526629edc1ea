import { RulewrightError, codeOf, messageOf, type ErrorEntry } from "../core/errors.ts";
import { RUNTIME_ERRORS } from "./errors.ts";
import type { RuleEvent } from "./event.ts";
import type { ResourceKey } from "./evaluation.ts";
import type { Judgement } from "./judge-event.ts";
import type { Listing } from "./pool.ts";
import type { Report } from "./report.ts";

/** One way in which an invocation fell short. */
export interface Failure {
  readonly entry: ErrorEntry;
  /** The end of a sentence that begins with the rule's name. */
  readonly message: string;
  readonly cause: unknown;
}

export type Failures = readonly Failure[];

/** How many causes an error names; the log and the metrics have the counts. */
const NAMED_CAUSES = 3;

/** Longest rule name that the model of GetComplianceDetailsByConfigRule allows, while rule names may have 128. */
const SHORT_NAME_LENGTH = 64;

/** Everything in which an invocation fell short, the gravest first. */
export function failuresOf(event: RuleEvent, judgement: Judgement, report: Report, staleError: unknown): Failures {
  const { listing, outcomes } = judgement;
  const failures: Failure[] = [];
  if (report.unreported.length > 0) {
    const causes = report.unreported.map(({ evaluation, reason }) => `${named(evaluation)}: ${reason}`);
    failures.push({
      entry: RUNTIME_ERRORS.UNREPORTED,
      message: `could not report ${count(report.unreported.length, "evaluation")} (${first(causes)})`,
      cause: report.unreported[0]?.cause,
    });
  }
  if (listing?.outOfTime) failures.push(outOfTime(judgement));
  if (listing && isBroken(listing)) failures.push(notListed(listing));
  if (outcomes.errors.length > 0) {
    const causes = outcomes.errors.map((error) => `${named(error)}: ${error.code} ${error.message}`);
    failures.push({
      entry: RUNTIME_ERRORS.NOT_EVALUATED,
      message: `could not evaluate ${count(outcomes.errors.length, "resource")} (${first(causes)})`,
      cause: outcomes.errors[0]?.cause,
    });
  }
  if (staleError !== undefined) failures.push(notCleared(event, staleError));
  return failures;
}

/** The error that fails the invocation, or nothing where all went well. */
export function invocationError(ruleName: string, failures: Failures): RulewrightError | undefined {
  const [gravest] = failures;
  if (!gravest) return undefined;
  const message = `Rule ${ruleName} ${failures.map((failure) => failure.message).join("; it ")}.`;
  return new RulewrightError(gravest.entry, message, { cause: gravest.cause });
}

function outOfTime({ listing, outcomes }: Judgement): Failure {
  const unfinished = outcomes.errors.filter((error) => error.code === RUNTIME_ERRORS.DEADLINE.code).length;
  const rest = listing?.complete ? "" : " and whatever was not yet listed";
  return {
    entry: RUNTIME_ERRORS.DEADLINE,
    message: `ran out of time with ${count(unfinished, "resource")} under way${rest}`,
    cause: undefined,
  };
}

/** Also a listing that stopped for no known reason must not pass for a success. */
function isBroken({ complete, error, outOfTime: isLate }: Listing): boolean {
  return error !== undefined || (!complete && !isLate);
}

function notListed({ error }: Listing): Failure {
  const reason = error === undefined ? "it did not come to its end" : `${codeOf(error)}: ${messageOf(error)}`;
  return {
    entry: RUNTIME_ERRORS.LIST_FAILED,
    message: `could not list everything (${reason}); nothing was cleared`,
    cause: error,
  };
}

function notCleared(event: RuleEvent, error: unknown): Failure {
  const tooLong = codeOf(error) === "ValidationException" && event.configRuleName.length > SHORT_NAME_LENGTH;
  const reason = tooLong
    ? `the API refuses the rule's name, which has ${event.configRuleName.length} characters`
    : `${codeOf(error)}: ${messageOf(error)}`;
  return {
    entry: RUNTIME_ERRORS.STALE_NOT_CLEARED,
    message: `reported its verdicts but did not clear results of resources that are gone (${reason})`,
    cause: error,
  };
}

function named({ resourceType, resourceId }: ResourceKey): string {
  return `${resourceType} ${resourceId}`;
}

function first(causes: readonly string[]): string {
  const shown = causes.slice(0, NAMED_CAUSES).join("; ");
  return causes.length > NAMED_CAUSES ? `${shown}; and ${causes.length - NAMED_CAUSES} more` : shown;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
