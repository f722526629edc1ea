// One of several threads that judge ranges of a long file. Loads the rules by itself: functions cannot be handed over.
import { parentPort, workerData } from "node:worker_threads";
import { Checker, type SourcedEvidence } from "@rulewright/sdk/evaluation";
import { selectRules, type RuleSelection } from "../select-rules.ts";
import { judgeRange, type Range } from "./judge-range.ts";

/** What a thread is started with. */
export interface WorkerStart {
  readonly selection: RuleSelection;
  readonly evidence: readonly SourcedEvidence[];
  readonly now: Date | undefined;
}

const { selection, evidence, now } = workerData as WorkerStart;
const silent = { out: () => undefined, err: () => undefined, color: false, width: 80 };
const checker = selectRules(selection, silent).then((rules) => new Checker(rules, evidence, now ? { now } : {}));

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
