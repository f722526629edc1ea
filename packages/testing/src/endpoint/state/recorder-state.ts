import type { Caller } from "../caller.ts";

/** The configuration recorder of one account and Region. */
export interface Recorder {
  readonly name: string;
  readonly roleArn: string;
  readonly recording: boolean;
  /** The types recorded; all when undefined. */
  readonly resourceTypes: readonly string[] | undefined;
  readonly includesGlobalTypes: boolean;
  readonly lastStatus: "PENDING" | "SUCCESS" | "FAILURE";
  /** The delivery channel's bucket; no channel when undefined. */
  readonly deliveryBucket: string | undefined;
}

const key = ({ account, region }: Caller) => `${account} ${region}`;

/** The recorders of all accounts and Regions. */
export class RecorderState {
  /** Whether a place of which nothing was said has a recorder that runs, or none. */
  whenUnset: "running" | "none" = "running";
  readonly #recorders = new Map<string, Recorder | undefined>();

  /** Sets up a place's recorder; what is left out is that of one that runs and records everything. */
  set(place: Caller, recorder: Partial<Recorder> = {}): void {
    this.#recorders.set(key(place), { ...this.#running(place), ...recorder });
  }

  /** Takes a place's recorder away. */
  remove(place: Caller): void {
    this.#recorders.set(key(place), undefined);
  }

  of(place: Caller): Recorder | undefined {
    if (this.#recorders.has(key(place))) return this.#recorders.get(key(place));
    return this.whenUnset === "running" ? this.#running(place) : undefined;
  }

  #running({ account }: Caller): Recorder {
    return {
      name: "default",
      roleArn: `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
      recording: true,
      resourceTypes: undefined,
      includesGlobalTypes: true,
      lastStatus: "SUCCESS",
      deliveryBucket: `config-bucket-${account}`,
    };
  }
}
