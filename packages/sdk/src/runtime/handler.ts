import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import type { AnyRule } from "../core/any-rule.ts";
import { codeOf, messageOf } from "../core/errors.ts";
import type { Aws } from "../core/rule.ts";
import { CLIENT_SETTINGS, createAws } from "./aws.ts";
import { createConfigApi, type ConfigApi } from "./config-api.ts";
import { deadlineOf, type Deadline, type LambdaContext } from "./deadline.ts";
import { parseRuleEvent, type RuleEvent } from "./event.ts";
import { failuresOf, invocationError, type Failures } from "./failures.ts";
import { judgeEvent, type Judgement } from "./judge-event.ts";
import { createLogger, type LogLevel, type Logger } from "./log.ts";
import { metricLine, noCounts, type Counts } from "./metrics.ts";
import { reportEvaluations } from "./report.ts";
import { loadRule, routeRule, type OnError, type RuleTable } from "./route.ts";
import { findStale } from "./stale.ts";
import type { Evaluation } from "./evaluation.ts";

/** Settings of a function; infrastructure choices never come from rule parameters. */
export interface HandlerOptions {
  /** What AWS Config shows for resources that could not be judged, where a rule's binding does not say. */
  readonly onError?: OnError;
  /** Subjects of a periodic rule whose `collect` may be under way at once; 10 by default, and at least 1. */
  readonly concurrency?: number;
  /** Also give metrics a dimension for the rule; costs a custom metric per rule, account and Region. */
  readonly metricsByRule?: boolean;
}

/** A function's entry: it returns nothing, since AWS Config ignores the answer, and throws what must be seen. */
export type Handler = (event: unknown, context?: LambdaContext) => Promise<void>;

const DEFAULT_CONCURRENCY = 10;

/**
 * Makes the Lambda handler that serves a table of rules. It reports everything that could be judged and then fails
 * the invocation if anything was not, so that Lambda's retries, on-failure queue and alarms see it.
 *
 * @example
 * export const handler = createHandler({
 *   "my-rule": { load: () => import("./my-rule.js").then((module) => module.default) },
 * });
 */
export function createHandler(rules: RuleTable, options: HandlerOptions = {}): Handler {
  const region = process.env["AWS_REGION"];
  // made while the function starts, when Lambda gives it a whole processor
  const client = new ConfigServiceClient({ ...(region ? { region } : {}), ...CLIENT_SETTINGS });
  let current = noCounts(); // Lambda hands a function one event at a time
  const api = createConfigApi(client, () => (current.Throttles += 1));
  const write = (line: string) => process.stdout.write(line);
  const logger = createLogger(write, process.env["AWS_LAMBDA_LOG_LEVEL"]);
  const awsOf = awsByRegion();
  return async (event, context) => {
    const began = performance.now();
    const counts = (current = noCounts());
    const deployedRule = deployedNameOf(event);
    const fields: Fields = { rule: undefined, deployedRule, requestId: context?.awsRequestId };
    const end = (level: LogLevel, message: string, code?: string) =>
      logger.log(level, message, { ...fields, ...counts, durationMs: Math.round(performance.now() - began), code });
    try {
      const deadline = deadlineOf(context);
      const told = await answer(event, { rules, options, api, awsOf, deadline, logger, counts, region, fields });
      if (told) end("INFO", "Reported.");
      else end("WARN", "The event is about a resource type that the rule does not declare.");
    } catch (error) {
      if (counts.Errors + counts.Unreported === 0) counts.Errors = 1;
      end("ERROR", messageOf(error), codeOf(error));
      throw error;
    } finally {
      const names = { FunctionName: context?.functionName ?? "local", Rule: fields.rule ?? deployedRule };
      write(metricLine(counts, Math.round(performance.now() - began), names, options.metricsByRule ?? false));
    }
  };
}

/** What an invocation's log lines are told by, as far as the event is understood. */
interface Fields {
  rule: string | undefined;
  readonly deployedRule: string;
  readonly requestId: string | undefined;
  account?: string;
  region?: string;
  messageType?: string;
  /** Evaluations that an exemption changed. */
  exempt?: number;
}

interface Invocation {
  readonly rules: RuleTable;
  readonly options: HandlerOptions;
  readonly api: ConfigApi;
  readonly awsOf: (region: string) => Aws;
  readonly deadline: Deadline;
  readonly logger: Logger;
  readonly counts: Counts;
  readonly region: string | undefined;
  readonly fields: Fields;
}

/** Judges and reports. @returns `false` where the event is about a type that the rule does not declare. */
async function answer(raw: unknown, invocation: Invocation): Promise<boolean> {
  const { api, deadline, counts, options, fields } = invocation;
  const event = parseRuleEvent(raw, { region: invocation.region });
  const { accountId: account, region } = event.account;
  Object.assign(fields, { account, region, messageType: event.invokingEvent.messageType });
  const route = routeRule(invocation.rules, event.configRuleName);
  fields.rule = route.name;
  const rule = await loadRule(route);
  const logger = invocation.logger.with({ ...fields });
  const concurrency = options.concurrency ?? DEFAULT_CONCURRENCY;
  const aws = invocation.awsOf(region);
  const judgement = await judgeEvent(rule, event, { aws, api, deadline, logger, concurrency }, route);
  if (judgement.foreign) {
    counts.ForeignItems += 1;
    return false;
  }
  const onError = route.binding.onError ?? options.onError ?? "not-applicable";
  const failures = await tell(rule, event, judgement, onError, invocation);
  const error = invocationError(route.name, failures);
  if (error) throw error;
  return true;
}

/** Reports the verdicts, then clears what is gone; both as far as they go. */
async function tell(
  rule: AnyRule,
  event: RuleEvent,
  judgement: Judgement,
  onError: OnError,
  invocation: Invocation,
): Promise<Failures> {
  const { api, deadline, counts, fields } = invocation;
  const { outcomes, listing, orderingTimestamp } = judgement;
  const put = async (evaluations: Iterable<Evaluation>) => {
    const report = await reportEvaluations(api, event.resultToken, evaluations, deadline);
    counts.Unreported += report.unreported.length;
    return report;
  };
  const verdicts = await put(counted(outcomes.toReport(onError, orderingTimestamp), counts, fields));
  counts.Errors += outcomes.errors.length;
  let staleError: unknown;
  if (listing?.complete) {
    try {
      const stale = await findStale(
        api,
        event.configRuleName,
        rule.resourceTypes,
        outcomes,
        orderingTimestamp,
        deadline,
      );
      const cleared = await put(stale);
      counts.Cleared += cleared.reported;
      verdicts.unreported.push(...cleared.unreported);
    } catch (error) {
      staleError = error;
    }
  }
  return failuresOf(event, judgement, verdicts, staleError);
}

function* counted(evaluations: Iterable<Evaluation>, counts: Counts, fields: Fields): Generator<Evaluation> {
  for (const evaluation of evaluations) {
    if (evaluation.isExempt) fields.exempt = (fields.exempt ?? 0) + 1;
    if (evaluation.complianceType === "COMPLIANT") counts.Compliant += 1;
    else if (evaluation.complianceType === "NON_COMPLIANT") counts.NonCompliant += 1;
    else counts.NotApplicable += 1;
    yield evaluation;
  }
}

/** Clients live as long as the function does: a new one for each event would open its own connections. */
function awsByRegion(): (region: string) => Aws {
  const made = new Map<string, Aws>();
  return (region) => {
    const aws = made.get(region) ?? createAws(region);
    made.set(region, aws);
    return aws;
  };
}

function deployedNameOf(event: unknown): string {
  const name =
    typeof event === "object" && event !== null && "configRuleName" in event ? event.configRuleName : undefined;
  return typeof name === "string" ? name : "unknown";
}
