import { RulewrightError } from "@rulewright/sdk";
import type { Prepared } from "./carry-out.ts";
import { DEPLOYMENT_ERRORS } from "./errors.ts";
import { observeRemains } from "./observe/observe-for-destroy.ts";
import { findVariants } from "./observe/find-variants.ts";
import { findRecords, observe, observeStanding } from "./observe/observe.ts";
import type { Session } from "./observe/session.ts";
import { planDestroy } from "./plan/plan-destroy.ts";
import type { PlanInput } from "./plan/plan-input.ts";
import { planPublish, publishedAccounts } from "./plan/plan-publish.ts";
import { keepingGlobalRegion, type Intent } from "./plan/read-target.ts";
import { toRelease, type Artifacts } from "./plan/release.ts";
import { removals, type Plan } from "./plan/step.ts";

/**
 * Plans the publication of a pack to one target, or of its variants to several. What variants take away from accounts goes
 * before all that they bring: an account that changes its variant cannot have the pack twice.
 *
 * @throws RulewrightError `RW4009` for an account in two targets.
 */
export async function preparePack(
  session: Session,
  artifacts: Artifacts,
  intents: readonly Intent[],
): Promise<readonly Prepared[]> {
  const inputs: PlanInput[] = [];
  for (const intent of intents) {
    const { rollout, parameters } = intent;
    const standing = await observeStanding(session, artifacts.manifest.pack, intent.target);
    const target = keepingGlobalRegion(intent, (standing.published ?? standing.pending)?.target);
    const release = toRelease(artifacts, target, parameters);
    inputs.push({ release, target, rollout, observation: await observe(session, release, target, standing) });
  }
  mustNotOverlap(inputs);
  const dropped = await droppedVariants(session, artifacts.manifest.pack, intents);
  const planned = inputs.map((input) => ({ plan: planPublish(input), context: { session, ...input } }));
  if (inputs.length === 1 && dropped.length === 0) return planned;
  const removing = planned.flatMap(({ plan, context }) => {
    const only = removingPlan(plan);
    return only ? [{ plan: only, context, isNeeded: true }] : [];
  });
  return [...dropped, ...removing, ...planned.map(({ plan, context }) => ({ plan: bringingPlan(plan), context }))];
}

/** An account gets the pack once: two variants of it would fight over its name. */
function mustNotOverlap(inputs: readonly PlanInput[]): void {
  const taken = new Map<string, string>();
  const twice: string[] = [];
  for (const input of inputs) {
    const name = input.target.variant ?? "";
    for (const account of inputs.length > 1 ? publishedAccounts(input) : []) {
      const other = taken.get(account);
      if (other === undefined) taken.set(account, name);
      else twice.push(`${account} (${other}, ${name})`);
    }
  }
  if (twice.length === 0) return;
  const shown = twice.slice(0, 8).join(", ");
  const more = twice.length > 8 ? ` and ${twice.length - 8} more` : "";
  const message = `Accounts belong to two targets each: ${shown}${more}.`;
  throw new RulewrightError(DEPLOYMENT_ERRORS.TARGETS_OVERLAP, message);
}

/** Variants that were published and have no target any more; the pack without variants counts as one. */
async function droppedVariants(
  session: Session,
  pack: string,
  intents: readonly Intent[],
): Promise<readonly Prepared[]> {
  const [first] = intents;
  if (first?.target.topology !== "stack-set") return [];
  const { bucketPrefix, regions: firstRegions } = first.target;
  const others = intents.flatMap(({ target }) => target.regions).filter((region) => !firstRegions.includes(region));
  const place = { bucketPrefix, regions: [...firstRegions, ...new Set(others)] as const };
  const wanted = new Set(intents.map(({ target }) => target.variant));
  const found = await findVariants(session, pack, place);
  const plain = (await findRecords(session, pack, place)).pointer;
  const isPlain = plain.current !== undefined || plain.pending !== undefined;
  const names = [...(isPlain ? [undefined] : []), ...found].filter((name) => !wanted.has(name));
  const prepared: Prepared[] = [];
  for (const variant of names) {
    const remains = await observeRemains(session, pack, { ...place, ...(variant === undefined ? {} : { variant }) });
    if (!remains) continue;
    const { target, observation, record } = remains;
    const plan: Plan = { ...planDestroy(pack, target, observation, "records"), command: "publish" };
    const context = { session, release: record.release, target, rollout: first.rollout, observation };
    prepared.push({ plan, context, isNeeded: true });
  }
  return prepared;
}

/** The part of a plan that takes away; `undefined` where there is none. */
function removingPlan({ takesAway: _takesAway, ...plan }: Plan): Plan | undefined {
  const steps = removals(plan).map((step) => ({ ...step, dependsOn: [] }));
  return steps.length === 0 ? undefined : { ...plan, steps, notes: [] };
}

/** The other part. */
function bringingPlan(plan: Plan): Plan {
  const taken = new Set(removals(plan).map(({ id }) => id));
  const steps = plan.steps
    .filter(({ id }) => !taken.has(id))
    .map((step) => ({ ...step, dependsOn: step.dependsOn.filter((id) => !taken.has(id)) }));
  return { ...plan, steps };
}
