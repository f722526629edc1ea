import { shown } from "../core/json.ts";
import { toWireValue } from "../core/wire.ts";
import { fixedParameters } from "./config-rule.ts";
import type { PackEntry } from "./conformance-pack.ts";
import { SYNTHESIS_ERRORS } from "./errors.ts";
import type { ReportProblem } from "./report-problem.ts";

/**
 * Finds values that AWS Config cannot be passed as text, defaults of the pack's parameters too. Those of our own rules
 * are compared with what the rule declares.
 */
export function checkValues(entry: PackEntry, report: ReportProblem): void {
  if (entry.kind === "custom") return;
  const { name } = entry;
  for (const [parameter, value] of Object.entries(fixedParameters(entry))) {
    if (isPassable(value)) continue;
    const message = `Rule ${name}: ${parameter} is ${shown(value)}, which cannot be passed to it.`;
    const hint = "Write a text, a finite number, true or false, or a list of these.";
    report(SYNTHESIS_ERRORS.PARAMETER_REFUSED, `${name}.parameters.${parameter}`, message, hint);
  }
}

/** Whether a value is a text, a finite number, a boolean, or a list of these. */
export function isPassable(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isScalar) : isScalar(value);
}

/** Whether every value has a text, so that the entry can be read on; `checkValues` says which has none. */
export function isWritable(entry: PackEntry): boolean {
  return entry.kind === "custom" || Object.values(fixedParameters(entry)).every(hasText);
}

function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}

function hasText(value: unknown): boolean {
  try {
    return typeof toWireValue(value) === "string"; // a function has none
  } catch {
    return false; // a cycle, a bigint, a list of undefined
  }
}
