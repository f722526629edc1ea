/** Conformance packs: defined, checked and written as templates. Pure; writing files is the command line's work. */
export { checkPack } from "./check-pack.ts";
export { LIMITS, SYNTHESIS_ERRORS } from "./errors.ts";
export { functionEntry } from "./function-entry.ts";
export { functionOf, logicalIdOf, type FunctionName } from "./names.ts";
export { controlsOf, functionsOf, manifestOf, type WrittenFile } from "./outputs.ts";
export {
  defineConformancePack,
  isConformancePack,
  isPackEntry,
  managedRule,
  use,
  type ConformancePack,
  type CustomEntry,
  type ManagedEntry,
  type ManagedRuleOptions,
  type PackDefinition,
  type PackEntry,
  type RemediationSettings,
  type UseOptions,
} from "./pack.ts";
export { synthesizePack } from "./synthesize-pack.ts";
export type { PackResource, PackTemplate, TemplateValue } from "./template.ts";
export { toYaml } from "./to-yaml.ts";
