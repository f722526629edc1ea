import { createHash } from "node:crypto";
import type { AnyRule } from "../core/any-rule.ts";
import { canonicalJson } from "../core/json.ts";
import type { ParameterSpecs } from "../core/parameter-spec.ts";

/** SHA-256 over canonical JSON, in lower-case hexadecimal. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}

/** The hash of effective parameters. Secret ones are left out: a short secret can be guessed from its hash. */
export function parametersHash(specs: ParameterSpecs, values: { readonly [name: string]: unknown }): string {
  return hashOf(Object.fromEntries(Object.entries(values).filter(([name]) => specs[name]?.secret !== true)));
}

/** The hash of a rule: its data, and its functions by their text. */
export function ruleHash(rule: AnyRule): string {
  return hashOf(
    Object.fromEntries(
      Object.entries(rule).map(([key, value]: [string, unknown]) => [
        key,
        typeof value === "function" ? value.toString() : value,
      ]),
    ),
  );
}
