import type { PublicAccessBlockConfiguration } from "@aws-sdk/client-s3-control";
import { ConfigState } from "./config-state.ts";
import { IamState } from "./iam-state.ts";

/** Everything one endpoint stores; operations read and write it, tests set it up and look at it. */
export interface EndpointState {
  /** The account that all answers are for: the caller's and the owner of users. */
  readonly account: string;
  readonly config: ConfigState;
  readonly iam: IamState;
  readonly s3control: {
    /** The account's setting by account id; an account not in the map has none. */
    readonly publicAccessBlocks: Map<string, PublicAccessBlockConfiguration>;
  };
}

/** An account with nothing in it. */
export function createEndpointState(account: string): EndpointState {
  return {
    account,
    config: new ConfigState(),
    iam: new IamState(account),
    s3control: { publicAccessBlocks: new Map() },
  };
}
