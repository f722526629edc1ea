import type { Clients } from "../aws/clients.ts";

/** Whose credentials they are, and what is spoken to. */
export interface Session {
  readonly clients: Clients;
  readonly accountId: string;
  /** The account that must own the code buckets. */
  readonly bucketOwner: string;
  readonly now: () => Date;
}
