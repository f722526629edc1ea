import { types } from "node:util";
import { RulewrightError, didYouMean, shown, type AnyRule, type JsonObject } from "@rulewright/sdk";
import { ITEM_TEXTS, type AnyCase } from "./case.ts";
import { KIT_ERRORS } from "./errors.ts";

const GIVEN = ["when", "ruleParameters", "now", "expect"];
const ITEM = ["resourceType", "configuration", "supplementaryConfiguration", "tags", "relationships", ...ITEM_TEXTS];
const EXPECTED = ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "ERROR"];

/**
 * Refuses a row that says what nobody reads: such a row passes or fails for another reason than it states.
 * @throws RulewrightError `RW8008` with everything that is wrong with the row.
 */
export function checkCase(rule: AnyRule, row: AnyCase): void {
  const found = [...memberProblems(rule, row), ...parameterProblems(rule, row), ...typeProblems(rule, row)];
  const [first, ...others] = [...found, ...expectationProblems(row), ...timeProblems(row)];
  if (first === undefined) return;
  const what = `The row ${shown(row.when)} of rule ${rule.name}`;
  throw new RulewrightError(KIT_ERRORS.CASE_INVALID, [first, ...others].map((each) => `${what}: ${each}`).join("\n"));
}

function memberProblems(rule: AnyRule, row: AnyCase): readonly string[] {
  const reason = row.expect === "ERROR" ? "error" : "annotation";
  const evidence = rule.collect ? ["evidence"] : [];
  const known = [...GIVEN, reason, ...evidence, ...(rule.kind === "rule" ? ITEM : ["subject"])];
  return Object.keys(row)
    .filter((key) => !known.includes(key) && (key !== "evidence" || row.evidence !== undefined))
    .map((key) => {
      if (key === "evidence") return "evidence is given, but the rule has no collect.";
      if (key === "error") return `error belongs to ERROR, and the row expects ${shown(row.expect)}.`;
      if (key === "annotation") return "annotation belongs to a verdict, and the row expects an ERROR.";
      return withHint(`${key} is not a member of a row.`, didYouMean(key, known) || `It may have ${known.join(", ")}.`);
    });
}

function parameterProblems(rule: AnyRule, row: AnyCase): readonly string[] {
  const declared = Object.keys(rule.parameters ?? {});
  return Object.keys(row.ruleParameters ?? {})
    .filter((name) => !declared.includes(name))
    .map((name) => {
      const known = declared.length === 0 ? "It has none." : `It has ${declared.join(", ")}.`;
      return withHint(`the rule has no parameter ${name}.`, didYouMean(name, declared) || known);
    });
}

function typeProblems(rule: AnyRule, row: AnyCase): readonly string[] {
  const claimed: readonly string[] = rule.resourceTypes;
  const given = rule.kind === "rule" ? row.resourceType : row.subject?.resourceType;
  if (given !== undefined && !claimed.includes(given)) {
    const message = `the rule does not judge the resourceType ${shown(given)}.`;
    return [withHint(message, didYouMean(given, claimed) || `It judges ${claimed.join(", ")}.`)];
  }
  if (rule.kind === "periodic-rule" && row.subject && given === undefined && claimed.length > 1) {
    return [`the subject has no resourceType, and the rule judges ${claimed.join(", ")}.`];
  }
  return [];
}

function expectationProblems(row: AnyCase): readonly string[] {
  const { expect, annotation, error }: JsonObject = { ...row };
  if (typeof expect !== "string" || !EXPECTED.includes(expect)) {
    const near = typeof expect === "string" ? didYouMean(expect.toUpperCase(), EXPECTED) : "";
    return [withHint(`expect is ${shown(expect)}, not one of ${EXPECTED.join(", ")}.`, near)];
  }
  const [key, like] = expect === "ERROR" ? ["error", error] : ["annotation", annotation];
  if (types.isRegExp(like)) return [];
  if (like !== undefined) return [`${key} is ${shown(like)}, not a regular expression.`];
  return expect === "ERROR" || expect === "NON_COMPLIANT" ? [`${expect} wants ${key}, a regular expression.`] : [];
}

function timeProblems({ now }: AnyCase): readonly string[] {
  if (now === undefined || (typeof now === "string" && !Number.isNaN(Date.parse(now)))) return [];
  return [`now is ${shown(now)}, which is not an ISO 8601 time.`];
}

function withHint(message: string, hint: string): string {
  return hint === "" ? message : `${message} ${hint}`;
}
