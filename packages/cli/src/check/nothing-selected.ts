import { RulewrightError, scopeOf, type AnyRule } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";
import type { Selection } from "../selection/select-by.ts";

/** Options by which a rule itself is left out; accounts leave none out. */
const OPTIONS = { severity: "--severity", framework: "--framework", resourceTypes: "--resource-types" } as const;
const BY_RULE = ["severity", "framework", "resourceTypes"] as const;

/**
 * What to say where no rule is left.
 *
 * @param all - The rules that the selection left out; none where a pack has none that can be judged offline.
 * @param others - Names of a pack's rules whose logic is in AWS Config only.
 */
export function nothingSelected(
  selection: Selection,
  all: readonly AnyRule[],
  others: readonly string[],
): RulewrightError {
  if (all.length === 0) {
    const message = "None of the pack's rules can be judged offline.";
    const hint = `The logic of managed rules and Guard policies is in AWS Config alone: ${others.slice(0, 5).join(", ")}.`;
    return new RulewrightError(CLI_ERRORS.NOTHING_SELECTED, message, { hint });
  }
  const byRule = BY_RULE.filter((name) => selection[name] !== undefined);
  const byRegion = selection.regions?.includes("global") === false && all.some((rule) => scopeOf(rule) === "global");
  const options = [...byRule.map((name) => OPTIONS[name]), ...(byRegion ? ["--regions"] : [])];
  const [only, ...more] = all;
  const rules = only && more.length === 0 ? `The rule ${only.name} is not` : `None of the ${all.length} rules is`;
  const hints = [
    ...(byRule.length > 0 ? [CLI_ERRORS.NOTHING_SELECTED.hint] : []),
    ...(byRegion ? ["Global rules are in the Region named global: add it to --regions."] : []),
  ];
  return new RulewrightError(CLI_ERRORS.NOTHING_SELECTED, `${rules} within ${options.join(", ")}.`, {
    hint: hints.join(" "),
  });
}
