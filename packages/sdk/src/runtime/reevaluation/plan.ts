import { createHash } from "node:crypto";
import { isInForce } from "../../core/exemptions/expiry.ts";
import { canonicalJson } from "../../core/json.ts";
import { baseName } from "../route.ts";

/** A rule of the pack, as it was built. */
export interface ReevaluatedRule {
  /** Before any suffix of the service. */
  readonly name: string;
  /** Eight hexadecimal digits, over code, effective parameters and exemptions. */
  readonly hash: string;
  /** The last days of its exemptions, each `YYYY-MM-DD`. */
  readonly expires?: readonly string[];
  /** Whether the hash does not cover all parameters (a deployment may set some, some are secret): then what is deployed counts too. */
  readonly isPromoted?: boolean;
}

/** A custom rule in the account. */
export interface DeployedRule {
  /** With the service's suffix. */
  readonly name: string;
  /** It is being evaluated at this moment, or its results are deleted. */
  readonly isBusy: boolean;
  /** JSON text. */
  readonly inputParameters: string;
}

/** A rule to start: all its copies at once, since the state knows but one hash of it. */
export interface Start {
  readonly hash: string;
  readonly deployedNames: readonly string[];
}

/** What there is to do. */
export interface Plan {
  /** Hashes of the state that still hold: what is not among them is forgotten. */
  readonly kept: readonly string[];
  /** Starts that fit one call. */
  readonly calls: readonly (readonly Start[])[];
  /** Names of rules that have to be started but are busy. */
  readonly waiting: readonly string[];
  /** Names of rules that are not deployed. */
  readonly missing: readonly string[];
}

/**
 * Most rules of one call.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_StartConfigRulesEvaluation.html
 */
const RULES_PER_CALL = 25;

/**
 * Which rules to start. Those whose hash is in the state have been; of the others, those that are deployed and idle are
 * started and the rest stay for another time. Hashes that no rule has any more are dropped: a rule that goes back to what
 * it was has to be started again.
 */
export function planReevaluation(
  rules: readonly ReevaluatedRule[],
  state: ReadonlySet<string>,
  deployed: readonly DeployedRule[],
  now: Date,
): Plan {
  const copiesByName = groupByRule(rules, deployed);
  const kept: string[] = [];
  const starts: Start[] = [];
  const waiting: string[] = [];
  const missing: string[] = [];
  for (const rule of rules) {
    const copies = copiesByName.get(rule.name) ?? [];
    const hash = currentHash(rule, copies, now);
    if (copies.length === 0) missing.push(rule.name);
    if (state.has(hash)) kept.push(hash);
    else if (copies.some(({ isBusy }) => isBusy)) waiting.push(rule.name);
    else if (copies.length > 0) starts.push({ hash, deployedNames: copies.map(({ name }) => name) });
  }
  return { kept, calls: toCalls(starts), waiting, missing };
}

/** The hashes of a state's text; a text that is none holds none. */
export function parseState(text: string): ReadonlySet<string> {
  return new Set(text.match(/\b[0-9a-f]{8}\b/g));
}

/**
 * The text of a state, which may not be empty. Nine characters a rule: a pack's 130 rules fit the 4 KB of a parameter.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export function stateText(hashes: Iterable<string>): string {
  return [...new Set(hashes)].toSorted().join(" ") || "none";
}

/** A rule's hash today: as it was built, unless an exemption lapsed since or the deployment has a say. */
export function currentHash(rule: ReevaluatedRule, copies: readonly DeployedRule[], now: Date): string {
  const lapsed = (rule.expires ?? []).filter((day) => !isInForce(day, now)).toSorted();
  const deployed = rule.isPromoted ? copies.map(({ inputParameters }) => normalised(inputParameters)).toSorted() : [];
  if (lapsed.length === 0 && deployed.length === 0) return rule.hash;
  return createHash("sha256")
    .update(JSON.stringify([rule.hash, lapsed, deployed]))
    .digest("hex")
    .slice(0, 8);
}

function normalised(json: string): string {
  try {
    return canonicalJson(JSON.parse(json));
  } catch {
    return json;
  }
}

function groupByRule(
  rules: readonly ReevaluatedRule[],
  deployed: readonly DeployedRule[],
): ReadonlyMap<string, readonly DeployedRule[]> {
  const copiesByName = new Map<string, DeployedRule[]>(rules.map(({ name }) => [name, []]));
  for (const copy of deployed) {
    const name = baseName(copy.name, (candidate) => copiesByName.has(candidate));
    if (name !== undefined) copiesByName.get(name)?.push(copy);
  }
  return copiesByName;
}

function toCalls(starts: readonly Start[]): Start[][] {
  const calls: Start[][] = [];
  let room = 0;
  for (const start of starts) {
    const size = start.deployedNames.length;
    const last = calls.at(-1);
    if (last && size <= room) last.push(start);
    else {
      calls.push([start]);
      room = RULES_PER_CALL;
    }
    room -= size;
  }
  return calls;
}
