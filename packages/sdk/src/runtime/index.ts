/** What a rule's Lambda function runs on. */
export { createAws } from "./aws.ts";
export { createConfigApi, type ConfigApi, type StoredResult } from "./config-api.ts";
export { deadlineOf, type Deadline, type LambdaContext } from "./deadline.ts";
export { RUNTIME_ERRORS } from "./errors.ts";
export { toWire, type Evaluation, type ResourceKey, type SubjectError } from "./evaluation.ts";
export { parseRuleEvent, type EventDefaults, type InvokingEvent, type ItemSummary, type RuleEvent } from "./event.ts";
export { exempting, type Exempt } from "./exempt.ts";
export { createHandler, type Handler, type HandlerOptions } from "./handler.ts";
export { judgeEvent, type Judgement, type Ports } from "./judge-event.ts";
export { createLogger, type LogFields, type LogLevel, type Logger } from "./log.ts";
export { Outcomes, type Outcome } from "./outcomes.ts";
export type { Listing } from "./pool.ts";
export { createReevaluation, type ReevaluationOptions } from "./reevaluation/create-reevaluation.ts";
export type { ReevaluatedRule } from "./reevaluation/plan.ts";
export {
  loadRule,
  routeRule,
  type ControlBound,
  type OnError,
  type Route,
  type RuleBinding,
  type RuleTable,
} from "./route.ts";
export { listedSubjects, type ListedSubject } from "./subjects.ts";
