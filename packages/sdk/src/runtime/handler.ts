import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import type { AnyRule } from "../core/any-rule.ts";
import { createAws } from "./aws.ts";
import { createConfigApi, type ConfigApi } from "./config-api.ts";
import { deadlineOf, type Deadline, type LambdaContext } from "./deadline.ts";
import { parseRuleEvent, type RuleEvent } from "./event.ts";
import { failuresOf, invocationError, type Failures } from "./failures.ts";
import { judgeEvent, type Judgement } from "./judge-event.ts";
import { createLogger, type Logger } from "./log.ts";
import { metricLine, noCounts, type Counts } from "./metrics.ts";
import { reportEvaluations } from "./report.ts";
import { loadRule, routeRule, type OnError, type RuleTable } from "./route.ts";
import { findStale } from "./stale.ts";
import type { Evaluation } from "./evaluation.ts";

/** Settings of a function; infrastructure choices never come from rule parameters. */
export interface HandlerOptions {
  /** What AWS Config shows for resources that could not be judged, where a rule's binding does not say. */
  readonly onError?: OnError;
  /** Subjects of a periodic rule whose `collect` may be under way at once; 10 by default. */
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
  const api = createConfigApi(new ConfigServiceClient(region ? { region } : {}));
  const write = (line: string) => process.stdout.write(line);
  const logger = createLogger(write, process.env["AWS_LAMBDA_LOG_LEVEL"]);
  return async (event, context) => {
    const began = performance.now();
    const counts = noCounts();
    const names = { deployedRule: deployedNameOf(event), requestId: context?.awsRequestId };
    try {
      await answer(event, {
        rules,
        options,
        api,
        deadline: deadlineOf(context),
        logger: logger.with(names),
        counts,
        region,
      });
    } finally {
      const fields = { FunctionName: context?.functionName ?? "local", Rule: names.deployedRule };
      write(metricLine(counts, Math.round(performance.now() - began), fields, options.metricsByRule ?? false));
    }
  };
}

interface Invocation {
  readonly rules: RuleTable;
  readonly options: HandlerOptions;
  readonly api: ConfigApi;
  readonly deadline: Deadline;
  readonly logger: Logger;
  readonly counts: Counts;
  readonly region: string | undefined;
}

async function answer(raw: unknown, invocation: Invocation): Promise<void> {
  const { api, deadline, counts, options } = invocation;
  const event = parseRuleEvent(raw, { region: invocation.region });
  const route = routeRule(invocation.rules, event.configRuleName);
  const { accountId: account, region } = event.account;
  const logger = invocation.logger.with({
    rule: route.name,
    account,
    region,
    messageType: event.invokingEvent.messageType,
  });
  const rule = await loadRule(route);
  const concurrency = options.concurrency ?? DEFAULT_CONCURRENCY;
  const judgement = await judgeEvent(rule, event, { aws: createAws(region), api, deadline, logger, concurrency });
  if (judgement.foreign) {
    counts.ForeignItems += 1;
    return logger.log("WARN", "The event is about a resource type that the rule does not declare.");
  }
  const onError = route.binding.onError ?? options.onError ?? "not-applicable";
  const failures = await tell(rule, event, judgement, onError, invocation);
  const error = invocationError(route.name, failures);
  logger.log(error ? "ERROR" : "INFO", error ? error.message : "Reported.", {
    ...counts,
    ...(error ? { code: error.code } : {}),
  });
  if (error) throw error;
}

/** Reports the verdicts, then clears what is gone; both as far as they go. */
async function tell(
  rule: AnyRule,
  event: RuleEvent,
  judgement: Judgement,
  onError: OnError,
  invocation: Invocation,
): Promise<Failures> {
  const { api, deadline, counts } = invocation;
  const { outcomes, listing, orderingTimestamp } = judgement;
  const put = async (evaluations: Iterable<Evaluation>) => {
    const report = await reportEvaluations(api, event.resultToken, evaluations, deadline);
    counts.Throttles += report.throttles;
    counts.Unreported += report.unreported.length;
    return report;
  };
  const verdicts = await put(counted(outcomes.toReport(onError, orderingTimestamp), counts));
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

function* counted(evaluations: Iterable<Evaluation>, counts: Counts): Generator<Evaluation> {
  for (const evaluation of evaluations) {
    if (evaluation.complianceType === "COMPLIANT") counts.Compliant += 1;
    else if (evaluation.complianceType === "NON_COMPLIANT") counts.NonCompliant += 1;
    else counts.NotApplicable += 1;
    yield evaluation;
  }
}

function deployedNameOf(event: unknown): string {
  const name =
    typeof event === "object" && event !== null && "configRuleName" in event ? event.configRuleName : undefined;
  return typeof name === "string" ? name : "unknown";
}
