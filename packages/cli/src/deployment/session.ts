import { RulewrightError } from "@rulewright/sdk";
import { fetchCallerIdentity } from "../live/caller-identity.ts";
import { createClients } from "./aws/clients.ts";
import { DEPLOYMENT_ERRORS } from "./errors.ts";
import type { PollSettings } from "./execute/poll.ts";
import type { Session } from "./observe/session.ts";

/** The options that say whose credentials are meant. */
export interface SessionOptions {
  /** Refuses credentials of another account. */
  readonly account?: string;
  /** The account that owns the code buckets; that of the credentials where absent. */
  readonly bucketOwner?: string;
}

/** Begins to work with the credentials of the standard chain. @throws RulewrightError `RW4010`, `RW5040`. */
export async function openSession(options: SessionOptions, region: string): Promise<Session> {
  const { accountId } = await fetchCallerIdentity(region);
  if (options.account !== undefined && options.account !== accountId) {
    const message = `The credentials are of account ${accountId}, not of ${options.account}.`;
    throw new RulewrightError(DEPLOYMENT_ERRORS.ACCOUNT_OTHER, message);
  }
  return {
    clients: createClients(region),
    accountId,
    bucketOwner: options.bucketOwner ?? accountId,
    now: () => new Date(),
  };
}

/** How patiently AWS is asked: seconds, or what `RULEWRIGHT_POLL_MS` says. */
export function pollSettings(signal: AbortSignal): PollSettings {
  const given = Number(process.env["RULEWRIGHT_POLL_MS"] ?? "");
  const firstMs = given > 0 ? given : 3_000;
  return { firstMs, mostMs: firstMs * 10, signal, random: Math.random };
}
