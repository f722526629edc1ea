/** A parameter of a runbook. */
export interface RunbookParameter {
  readonly name: string;
  readonly kind: "string" | "integer" | "boolean" | "list";
  readonly required: boolean;
  readonly default?: string | number | boolean;
  /** The values the documentation lists; newer ones may exist. */
  readonly allowed?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** A regular expression in Java's syntax. */
  readonly pattern?: string;
}

/** A Systems Manager Automation runbook that AWS owns. */
export interface Runbook {
  readonly name: string;
  readonly resourceTypes: readonly string[];
  readonly parameters: readonly RunbookParameter[];
  /** The parameter that takes the resource; `null` for account-wide and general runbooks. */
  readonly resourceParameter: string | null;
  /** What that parameter takes; `rdsResourceId` is the immutable `db-…` or `cluster-…` identifier. */
  readonly resourceParameterKind: "id" | "name" | "arn" | "nameOrArn" | "url" | "rdsResourceId" | null;
  /** Whether AWS Config's `resourceId` of that type, sent as RESOURCE_ID, is what the parameter takes. */
  readonly resourceIdFits: "yes" | "no" | "unknown" | null;
  /** Managed rules whose findings it can remediate. Our pairing, not AWS's. */
  readonly managedRules: readonly string[];
  readonly supersededBy?: string;
  /** Seen in an account, but not in the runbook reference. */
  readonly notInCurrentDocs?: true;
}
