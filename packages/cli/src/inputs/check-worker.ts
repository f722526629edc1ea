// One of several threads that judge ranges of a long file. Loads the rules by itself: functions cannot be handed over.
import { parentPort, workerData } from "node:worker_threads";
import type { ExemptionMatcher } from "@rulewright/sdk";
import { Checker, type SourcedEvidence } from "@rulewright/sdk/evaluation";
import { checkerOptionsOf, planRules, type RuleChoice } from "../check/rule-plan.ts";
import { judgeRange, type Range } from "./judge-range.ts";

/** What a thread is started with. */
export interface WorkerStart {
  readonly choice: RuleChoice;
  readonly evidence: readonly SourcedEvidence[];
  readonly now: Date | undefined;
  /** All that a thread learns of the exemptions: they are matched once, when everything is judged. */
  readonly tagKeys: ExemptionMatcher["tagKeys"] | undefined;
}

const { choice, evidence, now, tagKeys } = workerData as WorkerStart;
const silent = { out: () => undefined, err: () => undefined, color: false, width: 80 };
const checker = planRules(choice, silent).then(
  (plan) =>
    new Checker(plan.rules, evidence, {
      ...checkerOptionsOf(plan),
      ...(now ? { now } : {}),
      ...(tagKeys ? { exemptions: { tagKeys } } : {}),
    }),
);

/** One range after the other: they share the checker, and are answered in order. */
let last: Promise<unknown> = Promise.resolve();

parentPort?.on("message", (range: Range) => {
  last = answer(last, range);
});

async function answer(earlier: Promise<unknown>, range: Range): Promise<void> {
  await earlier;
  const judged = await judgeRange(await checker, range);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
  parentPort?.postMessage(judged);
}
