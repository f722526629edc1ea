import type { ManagedRules } from "./generated/managed-rules.generated.ts";
import type { ResourceTypes } from "./generated/resource-types.generated.ts";
import type { Runbooks } from "./generated/runbooks.generated.ts";

export type { FrameworkId } from "./generated/framework-ids.generated.ts";
export type { ManagedRules } from "./generated/managed-rules.generated.ts";
export type { ResourceTypes } from "./generated/resource-types.generated.ts";
export type { Runbooks } from "./generated/runbooks.generated.ts";
export type {
  BooleanValue,
  Decoded,
  EmptyObject,
  ListValue,
  Many,
  NumberValue,
  OpenObject,
  UnknownParameters,
} from "./model/shapes.ts";

/** The name of a resource type the catalogue knows, `AWS::::Account` included. */
export type ResourceType = keyof ResourceTypes;

/** The identifier of a managed rule the catalogue knows, as in `INCOMING_SSH_DISABLED`. */
export type ManagedRuleIdentifier = keyof ManagedRules;

/** The name of a runbook whose parameters the catalogue knows. */
export type RunbookName = keyof Runbooks;
