import type { BundledExemption, ExemptAs, ExemptionSubject } from "../core/exemptions/exemption.ts";
import { createExemptionMatcher, type ExemptionMatcher } from "../core/exemptions/matcher.ts";
import { notApplicable, type ComplianceType, type Verdict } from "../core/verdict.ts";

/**
 * Finds what to tell of a resource in place of its NON_COMPLIANT; nothing where no exemption in force covers it.
 * @param annotation - What was found.
 * @param now - The event's own time.
 */
export type Exempt = (annotation: string, subject: ExemptionSubject, now: Date) => Verdict | undefined;

const COMPLIANCE_TYPES = {
  compliant: "COMPLIANT",
  "non-compliant": "NON_COMPLIANT",
} as const satisfies { readonly [exemptAs: string]: ComplianceType };

/**
 * Makes a rule's exemptions, for its binding. The code that matches them is part of those functions only that call this.
 * @param exemptAs - By default NOT_APPLICABLE, which proves nothing and starts no automatic remediation.
 *
 * @example
 * createHandler({ "my-rule": { load, exempt: exempting([{ id: "RISK-17", … }]) } });
 */
export function exempting(exemptions: readonly BundledExemption[], exemptAs: ExemptAs = "not-applicable"): Exempt {
  let matcher: ExemptionMatcher<BundledExemption> | undefined;
  let madeFor = Number.NaN;
  return (annotation, subject, now) => {
    if (now.getTime() !== madeFor) matcher = undefined; // what was in force may have expired
    madeFor = now.getTime();
    matcher ??= createExemptionMatcher(exemptions, now);
    const found = matcher.match(subject);
    return found && exempted(annotation, found, exemptAs);
  };
}

function exempted(found: string, { id, expires }: BundledExemption, exemptAs: ExemptAs): Verdict {
  const annotation = `Exempt until ${expires} (${id}): ${found}`;
  if (exemptAs === "not-applicable") return notApplicable(annotation);
  return { complianceType: COMPLIANCE_TYPES[exemptAs], annotation };
}
