import { LINT_ERRORS } from "./errors/index.ts";
import { checkInputParameters } from "./input-parameters.ts";
import { LINT_LIMITS } from "./limits.ts";
import { managedRuleOf } from "./managed.ts";
import { memberOf } from "./node.ts";
import type { PackModel, Resource } from "./pack-model.ts";
import { checkSchedule } from "./schedule.ts";
import { checkScope } from "./scope.ts";
import { checkSource } from "./source.ts";
import { checkKeys, listsOf, mapsOf, textsOf } from "./values.ts";

const KEYS = [
  "ConfigRuleName",
  "Description",
  "Scope",
  "Source",
  "InputParameters",
  "MaximumExecutionFrequency",
  "EvaluationModes",
  "Compliance",
];

/** Checks one `AWS::Config::ConfigRule`, its name apart. */
export function checkRule(rule: Resource, pack: PackModel): void {
  const { properties } = rule;
  checkKeys(properties, KEYS, "A config rule", pack);
  for (const { text, ...place } of textsOf(memberOf(properties, "Description"), "Description", pack)) {
    if (text.length >= 1 && text.length <= LINT_LIMITS.descriptionLength) continue;
    pack.report(LINT_ERRORS.DESCRIPTION_LENGTH, place, `The description of ${rule.id} has ${text.length} characters.`);
  }
  checkSource(rule, pack);
  const managed = managedRuleOf(rule);
  checkSchedule(rule, managed, pack);
  checkScope(rule, managed, pack);
  checkInputParameters(rule, managed, pack);
  checkEvaluationModes(rule, pack);
}

function checkEvaluationModes({ properties }: Resource, pack: PackModel): void {
  for (const modes of listsOf(memberOf(properties, "EvaluationModes"), "EvaluationModes", pack)) {
    for (const item of modes.items) {
      for (const mode of mapsOf(item, "An evaluation mode", pack)) {
        checkKeys(mode, ["Mode"], "An evaluation mode", pack);
        for (const { text, ...place } of textsOf(memberOf(mode, "Mode"), "Mode", pack)) {
          if (text === "DETECTIVE" || text === "PROACTIVE") continue;
          pack.report(LINT_ERRORS.EVALUATION_MODE, place, `There is no evaluation mode ${JSON.stringify(text)}.`);
        }
      }
    }
  }
}
