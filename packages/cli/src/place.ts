import type { EvidenceEntry } from "@rulewright/sdk";

/** An account and a Region. */
export type Place = Pick<EvidenceEntry, "accountId" | "region">;
