import { functionSettings, type PackDeployment, type ResolvedFunctionSettings } from "../deployment.ts";
import { functionsOf, hasFunctionPerRule, type PackFunction } from "../functions.ts";
import type { ConformancePack } from "../pack.ts";
import { runbooksOf, type PackRunbook } from "../runbooks/runbooks-of.ts";
import type { StackResource } from "../template.ts";

/** The code of a function. */
export interface FunctionCode {
  /** The function's name: `change`, `periodic` or a rule's. */
  readonly name: string;
  /** 16 hexadecimal digits that change with the code. */
  readonly hash: string;
}

/** What a stack is made of beside its pack. */
export interface StackInputs {
  /** Name and version of what makes the template. */
  readonly tool: string;
  readonly code: readonly FunctionCode[];
  /** Hash of the manifest that the template belongs to. */
  readonly manifestHash?: string;
}

/** What the parts of a stack are made from. */
export interface StackContext {
  readonly pack: ConformancePack;
  readonly deployment: PackDeployment;
  readonly functions: readonly StackFunction[];
  readonly runbooks: readonly PackRunbook[];
}

/** A function with what its resources need to know. */
export interface StackFunction extends PackFunction {
  readonly settings: ResolvedFunctionSettings;
  readonly codeHash: string;
}

/** A resource with its logical id. */
export type NamedResource = readonly [logicalId: string, resource: StackResource];

/** Puts together what the parts of a stack are made from. */
export function stackContext(pack: ConformancePack, { code }: StackInputs): StackContext {
  const { deployment = {} } = pack;
  const functions = functionsOf(pack).map((each) => ({
    ...each,
    settings: functionSettings(deployment, each.trigger, hasFunctionPerRule(pack) ? each.name : undefined),
    codeHash: code.find(({ name }) => name === each.name)?.hash ?? "0".repeat(16),
  }));
  return { pack, deployment, functions, runbooks: runbooksOf(pack) };
}
