import type { Caller } from "./caller.ts";
import { EndpointError } from "./endpoint-error.ts";
import type { ServiceName } from "./service-name.ts";

/** How often an operation may be called by one account in one Region. */
export interface RequestLimit {
  readonly perSecond: number;
  /** How many calls may come at once; one second's when unset. */
  readonly burst?: number;
}

/** What was seen of an operation so far, over all accounts and Regions. */
export interface ObservedRequests {
  readonly calls: number;
  /** Calls refused for want of tokens; staged throttling is not counted. */
  readonly throttled: number;
  /** The most calls that one account made in one Region within any second. */
  readonly highestPerSecond: number;
}

/** The request limits of one endpoint; an operation without one is never throttled. */
export interface RequestLimits {
  /**
   * Limits an operation by a token bucket for each account and Region, which starts full. What is refused gets the
   * service's own throttling error.
   *
   * @throws EndpointError `RW8101` for an operation the endpoint does not list, `RW8106` for an impossible limit.
   */
  set(service: ServiceName, operation: string, limit: RequestLimit): void;
  /** Removes every limit; what was observed stays. */
  clear(): void;
  observed(service: ServiceName, operation: string): ObservedRequests;
}

interface Bucket {
  tokens: number;
  filledMs: number;
}

interface Ledger {
  calls: number;
  throttled: number;
  highestPerSecond: number;
  /** Arrival times within the last second, by account and Region. */
  readonly recent: Map<string, number[]>;
}

const SECOND_MS = 1000;

/** A bucket holds one token at least, or nothing would ever pass. */
const capacity = ({ perSecond, burst = perSecond }: RequestLimit) => Math.max(burst, 1);

function takeToken(bucket: Bucket, limit: RequestLimit, atMs: number): boolean {
  const refill = ((atMs - bucket.filledMs) / SECOND_MS) * limit.perSecond;
  bucket.tokens = Math.min(capacity(limit), bucket.tokens + refill);
  bucket.filledMs = atMs;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

function noteArrival(ledger: Ledger, caller: string, atMs: number): void {
  const recent = ledger.recent.get(caller) ?? [];
  ledger.recent.set(caller, recent);
  recent.push(atMs);
  const firstKept = recent.findIndex((arrivedMs) => arrivedMs > atMs - SECOND_MS);
  recent.splice(0, firstKept);
  ledger.calls += 1;
  ledger.highestPerSecond = Math.max(ledger.highestPerSecond, recent.length);
}

/** Enforces limits and keeps count of what arrives. */
export class TokenBuckets implements RequestLimits {
  readonly #limits = new Map<string, RequestLimit>();
  readonly #buckets = new Map<string, Bucket>();
  readonly #ledgers = new Map<string, Ledger>();
  readonly #isListed: (operation: string, service: ServiceName) => boolean;

  constructor(isListed: (operation: string, service: ServiceName) => boolean) {
    this.#isListed = isListed;
  }

  set(service: ServiceName, operation: string, limit: RequestLimit): void {
    if (!this.#isListed(operation, service)) {
      throw new EndpointError("FAULT_UNLISTED", `The endpoint does not answer ${service} ${operation}.`);
    }
    const { perSecond, burst = perSecond } = limit;
    if (!(perSecond > 0) || !(burst > 0)) {
      throw new EndpointError("LIMIT_INVALID", `A limit of ${perSecond} a second, ${burst} at once, admits nothing.`);
    }
    const key = `${service} ${operation}`;
    this.#limits.set(key, limit);
    for (const name of this.#buckets.keys()) if (name.startsWith(`${key} `)) this.#buckets.delete(name);
  }

  clear(): void {
    this.#limits.clear();
    this.#buckets.clear();
  }

  observed(service: ServiceName, operation: string): ObservedRequests {
    const { calls, throttled, highestPerSecond } = this.#ledger(`${service} ${operation}`);
    return { calls, throttled, highestPerSecond };
  }

  /** Notes a call and tells whether its limit lets it through. */
  admit(service: ServiceName, operation: string, { account, region }: Caller, atMs: number): boolean {
    const key = `${service} ${operation}`;
    const ledger = this.#ledger(key);
    noteArrival(ledger, `${account} ${region}`, atMs);
    const limit = this.#limits.get(key);
    if (limit === undefined) return true;
    const bucketKey = `${key} ${account} ${region}`;
    const bucket = this.#buckets.get(bucketKey) ?? { tokens: capacity(limit), filledMs: atMs };
    this.#buckets.set(bucketKey, bucket);
    const isAdmitted = takeToken(bucket, limit, atMs);
    if (!isAdmitted) ledger.throttled += 1;
    return isAdmitted;
  }

  #ledger(key: string): Ledger {
    const ledger = this.#ledgers.get(key) ?? { calls: 0, throttled: 0, highestPerSecond: 0, recent: new Map() };
    this.#ledgers.set(key, ledger);
    return ledger;
  }
}
