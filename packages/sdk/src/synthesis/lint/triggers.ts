import { shown } from "../../core/json.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { LINT_LIMITS } from "./limits.ts";
import { memberOf, under, type MapNode, type PackNode } from "./node.ts";
import type { PackModel } from "./pack-model.ts";
import { nearest } from "./report.ts";
import { checkFrequencies } from "./schedule.ts";
import { checkKeys, listsOf, mapsOf, textsOf } from "./values.ts";

const CHANGE = ["ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification"];
const SCHEDULED = "ScheduledNotification";
const MESSAGE_TYPES = [...CHANGE, SCHEDULED, "ConfigurationSnapshotDeliveryCompleted"];

/** Checks SourceDetails: what starts a custom rule. */
export function checkTriggers(owner: string, source: MapNode, pack: PackModel): void {
  const given = memberOf(source, "SourceDetails");
  if (owner === "AWS") {
    const hint = "Remove it: a managed rule knows what starts it.";
    if (given) pack.report(LINT_ERRORS.TRIGGER, given, "SourceDetails belong to custom rules.", hint);
    return;
  }
  if (given === undefined) {
    pack.report(LINT_ERRORS.TRIGGER_MISSING, under(source, "SourceDetails"), "Nothing starts the rule.");
  }
  for (const details of listsOf(given, "SourceDetails", pack)) {
    checkNumber(details.items.length, details, pack);
    const types = new Set(details.items.flatMap((item) => checkDetail(item, owner, pack)));
    const missing = CHANGE.filter((type) => !types.has(type));
    // CloudFormation adds it to functions' rules only
    if (owner !== "CUSTOM_LAMBDA" || missing.length !== 1) continue;
    pack.report(LINT_ERRORS.TRIGGER_HALF, details, `The rule does not declare ${missing.join("")}.`);
  }
}

function checkNumber(number: number, place: PackNode, { report }: PackModel): void {
  if (number === 0) report(LINT_ERRORS.TRIGGER_MISSING, place, "Nothing starts the rule.");
  if (number <= LINT_LIMITS.sourceDetails) return;
  const message = `SourceDetails has ${number} entries; AWS Config takes ${LINT_LIMITS.sourceDetails}.`;
  report(LINT_ERRORS.TRIGGER, place, message, "Remove some: there are four message types.");
}

function checkDetail(item: PackNode, owner: string, pack: PackModel): readonly string[] {
  const { report } = pack;
  return mapsOf(item, "An entry of SourceDetails", pack).flatMap((detail) => {
    checkKeys(detail, ["EventSource", "MessageType", "MaximumExecutionFrequency"], "An entry of SourceDetails", pack);
    for (const key of ["EventSource", "MessageType"]) {
      if (detail.members.has(key)) continue;
      report(LINT_ERRORS.TRIGGER, under(detail, key), `An entry of SourceDetails has no ${key}.`, `Add ${key}.`);
    }
    for (const source of textsOf(memberOf(detail, "EventSource"), "EventSource", pack)) {
      if (source.text === "aws.config") continue;
      report(LINT_ERRORS.TRIGGER, source, `There is no event source ${shown(source.text)}.`, "Write aws.config.");
    }
    const types = textsOf(memberOf(detail, "MessageType"), "MessageType", pack);
    for (const type of types) {
      if (!MESSAGE_TYPES.includes(type.text)) {
        const hint = nearest(type.text, MESSAGE_TYPES) || `Write one of ${MESSAGE_TYPES.join(", ")}.`;
        report(LINT_ERRORS.TRIGGER, type, `There is no message type ${shown(type.text)}.`, hint);
      } else if (owner === "CUSTOM_POLICY" && !CHANGE.includes(type.text)) {
        const hint = "Guard policies judge configuration changes only.";
        report(LINT_ERRORS.TRIGGER, type, `${type.text} does not start a Guard policy rule.`, hint);
      }
    }
    const names = types.map(({ text }) => text);
    checkDetailFrequency(detail, names, pack);
    return names;
  });
}

function checkDetailFrequency(detail: MapNode, types: readonly string[], pack: PackModel): void {
  const frequency = memberOf(detail, "MaximumExecutionFrequency");
  if (frequency === undefined) return;
  checkFrequencies(frequency, pack);
  if (types.length === 0 || types.includes(SCHEDULED)) return;
  const hint = `Move it to an entry with the message type ${SCHEDULED}.`;
  pack.report(LINT_ERRORS.TRIGGER, frequency, `${types.join(", ")} has no frequency.`, hint);
}
