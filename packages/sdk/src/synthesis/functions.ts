import { sortedEntries } from "./entries.ts";
import { functionOf, logicalIdOf, tokens, type FunctionName } from "./names.ts";
import type { ConformancePack, CustomEntry } from "./pack.ts";

/** A function that serves rules of a pack. */
export interface PackFunction {
  /** Of its folder and zip: `change`, `periodic` or, where every rule has its own, the rule's deployed name. */
  readonly name: string;
  /** What its rules are started by, which decides its defaults. */
  readonly trigger: FunctionName;
  /** In the stack: `ChangeFunction`; all that belongs to it begins so. */
  readonly logicalId: string;
  /** What stands for its ARN in the pack. */
  readonly token: string;
  /** The stack's parameter for the key of its code. */
  readonly codeParameter: string;
  /** By name; never empty. */
  readonly entries: readonly CustomEntry[];
}

/** The functions of a pack, each with the custom rules it serves; one without rules is left out. */
export function functionsOf(pack: ConformancePack): PackFunction[] {
  const custom = sortedEntries(pack).filter((entry) => entry.kind === "custom");
  if (hasFunctionPerRule(pack)) return custom.map(ruleFunction);
  return (["change", "periodic"] as const)
    .map((trigger) =>
      sharedFunction(
        trigger,
        custom.filter((entry) => functionOf(entry.rule) === trigger),
      ),
    )
    .filter(({ entries }) => entries.length > 0);
}

/** Whether a pack wants a function for every rule. */
export function hasFunctionPerRule({ deployment }: Pick<ConformancePack, "deployment">): boolean {
  return deployment?.functions === "per-rule";
}

function sharedFunction(trigger: FunctionName, entries: readonly CustomEntry[]): PackFunction {
  const id = trigger === "change" ? "Change" : "Periodic";
  return {
    name: trigger,
    trigger,
    logicalId: `${id}Function`,
    token: tokens.functionArn(trigger),
    codeParameter: `${id}CodeKey`,
    entries,
  };
}

function ruleFunction(entry: CustomEntry): PackFunction {
  const id = logicalIdOf(entry.name);
  return {
    name: entry.name,
    trigger: functionOf(entry.rule),
    logicalId: `${id}Function`,
    token: tokens.ruleFunctionArn(entry.name),
    codeParameter: `${id}CodeKey`,
    entries: [entry],
  };
}

/** What stands in the pack for the ARN of the function that serves an entry. */
export function functionTokenOf(pack: Pick<ConformancePack, "deployment">, entry: CustomEntry): string {
  return hasFunctionPerRule(pack) ? tokens.ruleFunctionArn(entry.name) : tokens.functionArn(functionOf(entry.rule));
}
