import { canonicalJson, isObject, type JsonObject } from "@rulewright/sdk";
import type { Release } from "../release.ts";
import type { Target } from "../target.ts";

/** What a change is about. */
export type ChangeKind =
  | "rule-added"
  | "rule-removed"
  | "rule-changed"
  | "parameter-changed"
  | "code-changed"
  | "schedule-changed"
  | "exemptions-changed"
  | "remediation-added"
  | "remediation-removed"
  | "remediation-changed"
  | "remediation-automatic"
  | "runbook-changed"
  | "role-widened"
  | "role-narrowed"
  | "boundary-changed"
  | "alarms-removed"
  | "stack-added"
  | "stack-removed"
  | "stack-changed"
  | "target-changed"
  | "release-changed";

/** One difference between what is published and what would be. */
export interface Change {
  readonly kind: ChangeKind;
  /** A rule, a function, a resource of the stack or an option. */
  readonly subject: string;
  readonly message: string;
  /** Lets Rulewright do more in the accounts than before, or takes a guard away: somebody should have agreed. */
  readonly needsAcceptance: boolean;
}

/** One side of a comparison. */
export interface Side {
  readonly release: Release;
  readonly target: Target;
  /** What the stack's template says; absent where the pack has none, or where it cannot be read. */
  readonly stackTemplate?: JsonObject;
}

/** Makes a change. */
export function change(kind: ChangeKind, subject: string, message: string, needsAcceptance = false): Change {
  return { kind, subject, message, needsAcceptance };
}

/** Whether two values of a template say the same. */
export function isSame(was: unknown, is: unknown): boolean {
  return canonicalJson(was ?? null) === canonicalJson(is ?? null);
}

/** A value that is an object, or an empty one. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** Every key of both, sorted. */
export function keysOf(was: Iterable<string>, is: Iterable<string>): string[] {
  return [...new Set([...was, ...is])].toSorted();
}

/** Up to three names, and how many there are beside. */
export function named(names: readonly string[]): string {
  if (names.length < 5) return names.join(", ");
  return `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}
