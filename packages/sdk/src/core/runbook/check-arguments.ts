import { didYouMean } from "../did-you-mean.ts";
import { CORE_ERRORS } from "../errors.ts";
import { shown } from "../json.ts";
import { wantedInstead } from "./accepted.ts";
import type { RunbookParameterSpec, RunbookParameterSpecs } from "./parameter.ts";
import type { ReportRunbook } from "./report-runbook.ts";

/** What a runbook's parameter gets: the resource's id, what only deployment tells, or texts (several for a list). */
export type Argument = "RESOURCE_ID" | "DEPLOYMENT" | readonly string[];

/** The parameter that a remediation's role is passed in, by AWS Config's own name. */
export const ASSUME_ROLE = "AutomationAssumeRole";

/** Compares what is passed to a runbook of ours with its parameters. */
export function checkArguments(
  specs: RunbookParameterSpecs,
  given: { readonly [name: string]: Argument },
  report: ReportRunbook,
): void {
  for (const [name, spec] of Object.entries(specs)) {
    if (spec?.default !== undefined || given[name] !== undefined) continue;
    const message = `its runbook needs its parameter ${name}, which has no default.`;
    report("parameters", message, { entry: CORE_ERRORS.RUNBOOK_ARGUMENT });
  }
  for (const [name, argument] of Object.entries(given)) {
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    const refusal = spec === undefined ? unknown(name, Object.keys(specs)) : misfit(name, spec, argument);
    if (refusal === undefined) continue;
    const { message, hint } = refusal;
    report(`parameters.${name}`, message, { entry: CORE_ERRORS.RUNBOOK_ARGUMENT, ...(hint ? { hint } : {}) });
  }
}

interface Refusal {
  readonly message: string;
  readonly hint?: string;
}

function unknown(name: string, names: readonly string[]): Refusal {
  if (name === ASSUME_ROLE) return { message: `${ASSUME_ROLE} is passed by the pack.`, hint: "Leave it out." };
  const known = names.length === 0 ? "It has none." : `It has ${names.join(", ")}.`;
  return { message: `its runbook has no parameter ${name}.`, hint: didYouMean(name, names) || known };
}

function misfit(name: string, spec: RunbookParameterSpec, argument: Argument): Refusal | undefined {
  if (argument === "DEPLOYMENT") return undefined;
  if (argument === "RESOURCE_ID") {
    if (spec.type === "String") return undefined;
    return { message: `RESOURCE_ID is a text, and ${name} is of the type ${spec.type}.` };
  }
  const wanted = wantedInstead(spec, argument);
  return wanted === undefined
    ? undefined
    : { message: `${name} takes ${wanted}; this is ${shown(argument.join(", "))}.` };
}
