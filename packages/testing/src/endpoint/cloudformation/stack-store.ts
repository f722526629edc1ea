import { randomUUID } from "node:crypto";
import type { Caller } from "../caller.ts";
import { Pager } from "../pager.ts";
import type { OnFailure, StackContent, StackEventRow, StackResourceRow, StoredStack } from "./stored-stack.ts";

/** A stack to add, before anything happens to it. */
export interface NewStack {
  readonly name: string;
  readonly content: StackContent;
  readonly onFailure: OnFailure;
  readonly roleArn: string | undefined;
  readonly isProtected: boolean;
  readonly creationTime: Date;
}

const placeKey = ({ account, region }: Caller, name: string) => `${account} ${region} ${name}`;

/** The stacks of all accounts and Regions. */
export class StackStore {
  readonly pagers = {
    stacks: new Pager<StoredStack>(),
    events: new Pager<StackEventRow>(),
    resources: new Pager<StackResourceRow>(),
  };
  readonly #byId = new Map<string, StoredStack>();
  /** The newest stack of each name, deleted or not. */
  readonly #byName = new Map<string, StoredStack>();

  /** All stacks in one place, deleted ones too, oldest first. */
  all(place: Caller): readonly StoredStack[] {
    const { account, region } = place;
    return [...this.#byId.values()].filter((stack) => stack.account === account && stack.region === region);
  }

  /** A stack by name or id; by name only while it is not deleted. */
  find(place: Caller, nameOrId: string): StoredStack | undefined {
    const named = this.#byName.get(placeKey(place, nameOrId));
    if (named !== undefined && named.status !== "DELETE_COMPLETE") return named;
    const stack = this.#byId.get(nameOrId);
    return stack?.account === place.account && stack.region === place.region ? stack : undefined;
  }

  add({ account, region }: Caller, stack: NewStack): StoredStack {
    const stored: StoredStack = {
      ...stack,
      id: `arn:aws:cloudformation:${region}:${account}:stack/${stack.name}/${randomUUID()}`,
      account,
      region,
      status: "REVIEW_IN_PROGRESS",
      statusReason: undefined,
      lastUpdatedTime: undefined,
      deletionTime: undefined,
      resources: new Map(),
      outputs: [],
      events: [],
      changeSets: new Map(),
      tokens: new Map(),
    };
    this.#byId.set(stored.id, stored);
    this.#byName.set(placeKey(stored, stored.name), stored);
    return stored;
  }
}
