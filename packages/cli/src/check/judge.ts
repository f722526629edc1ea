import type { CheckResult } from "@rulewright/sdk";
import type { RunExemptions } from "../exemptions/run-exemptions.ts";
import { checkFiles, type CheckFilesOptions } from "../inputs/check-files.ts";
import type { ReadyInputs } from "../inputs/ready-inputs.ts";
import { TOOL } from "../version.ts";
import { absences } from "./absences.ts";
import { checkerOptionsOf, type RulePlan } from "./rule-plan.ts";
import type { Thrown } from "./thrown.ts";

/** How a run judges its inputs. */
export interface JudgeSettings extends Pick<CheckFilesOptions, "generatedAt" | "templates" | "tick"> {
  readonly now: Date | undefined;
  /** Reads what AWS Config holds, after the inputs. */
  readonly feed: CheckFilesOptions["feed"] | undefined;
  readonly exemptions: RunExemptions | undefined;
  /** Where somebody wants to know where rules throw. */
  readonly thrown: Thrown | undefined;
}

/** Judges inputs by the rules of a plan. */
export async function judge(plan: RulePlan, ready: ReadyInputs, settings: JudgeSettings): Promise<CheckResult> {
  const { generatedAt, templates, tick, now, feed, exemptions, thrown } = settings;
  return checkFiles(plan.rules, ready, {
    tool: TOOL,
    generatedAt,
    templates,
    tick,
    ...(thrown ? { onThrown: thrown.note } : { ruleSource: plan.source }),
    absences: (places) => absences(plan.narrowed?.selection ?? {}, places),
    ...checkerOptionsOf(plan),
    ...(now ? { now } : {}),
    ...(feed ? { feed } : {}),
    ...(exemptions ? { exemptions: exemptions.matcher } : {}),
  });
}
