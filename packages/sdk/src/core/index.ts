/** Everything that rule authors need, and the result types that every reader of results shares. */
export { MAXIMUM_ANNOTATION_LENGTH, toAnnotation } from "./annotation.ts";
export { isRule, type AnyChangeRule, type AnyPeriodicRule, type AnyRule } from "./any-rule.ts";
export { checkDefinition, type Facts } from "./check-definition.ts";
export {
  isJudgeable,
  type ConfigurationItem,
  type ConfigurationItemStatus,
  type ItemOf,
  type Relationship,
} from "./configuration-item.ts";
export { didYouMean } from "./did-you-mean.ts";
export { each } from "./each.ts";
export { CORE_ERRORS, RulewrightError, codeOf, isRulewrightError, messageOf, type ErrorEntry } from "./errors.ts";
export { decodeEvidence, encodeEvidence, type EvidenceEntry, type EvidenceRecord } from "./evidence.ts";
export { isEvidenceFile, parseEvidenceFile, toEvidenceFile } from "./evidence-file.ts";
export { bundledExemptions } from "./exemptions/bundle.ts";
export type { ExemptibleRule, ExemptionFacts } from "./exemptions/check-entry.ts";
export type {
  BundledExemption,
  ExemptAs,
  Exemption,
  ExemptionEntry,
  ExemptionPlace,
  ExemptionSelectors,
  ExemptionSubject,
  TagPattern,
} from "./exemptions/exemption.ts";
export {
  createExemptionMatcher,
  exemptionTagKeys,
  type ExemptionMatcher,
  type ExpiredExemption,
} from "./exemptions/matcher.ts";
export { parseExemptions, type ParsedExemptions } from "./exemptions/parse-exemptions.ts";
export { exemptionProblems } from "./exemptions/usage-problems.ts";
export { canonicalJson, isObject, shown, type JsonObject } from "./json.ts";
export type {
  ItemSpec,
  ParameterSettings,
  ParameterSpec,
  ParameterSpecs,
  ParameterValues,
  SoundSpecs,
} from "./parameter-spec.ts";
export { parameterError, parseRuleParameters, readParameters, type ReadParameters } from "./parameters.ts";
export { problem, type Problem } from "./problem.ts";
export { partitionOf } from "./partition.ts";
export { REGION, didYouMeanRegion, isRegion } from "./region.ts";
export {
  RESOURCE_ID,
  isParameterReference,
  isResourceId,
  parameter,
  type ParameterReference,
  type ResourceIdReference,
  type RunbookValue,
} from "./remediation-values.ts";
export {
  uncataloguedRunbook,
  type AnyRemediation,
  type Remediation,
  type RunbookPermission,
  type Uncatalogued,
} from "./remediation.ts";
export {
  ACCOUNT_TYPE,
  untyped,
  type AnyResourceType,
  type ConfigurationOf,
  type ResourceType,
  type ResourceTypes,
  type SupplementaryOf,
  type UnknownConfiguration,
  type Untyped,
} from "./resource-type.ts";
export type {
  RunbookArguments,
  RunbookData,
  RunbookParameterSpec,
  RunbookParameterSpecs,
} from "./runbook/parameter.ts";
export {
  defineRunbook,
  isRunbook,
  runbookLabel,
  type AnyRunbook,
  type DefinedRunbook,
  type RunbookDefinition,
} from "./runbook/runbook.ts";
export type { BranchCondition, RunbookOutput, RunbookStep } from "./runbook/step.ts";
export {
  definePeriodicRule,
  defineRule,
  type Account,
  type Aws,
  type ClientConfig,
  type Declared,
  type DefinedPeriodicRule,
  type DefinedRule,
  type EvaluateContext,
  type ListContext,
  type NoEvidence,
  type PeriodicRule,
  type Rule,
  type Schedule,
  type Severity,
  type Subject,
} from "./rule.ts";
export type {
  NotJudgedResource,
  CheckError,
  CheckEvaluation,
  CheckResult,
  CheckSummary,
  RuleTally,
  EvaluationStatus,
  Source,
} from "./results.ts";
export { summarizeEvaluations, type Tally } from "./summarize.ts";
export { boundText, meetsBound, type ParameterBound } from "./bound.ts";
export { toWireParameters, toWireValue } from "./wire.ts";
export { isGlobalType, scopeOf } from "./scope.ts";
export {
  compliant,
  isVerdict,
  mustBeVerdict,
  nonCompliant,
  notApplicable,
  type ComplianceType,
  type Verdict,
} from "./verdict.ts";
