// One of several threads that judge ranges of a long file. Loads the rules by itself: functions cannot be handed over.
import { parentPort, type TransferListItem } from "node:worker_threads";
import type { ExemptionMatcher } from "@rulewright/sdk";
import { Checker, type CheckPart, type SourcedEvidence } from "@rulewright/sdk/evaluation";
import { rulesFrom, type RuleSource } from "../check/rule-source.ts";
import { judgeRange, type Range } from "./judge-range.ts";

/** What a thread judges by. */
export interface JudgeBy {
  readonly ruleSource: RuleSource;
  readonly evidence: readonly SourcedEvidence[];
  readonly now: Date | undefined;
  /** All that a thread learns of the exemptions: they are matched once, when everything is judged. */
  readonly tagKeys: ExemptionMatcher["tagKeys"] | undefined;
}

/** What a thread is told: what to judge by, then range after range. */
export type ThreadMessage = { readonly by: JudgeBy } | { readonly range: Range };

let checker: Promise<Checker> | undefined;

/** One range after the other: they share the checker, and are answered in order. */
let last: Promise<unknown> = Promise.resolve();

parentPort?.on("message", (message: ThreadMessage) => {
  if ("by" in message) checker = createChecker(message.by);
  else if (checker) last = answer(last, checker, message.range);
});

async function createChecker({ ruleSource, evidence, now, tagKeys }: JudgeBy): Promise<Checker> {
  const { settings, evidenceNames, selection } = ruleSource;
  const selectBy = selection && (await import("../selection/select-by.ts")).selectBy;
  return new Checker(await rulesFrom(ruleSource), evidence, {
    settings,
    evidenceNames,
    ...(selectBy ? { select: selectBy(selection) } : {}),
    ...(now ? { now } : {}),
    ...(tagKeys ? { exemptions: { tagKeys } } : {}),
  });
}

/** What is handed over without a copy. */
function buffersOf({ store }: CheckPart): TransferListItem[] {
  const { resources, rows, tags, texts } = store;
  return [...Object.values(resources), ...Object.values(rows), tags, ...texts].map(
    ({ buffer }) => buffer as ArrayBuffer,
  );
}

async function answer(earlier: Promise<unknown>, by: Promise<Checker>, range: Range): Promise<void> {
  await earlier;
  const judged = await judgeRange(await by, range);
  parentPort?.postMessage(judged, buffersOf(judged.part));
}
