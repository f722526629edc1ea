import type { ManagedRule } from "@rulewright/catalog/managed-rules";
import { shown } from "../../core/json.ts";
import { SCHEDULES } from "../schedules.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { memberOf, scalarsOf, type PackNode } from "./node.ts";
import type { PackModel, Resource } from "./pack-model.ts";
import { nearest } from "./report.ts";
import { textsOf } from "./values.ts";

/** Checks the value of a MaximumExecutionFrequency, wherever it stands. */
export function checkFrequencies(node: PackNode, pack: PackModel): void {
  for (const { text, ...place } of textsOf(node, "MaximumExecutionFrequency", pack)) {
    if (SCHEDULES.includes(text)) continue;
    pack.report(LINT_ERRORS.FREQUENCY, place, `There is no frequency ${shown(text)}.`, nearest(text, SCHEDULES));
  }
}

/** Checks a rule's own MaximumExecutionFrequency: its value, and whether the rule runs on a schedule at all. */
export function checkSchedule({ properties }: Resource, managed: ManagedRule | undefined, pack: PackModel): void {
  const frequency = memberOf(properties, "MaximumExecutionFrequency");
  if (frequency === undefined) return;
  checkFrequencies(frequency, pack);
  const source = memberOf(properties, "Source");
  const owner = memberOf(source, "Owner");
  const { report } = pack;
  if (managed?.trigger === "change") {
    const message = `${managed.identifier} runs when something changes, not on a schedule.`;
    report(LINT_ERRORS.FREQUENCY_IGNORED, frequency, message, "Remove it.");
  } else if (owner?.kind === "scalar" && owner.text === "CUSTOM_POLICY") {
    report(LINT_ERRORS.FREQUENCY_IGNORED, frequency, "A Guard policy rule does not run on a schedule.", "Remove it.");
  } else if (owner?.kind === "scalar" && owner.text === "CUSTOM_LAMBDA" && !takesSnapshots(source)) {
    const hint = "Write it beside the message type ScheduledNotification in SourceDetails.";
    report(LINT_ERRORS.FREQUENCY_IGNORED, frequency, "A function's rule has its frequency in SourceDetails.", hint);
  }
}

function takesSnapshots(source: PackNode | undefined): boolean {
  const details = memberOf(source, "SourceDetails");
  return (
    details !== undefined &&
    [...scalarsOf(details)].some(({ text }) => text === "ConfigurationSnapshotDeliveryCompleted")
  );
}
