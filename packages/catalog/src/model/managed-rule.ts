/** Severity as Security Hub grades its controls. */
export type Severity = "low" | "medium" | "high" | "critical";

/** A parameter of a managed rule. AWS Config passes every value as text. */
export interface ManagedRuleParameter {
  /** The wire's spelling; upper and lower case are not uniform between rules. */
  readonly name: string;
  /** `csv`: several values, joined by commas; AWS's page may call such a parameter a string. */
  readonly kind: "string" | "integer" | "number" | "boolean" | "csv" | "map";
  /** `null` where no source says. */
  readonly required: boolean | null;
  /** What the console fills in; the API does not. */
  readonly default?: string | number | boolean;
}

/** A rule that AWS runs, as the catalogue knows it. */
export interface ManagedRule {
  /** `SourceIdentifier` of the rule, as in `INCOMING_SSH_DISABLED`. */
  readonly identifier: string;
  /** The rule's name, as in `restricted-ssh`; not always the identifier in lower case. */
  readonly name: string;
  /** The name of its page in the newest documentation, where that is another one. */
  readonly docName?: string;
  /** The constant of aws-cdk-lib, where it is spelled differently. */
  readonly cdkName?: string;
  /** `null` for the placeholder only. */
  readonly trigger: "change" | "periodic" | "hybrid" | null;
  /** Types in its scope, which need not be types AWS Config records; none for an account-wide rule. */
  readonly resourceTypes: readonly string[];
  /** It judges settings of the account that are the same in every Region. */
  readonly accountWide?: true;
  /** The only Regions that have it, where its page names some; elsewhere a pack with it cannot be deployed. */
  readonly regions?: readonly string[];
  /** `null` where no source lists them. */
  readonly parameters: readonly ManagedRuleParameter[] | null;
  readonly severity?: Severity;
  /** How many of AWS's sample conformance packs use it. */
  readonly samplePacks?: number;
  /** What was concluded from names instead of read. */
  readonly inferred?: readonly ("identifier" | "resourceTypes" | "parameters")[];
  /** No longer offered for new rules. */
  readonly legacy?: true;
  /** Stands for a manual control in a conformance pack, and works nowhere else. */
  readonly placeholder?: true;
}
