import { frameworks } from "@rulewright/catalog/controls";
import { resourceTypeNames } from "@rulewright/catalog/resource-types";
import {
  didYouMean,
  didYouMeanRegion,
  isRegion,
  problem,
  type AnyRule,
  type Problem,
  type Severity,
} from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";
import { ProblemsError } from "../problems-error.ts";
import type { Selection } from "./select-by.ts";
import { SEVERITIES } from "./severities.ts";

/** The options that narrow a run, as they were typed; each may be repeated or hold several with commas between. */
export interface SelectionOptions {
  readonly severity?: readonly string[];
  readonly framework?: readonly string[];
  readonly resourceTypes?: readonly string[];
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
}

/** Checks what was typed, so that a typo does not select nothing in silence. @throws ProblemsError with every mistake. */
export function readSelection(options: SelectionOptions, rules: readonly AnyRule[]): Selection {
  const problems: Problem[] = [];
  const types = [...resourceTypeNames(), ...rules.flatMap((rule) => rule.resourceTypes)];
  const known = [...frameworks().map(({ id }): string => id), "securityhub"];
  const mustBe = (option: string, values: readonly string[] | undefined, all: readonly string[], noun: string) => {
    for (const value of values ?? []) {
      if (all.includes(value)) continue;
      const hint = didYouMean(value, all) || `Known are ${all.slice(0, 12).join(", ")}${all.length > 12 ? " …" : ""}.`;
      problems.push(problem(CLI_ERRORS.USAGE, option, `${option}: there is no ${noun} ${value}.`, { hint }));
    }
  };
  const severity = words(options.severity)?.map((word) => word.toUpperCase());
  const [framework, resourceTypes] = [words(options.framework), words(options.resourceTypes)];
  const [accounts, regions] = [words(options.accounts), words(options.regions)];
  mustBe("--severity", severity, SEVERITIES, "severity");
  mustBe("--framework", framework, known, "framework");
  mustBe("--resource-types", resourceTypes, types, "resource type");
  problems.push(...checkAccounts(accounts ?? []), ...checkRegions(regions ?? []));
  if (problems.length > 0) throw new ProblemsError(problems);
  return {
    ...(severity ? { severity: severity.filter(isSeverity) } : {}),
    ...(framework ? { framework } : {}),
    ...(resourceTypes ? { resourceTypes } : {}),
    ...(accounts ? { accounts } : {}),
    ...(regions ? { regions } : {}),
  };
}

function checkAccounts(accounts: readonly string[]): readonly Problem[] {
  const bad = accounts.filter((account) => !/^\d{12}$/.test(account));
  const hint = "Account ids have twelve digits.";
  return bad.map((account) =>
    problem(CLI_ERRORS.USAGE, "--accounts", `--accounts ${account} is no account id.`, { hint }),
  );
}

function checkRegions(regions: readonly string[]): readonly Problem[] {
  const bad = regions.filter((region) => region !== "global" && !isRegion(region));
  return bad.map((region) => {
    const hint = didYouMeanRegion(region, ["global"]) || "Write a Region as eu-west-1, or global.";
    return problem(CLI_ERRORS.USAGE, "--regions", `--regions ${region} is no Region.`, { hint });
  });
}

function words(texts: readonly string[] | undefined): readonly string[] | undefined {
  return texts?.flatMap((text) => text.split(",")).map((word) => word.trim());
}

function isSeverity(word: string): word is Severity {
  return SEVERITIES.some((severity) => severity === word);
}
