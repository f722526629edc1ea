import type { AnyRule } from "../core/any-rule.ts";
import { boundText, meetsBound } from "../core/bound.ts";
import { CORE_ERRORS, RulewrightError } from "../core/errors.ts";
import { parameterError, parseRuleParameters, readParameters } from "../core/parameters.ts";
import type { Aws } from "../core/rule.ts";
import { judgeChange } from "./change.ts";
import type { ConfigApi } from "./config-api.ts";
import type { Deadline } from "./deadline.ts";
import { RUNTIME_ERRORS } from "./errors.ts";
import type { RuleEvent } from "./event.ts";
import type { Run } from "./judge.ts";
import type { Logger } from "./log.ts";
import { Outcomes } from "./outcomes.ts";
import { judgeAll, type Listing } from "./pool.ts";
import type { ControlBound, Route } from "./route.ts";
import { hybridTasks, periodicTasks, settledTime } from "./scheduled.ts";

/** What judging needs of the world around it. */
export interface Ports {
  readonly aws: Aws;
  readonly api: ConfigApi;
  readonly deadline: Deadline;
  readonly logger: Logger;
  /** Subjects whose `collect` may be under way at once. */
  readonly concurrency: number;
}

/** What an event came to, before anything is reported. */
export interface Judgement {
  readonly outcomes: Outcomes;
  /** What the evaluations of failed subjects and of resources that are gone are ordered by. */
  readonly orderingTimestamp: Date;
  /** How far the listing of a scheduled run came. */
  readonly listing?: Listing;
  /** The event is about a resource type that the rule does not declare. */
  readonly foreign: boolean;
}

/**
 * Judges everything that an event asks for and reports nothing.
 * @param route - The name that the rule is deployed under, and what its pack binds to it: bounds and exemptions.
 * @throws RulewrightError `RW1001`–`RW1003` for the rule's parameters, `RW1005` for one looser than its bound, `RW2003` for a message type that the rule does
 * not declare, `RW2020` and `RW2021` for an item that cannot be had.
 */
export async function judgeEvent(rule: AnyRule, event: RuleEvent, ports: Ports, route?: Route): Promise<Judgement> {
  const parameters = effectiveParameters(rule, event, ports.logger);
  checkBounds(rule, parameters, route?.binding.bounds ?? []);
  const run = { aws: ports.aws, account: event.account, parameters, ...exemptions(rule, event, route) };
  const { invokingEvent: invoking } = event;
  if (invoking.messageType === "ScheduledNotification") {
    // parseRuleEvent refuses a scheduled event without its time
    return judgeScheduled(rule, { ...run, now: event.notificationTime ?? new Date(Number.NaN) }, ports);
  }
  if (rule.kind === "periodic-rule") throw unsupported(rule, invoking.messageType);
  const outcome = await judgeChange(rule, event, invoking, run, ports.api, ports.deadline);
  const outcomes = new Outcomes();
  if (outcome === undefined) return { outcomes, orderingTimestamp: new Date(0), foreign: true };
  outcomes.add(outcome.outcome);
  return { outcomes, orderingTimestamp: outcome.orderingTimestamp, foreign: false };
}

async function judgeScheduled(rule: AnyRule, run: Run, ports: Ports): Promise<Judgement> {
  if (rule.schedule === undefined) throw unsupported(rule, "ScheduledNotification");
  const outcomes = new Outcomes();
  const isHybrid = rule.kind === "rule";
  const tasks = isHybrid ? hybridTasks(rule, run, ports.api) : periodicTasks(rule, run);
  const listing = await judgeAll(tasks, outcomes, ports.concurrency, ports.deadline);
  return { outcomes, orderingTimestamp: isHybrid ? settledTime(run.now) : run.now, listing, foreign: false };
}

function effectiveParameters(rule: AnyRule, event: RuleEvent, logger: Logger): { readonly [name: string]: unknown } {
  const wire = parseRuleParameters(rule.name, event.ruleParameters);
  const { values, problems, unknownNames } = readParameters(rule.name, rule.parameters ?? {}, wire);
  const [first, ...others] = problems;
  if (first) throw parameterError([first, ...others]);
  if (unknownNames.length > 0) {
    // an older or newer pack may still be deployed: a warning, so that the verdicts go on
    logger.log("WARN", "The rule's deployment sets parameters that the rule does not have.", {
      parameters: unknownNames,
    });
  }
  return values;
}

/** What exempts resources of a run, unless the rule's author allows none. */
function exemptions(rule: AnyRule, { account: { accountId } }: RuleEvent, route?: Route): Pick<Run, "exempt"> {
  const exempt = route?.binding.exempt;
  if (!route || !exempt || rule.exemptible === false) return {};
  return {
    exempt: (annotation, place, now) => exempt(annotation, { rule: route.name, accountId, ...place }, now),
  };
}

/** A pack that claims a framework keeps its word, whatever the deployment set. */
function checkBounds(
  rule: AnyRule,
  parameters: { readonly [name: string]: unknown },
  bounds: readonly ControlBound[],
): void {
  const looser = bounds.filter(
    (bound) =>
      !meetsBound(
        bound,
        bound.parameters.map((name) => parameters[name]),
      ),
  );
  if (looser.length === 0) return;
  const demands = looser.map((bound) => `${bound.control} wants ${boundText(bound)}`);
  throw new RulewrightError(
    CORE_ERRORS.PARAMETER_LOOSER,
    `Rule ${rule.name} is set looser than its framework allows: ${demands.join("; ")}.`,
  );
}

function unsupported(rule: AnyRule, messageType: string): RulewrightError {
  return new RulewrightError(
    RUNTIME_ERRORS.EVENT_UNSUPPORTED,
    `Rule ${rule.name} is a ${rule.kind}${rule.schedule ? " with a schedule" : " without a schedule"} and does not answer ${messageType}.`,
  );
}
