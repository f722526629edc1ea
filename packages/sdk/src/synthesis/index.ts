/** Conformance packs: defined, checked and written as templates. Pure; writing files is the command line's work. */
export { checkPack } from "./check-pack.ts";
export { exemptEntries, exemptibleRules } from "./exemptions.ts";
export { extend, type PackExtension } from "./extend.ts";
export { merge } from "./merge.ts";
export { isPackParameter, packParameter, type PackParameter, type PackParameterOptions } from "./pack-parameter.ts";
export { boundParameters } from "./framework/bound-parameters.ts";
export { frameworkPack, type FrameworkPack } from "./framework/framework-pack.ts";
export { isFramework } from "./framework/guardrails.ts";
export { splitPack } from "./split-pack.ts";
export { coverageOf, type ControlCoverage } from "./framework/coverage.ts";
export { LIMITS, SYNTHESIS_ERRORS } from "./errors.ts";
export { functionEntry, type ReevaluatedEntry } from "./function-entry.ts";
export { functionsOf, type PackFunction } from "./functions.ts";
export type { FunctionSettings, PackDeployment } from "./deployment.ts";
export { functionOf, logicalIdOf, type FunctionName } from "./names.ts";
export { controlsOf, manifestOf, type ManifestExtras, type WrittenFile } from "./outputs.ts";
export {
  defineConformancePack,
  isConformancePack,
  isPackEntry,
  managedRule,
  policyRule,
  use,
  type ConformancePack,
  type CustomEntry,
  type EntryExemptions,
  type ManagedEntry,
  type ManagedRuleOptions,
  type PackDefaults,
  type PackDefinition,
  type PackEntry,
  type PolicyEntry,
  type PolicyRuleDefinition,
  type RemediationSettings,
  type UseOptions,
} from "./pack.ts";
export {
  LINT_ERRORS,
  LINT_LIMITS,
  lintPack,
  type LintErrorEntry,
  type LintOptions,
  type LintProblem,
  type TokenPolicy,
} from "./lint/index.ts";
export { runbooksOf, type PackRunbook } from "./runbooks/runbooks-of.ts";
export { hashOf, reevaluatedEntries, ruleHashes } from "./rule-hashes.ts";
export { reevaluatingFunction } from "./stack/reevaluation.ts";
export { synthesizeStack } from "./stack/synthesize-stack.ts";
export type { FunctionCode, StackInputs } from "./stack/context.ts";
export { synthesizePack } from "./synthesize-pack.ts";
export type { PackResource, PackTemplate, StackResource, StackTemplate, TemplateValue } from "./template.ts";
export { toYaml } from "./to-yaml.ts";
