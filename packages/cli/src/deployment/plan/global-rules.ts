import type { Manifest } from "./manifest.ts";
import type { PlanInput } from "./plan-input.ts";
import type { Target } from "./target.ts";

type Input = Pick<PlanInput, "release" | "target" | "observation">;

/** Rules named in a sentence. */
const MOST_NAMED = 5;

/** Where the rules about the account itself are, and where they leave. */
export function globalNotes(input: Input): string[] {
  const { release, target } = input;
  if (globalRules(release.manifest).length === 0) return [];
  const { globalRulesRegion } = target;
  const left = leftBehind(input);
  return [
    homeOf(target) === undefined
      ? `Rules about the account itself are not deployed: ${globalRulesRegion} is not among the Regions.`
      : `Rules about the account itself are deployed once, in ${globalRulesRegion}.`,
    ...(left ? [`They leave ${left.from}, and what AWS Config keeps of them: ${shown(left.rules)}.`] : []),
  ];
}

/** The same to be agreed to, where no step that deletes the Region's stack says so. */
export function globalRemovals(input: Input): string[] {
  const left = leftBehind(input);
  if (!left || !input.target.regions.includes(left.from)) return [];
  const to = homeOf(input.target);
  const where = to === undefined ? "they are deployed nowhere then" : `they move to ${to}`;
  return [`take the rules about the account itself from ${left.from}: ${where}`];
}

/** What a publication finds in another Region than it would put it. */
function leftBehind({ release, target, observation }: Input) {
  const { published } = observation;
  const from = published && homeOf(published.target);
  if (!published || from === undefined || from === homeOf(target)) return undefined;
  const kept = new Set(globalRules(release.manifest));
  const rules = globalRules(published.release.manifest).filter((name) => kept.has(name));
  return rules.length === 0 ? undefined : { from, rules };
}

/** The Region that has them; none where the one that is named gets nothing. */
function homeOf({ globalRulesRegion, regions }: Target): string | undefined {
  return regions.includes(globalRulesRegion) ? globalRulesRegion : undefined;
}

/** Rules that follow the switch; others are where AWS has them, whatever it says. */
function globalRules({ rules }: Manifest): string[] {
  return rules.flatMap(({ name, scope, switch: own }) => (scope === "global" && own === undefined ? [name] : []));
}

function shown(names: readonly string[]): string {
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
  return `${names.slice(0, MOST_NAMED).join(", ")}${more}`;
}
