import type { Finding } from "./finding.ts";

/**
 * When Lambda stops to support runtimes. From then on nothing is patched; functions can no longer be created, then no
 * longer be updated, some months later.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
const ENDS: ReadonlyMap<string, string> = new Map([
  ["nodejs18.x", "2025-09-01"],
  ["nodejs20.x", "2026-04-30"],
  ["nodejs22.x", "2027-04-30"],
  ["nodejs24.x", "2028-04-30"],
]);

const NEAR_DAYS = 180;
const DAY_MS = 86_400_000;

/** The runtime with the longest life among those that are known. */
export const NEWEST_RUNTIME = "nodejs24.x";

/** What runs on a runtime. */
export interface RuntimeUse {
  readonly pack: string;
  readonly runtime: string;
  /** The Region of a deployed stack; absent for what is to be deployed. */
  readonly region?: string;
  readonly mend: string;
}

/** Judges a runtime at a time; nothing for one that lives long enough. */
export function checkRuntime({ pack, runtime, region, mend }: RuntimeUse, now: Date): Finding[] {
  const place = { pack, ...(region === undefined ? {} : { region }) };
  const who = region === undefined ? `The functions of ${pack}` : `The functions of ${pack} in ${region}`;
  const end = ENDS.get(runtime);
  if (end === undefined) {
    const message = `${who} run on ${runtime}, and nobody here knows when Lambda ends its support.`;
    return [{ id: "runtime-unknown", severity: "warning", ...place, message }];
  }
  const days = Math.floor((new Date(end).getTime() - now.getTime()) / DAY_MS);
  if (days < 0) {
    const message = `${who} run on ${runtime}, which Lambda has not supported since ${end}.`;
    return [{ id: "runtime-ended", severity: "error", ...place, message, mend }];
  }
  if (days > NEAR_DAYS) return [];
  const message = `${who} run on ${runtime}, which Lambda supports until ${end}: ${days} more days.`;
  return [{ id: "runtime-ends-soon", severity: "warning", ...place, message, mend }];
}
