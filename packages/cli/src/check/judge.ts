import type { CheckResult } from "@rulewright/sdk";
import { createProgress } from "../commands/check-progress.ts";
import type { RunExemptions } from "../exemptions/run-exemptions.ts";
import { checkFiles, type CheckFilesOptions } from "../inputs/check-files.ts";
import type { ReadyInputs } from "../inputs/ready-inputs.ts";
import type { Io } from "../io.ts";
import { TOOL } from "../version.ts";
import type { Place } from "./absences.ts";
import { checkerOptionsOf, type RulePlan } from "./rule-plan.ts";
import type { Thrown } from "./thrown.ts";

/** How a run judges its inputs. */
export interface JudgeSettings extends Pick<CheckFilesOptions, "generatedAt" | "templates"> {
  readonly now: Date | undefined;
  /** Reads what AWS Config holds, after the inputs. */
  readonly feed: CheckFilesOptions["feed"] | undefined;
  readonly exemptions: RunExemptions | undefined;
  /** Where somebody wants to know where rules throw. */
  readonly thrown: Thrown | undefined;
}

/** What a run came to. */
export interface Judging {
  readonly judged: CheckResult;
  /** Accounts and Regions that the inputs are from, whether or not anything of them was judged. */
  readonly places: readonly Place[];
}

/** Judges inputs by the rules of a plan, and shows how far it is. */
export async function judge(plan: RulePlan, ready: ReadyInputs, settings: JudgeSettings, io: Io): Promise<Judging> {
  const { generatedAt, templates, now, feed, exemptions, thrown } = settings;
  const progress = createProgress(io);
  let places: readonly Place[] = [];
  try {
    const judged = await checkFiles(plan.rules, ready, {
      tool: TOOL,
      generatedAt,
      templates,
      tick: progress.tick,
      ...(thrown ? { onThrown: thrown.note } : { ruleSource: plan.source }),
      ...checkerOptionsOf(plan),
      ...(now ? { now } : {}),
      feed: async (checker, tick) => {
        await feed?.(checker, tick);
        places = [...checker.places];
      },
      ...(exemptions ? { exemptions: exemptions.matcher } : {}),
    });
    return { judged, places };
  } finally {
    progress.end();
  }
}
