import { LIMITS } from "../errors.ts";

/** AWS's limits of a conformance pack's text, rules and remediations. */
export const LINT_LIMITS = {
  ...LIMITS,
  /** A template that `PutConformancePack` reads from S3: 300 KB. */
  templateBytesS3: 307_200,
  packParameterNameLength: 255,
  ruleNameLength: 128,
  /** What the service appends to a rule's name: `-conformance-pack-` and nine characters. */
  ruleNameSuffixLength: 27,
  /** Beyond it, Audit Manager's keyword of 100 characters does not hold the rule's name. */
  auditManagerNameLength: 76,
  /** Beyond it, operations whose model says 64 characters do not take the deployed name. */
  queryNameLength: 37,
  scopeResourceTypes: 100,
  resourceTypeLength: 256,
  resourceIdLength: 768,
  tagKeyLength: 128,
  tagValueLength: 256,
  sourceIdentifierLength: 256,
  sourceDetails: 25,
  staticValues: 25,
  remediationParameterNameLength: 256,
  percentage: [1, 100],
} as const;

/** Nesting that the linter follows; no template needs as much. */
export const DEEPEST = 64;

/** Characters that the linter reads at all: several times what AWS Config takes. */
export const LONGEST_TEXT = 2_000_000;

/** Problems of one code that are told one by one. */
export const MOST_OF_A_CODE = 100;

/** Mistakes of syntax that are told: most of the later ones follow from the first. */
export const MOST_SYNTAX = 5;
