import { shown } from "../../core/json.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { memberOf, scalarsOf, type ScalarNode } from "./node.ts";
import { RULE_TYPE, type PackModel, type Resource } from "./pack-model.ts";
import { nearest } from "./report.ts";
import { tokens as names } from "../names.ts";

/** What a token of ours stands for. */
export type TokenKind = "function" | "role" | "runbook";

const WHOLE = /^\$\{([A-Za-z0-9]+)\}$/;
const SUFFIXES = [
  ["RemediationRoleArn", "role"],
  ["RunbookName", "runbook"],
  ["FunctionArn", "function"],
] as const;

/** The kind of a whole value that `rulewright synth` leaves for the deployment to fill in, if it is one. */
export function tokenKindOf(text: string, pack: PackModel): TokenKind | undefined {
  const token = WHOLE.exec(text)?.[1];
  if (token === undefined || pack.tokens === "refused") return undefined;
  if (token === names.functionArn("change") || token === names.functionArn("periodic")) return "function";
  const suffix = SUFFIXES.find(([end]) => token.endsWith(end));
  const rule = suffix && pack.resources.get(token.slice(0, -suffix[0].length));
  return rule?.type === RULE_TYPE ? suffix?.[1] : undefined;
}

/** Whether a text holds something that is to be replaced, which then is reported by {@link checkPlaceholders}. */
export function hasPlaceholder(text: string): boolean {
  return text.includes("${") || PLACEHOLDER.test(text);
}

/** `<Account-Id>`, `{{ account }}`, `YOUR_BUCKET`, `REPLACE_ME`, `CHANGE-ME`. */
const PLACEHOLDER =
  /<[A-Za-z][A-Za-z0-9 _.-]*>|\{\{[^{}]*\}\}|\bYOUR[_-][A-Z0-9_-]+\b|\bREPLACE[_-]?(ME|THIS|WITH)\b|\bCHANGE[_-]?ME\b/;

/** Free text, where such signs need not stand for a value. */
const FREE_TEXT = ["Description", "PolicyText"];

/** Finds tokens that nothing fills in and placeholders that somebody forgot, in resources and defaults. */
export function checkPlaceholders(pack: PackModel): void {
  const { report } = pack;
  for (const { text, place } of textsToCheck(pack)) {
    const isFree = FREE_TEXT.some((key) => place.path.endsWith(`.${key}`));
    if (/\$\{(?!!)/.test(text)) {
      if (!isFree && tokenKindOf(text, pack) === undefined) reportToken(text, place, pack);
      continue;
    }
    const [found] = PLACEHOLDER.exec(text) ?? [];
    if (found === undefined || isFree) continue;
    // inside an ARN it cannot be meant
    const entry = /^arn:|^s3:|^https?:/.test(text) ? LINT_ERRORS.PLACEHOLDER : LINT_ERRORS.PLACEHOLDER_TEXT;
    report(entry, place, `${shown(text)} still holds the placeholder ${found}.`);
  }
}

function* textsToCheck(pack: PackModel): Generator<{ text: string; place: ScalarNode }> {
  for (const parameter of pack.parameters.values()) {
    const fallback = memberOf(parameter, "Default");
    if (fallback?.kind === "scalar") yield { text: fallback.text, place: fallback };
  }
  for (const { properties } of pack.resources.values()) {
    // Fn::Sub fills its own ${…} in
    for (const place of scalarsOf(properties, "Fn::Sub")) yield { text: place.text, place };
  }
}

function reportToken(text: string, place: ScalarNode, pack: PackModel): void {
  const { report } = pack;
  if (pack.tokens === "refused" && WHOLE.test(text)) {
    const hint = "Write the value itself: this pack is deployed without the stack that fills tokens in.";
    report(LINT_ERRORS.TOKEN_UNKNOWN, place, `Nothing fills in ${shown(text)}.`, hint);
    return;
  }
  const token = WHOLE.exec(text)?.[1];
  const hint = () => (token === undefined ? "" : nearest(token, tokensOf(pack.rules)));
  report(LINT_ERRORS.TOKEN_UNKNOWN, place, `Nothing fills in ${shown(text)}.`, hint);
}

function tokensOf(rules: readonly Resource[]): readonly string[] {
  const ofRules = rules.flatMap(({ id }) => SUFFIXES.map(([suffix]) => id + suffix));
  return [names.functionArn("change"), names.functionArn("periodic"), ...ofRules];
}
