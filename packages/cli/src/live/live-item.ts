import { RulewrightError, codeOf, messageOf, type CheckError, type Source } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";

/** A part of an item that an API leaves out, or gives in part. */
export type MissingPart = "tags" | "relationships";

/** An item as an API of AWS Config gave it. */
export interface LiveItem {
  /** For `readItem`. */
  readonly raw: unknown;
  readonly source: Source;
  /** Absent where everything is known. */
  readonly incomplete?: readonly MissingPart[];
}

/** Where the items of an aggregator come from; without one, those of the account. */
export function liveSource(aggregator?: string): Source {
  return { file: aggregator === undefined ? "live" : `live/${aggregator}` };
}

/** The item as the offline engine takes it: a rule that reads what is missing ends undetermined. */
export function toRawItem({ raw, source, incomplete = [] }: LiveItem): {
  readonly raw: unknown;
  readonly source: Source;
  readonly unknown: readonly (readonly string[])[];
} {
  return { raw, source, unknown: incomplete.map((part) => [part]) };
}

/** What could not be read; the rest is. */
export type OnLiveError = (error: CheckError) => void;

/** The error of something that AWS Config did not give. */
export function liveError(what: string, cause: unknown): RulewrightError {
  const reason = cause instanceof Error ? `${codeOf(cause)}: ${messageOf(cause)}` : messageOf(cause);
  return new RulewrightError(CLI_ERRORS.LIVE_UNREADABLE, `${what} cannot be read: ${reason}`, { cause });
}

/** The same as an entry of a result's errors. */
export function liveCheckError(
  what: string,
  cause: unknown,
  place: Pick<CheckError, "resourceType" | "resourceId" | "region" | "source">,
): CheckError {
  const { code, message } = liveError(what, cause);
  return { ...place, code, message };
}
