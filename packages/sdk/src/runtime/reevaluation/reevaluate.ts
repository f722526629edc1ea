import { codeOf } from "../../core/errors.ts";
import type { Deadline } from "../deadline.ts";
import { isTransient } from "../evaluation.ts";
import {
  parseState,
  planReevaluation,
  stateText,
  type DeployedRule,
  type ReevaluatedRule,
  type Start,
} from "./plan.ts";

/** What re-evaluation asks of AWS. */
export interface ReevaluationApi {
  /** The text that holds the hashes of what has been evaluated. */
  readState(): Promise<string>;
  writeState(text: string): Promise<void>;
  /** The account's custom rules. */
  deployedRules(): Promise<readonly DeployedRule[]>;
  /** Starts at most 25 rules. */
  start(deployedNames: readonly string[]): Promise<void>;
}

/** What a run came to, by name. */
export interface Reevaluation {
  /** As deployed. */
  readonly started: readonly string[];
  /** Left for the next run: AWS Config was busy with them. */
  readonly waiting: readonly string[];
  /** Left for the next run: they are not deployed. */
  readonly missing: readonly string[];
}

/** Milliseconds after which AWS Config takes the same call again, and a little. */
const REST_MS = 61_000;

/** Milliseconds kept for a round of calls. */
const RESERVE_MS = 15_000;

/** Rounds after which a run ends, however much time is left. */
const MAXIMUM_ROUNDS = 15;

/**
 * AWS Config runs one evaluation of a rule at a time and takes the call once a minute; a rule may have gone since it was
 * listed.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_StartConfigRulesEvaluation.html
 */
const PASSING = new Set(["LimitExceededException", "ResourceInUseException", "NoSuchConfigRuleException"]);

/**
 * Starts every rule that is not what it was when it was last started. What no longer holds is forgotten before the first
 * call: a rule that cannot be started now may be judged by changes until it goes back to what it was. Each call is
 * remembered before the next: what is cut off in between is started once more, which does no harm. What AWS Config is
 * busy with is tried again after a minute as long as there is time.
 * @throws Whatever the API throws that does not pass; what was started before is remembered.
 */
export async function reevaluate(
  rules: readonly ReevaluatedRule[],
  api: ReevaluationApi,
  deadline: Deadline,
  now: Date,
): Promise<Reevaluation> {
  let state = parseState(await api.readState());
  const started: string[] = [];
  for (let round = 1; ; round += 1) {
    const plan = planReevaluation(rules, state, await api.deployedRules(), now);
    const held = new Set(plan.kept);
    if (stateText(held) !== stateText(state)) await api.writeState(stateText(held));
    const refused: string[] = [];
    for (const call of plan.calls) {
      const names = call.flatMap(({ deployedNames }) => deployedNames);
      if (deadline.remainingMs() < RESERVE_MS || !(await tryStart(api, names))) refused.push(...names);
      else {
        started.push(...names);
        remember(held, call);
        await api.writeState(stateText(held));
      }
    }
    state = held;
    const waiting = [...plan.waiting, ...refused];
    const isDone = waiting.length === 0 || round === MAXIMUM_ROUNDS;
    if (isDone || !(await deadline.pause(REST_MS, RESERVE_MS))) return { started, waiting, missing: plan.missing };
  }
}

function remember(held: Set<string>, call: readonly Start[]): void {
  for (const { hash } of call) held.add(hash);
}

async function tryStart(api: ReevaluationApi, deployedNames: readonly string[]): Promise<boolean> {
  try {
    await api.start(deployedNames);
    return true;
  } catch (error) {
    if (PASSING.has(codeOf(error)) || isTransient(error)) return false;
    throw error;
  }
}
