import {
  CORE_ERRORS,
  didYouMean,
  problem,
  readParameters,
  type AnyRule,
  type JsonObject,
  type Problem,
} from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";
import { ProblemsError } from "../problems-error.ts";

/** Wire values of parameters, by rule and name. */
export type RuleSettings = ReadonlyMap<string, JsonObject>;

const SETTING = /^(?<rule>[^.=\s]+)\.(?<name>[^.=\s]+)=(?<value>[^]*)$/;

/**
 * Reads `--parameter rule.Name=value`. Values are text, as AWS Config would hand them over.
 * @throws ProblemsError with everything that is wrong: the form, the rule, the name, the value, a second setting.
 */
export function parseSettings(texts: readonly string[], rules: readonly AnyRule[]): RuleSettings {
  const byName = new Map(rules.map((rule) => [rule.name, rule]));
  const settings = new Map<string, { [name: string]: unknown }>();
  const problems: Problem[] = [];
  for (const text of texts) {
    const { rule: ruleName = "", name = "", value = "" } = SETTING.exec(text)?.groups ?? {};
    const refused = refusalOf(text, ruleName, name, byName, settings.get(ruleName) ?? {});
    if (refused) problems.push(refused);
    else settings.set(ruleName, { ...settings.get(ruleName), [name]: value });
  }
  for (const [ruleName, wire] of settings) problems.push(...badValues(byName.get(ruleName), wire));
  if (problems.length > 0) throw new ProblemsError(problems);
  return settings;
}

/** Only of what is set: what is missing is another's to tell. */
function badValues(rule: AnyRule | undefined, wire: JsonObject): readonly Problem[] {
  const specs = Object.entries(rule?.parameters ?? {}).filter(([name]) => Object.hasOwn(wire, name));
  return readParameters(rule?.name ?? "", Object.fromEntries(specs), wire).problems;
}

function refusalOf(
  text: string,
  ruleName: string,
  name: string,
  rules: ReadonlyMap<string, AnyRule>,
  set: JsonObject,
): Problem | undefined {
  const path = `--parameter ${ruleName === "" ? text.split("=", 1).join("") : `${ruleName}.${name}`}`;
  if (ruleName === "") {
    const hint = "Write it as rule-name.ParameterName=value.";
    return problem(CLI_ERRORS.USAGE, path, `${path} sets no parameter of a rule.`, { hint });
  }
  const rule = rules.get(ruleName);
  if (rule === undefined) {
    return problem(
      CLI_ERRORS.RULE_UNKNOWN,
      path,
      `There is no rule ${ruleName} to set ${name} of.`,
      near(ruleName, rules.keys()),
    );
  }
  const specs = rule.parameters ?? {};
  if (!Object.hasOwn(specs, name)) {
    const names = Object.keys(specs);
    const known = names.length > 0 ? { hint: `It has ${names.join(", ")}.` } : { hint: "It has none." };
    const message = `Rule ${ruleName} has no parameter ${name}.`;
    return problem(CORE_ERRORS.PARAMETER_UNKNOWN, path, message, { ...known, ...near(name, names) });
  }
  if (!Object.hasOwn(set, name)) return undefined;
  const hint = "Keep one of them.";
  return problem(CLI_ERRORS.USAGE, path, `Parameter ${name} of rule ${ruleName} is set twice.`, { hint });
}

function near(word: string, known: Iterable<string>): { readonly hint?: string } {
  const hint = didYouMean(word, known);
  return hint === "" ? {} : { hint };
}
