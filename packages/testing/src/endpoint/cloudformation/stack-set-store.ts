import { randomUUID } from "node:crypto";
import type { Caller } from "../caller.ts";
import { Pager } from "../pager.ts";
import type { OperationResultRow, StackInstanceRow, StoredOperation, StoredStackSet } from "./stored-stack-set.ts";

/** A StackSet to add. */
export type NewStackSet = Pick<
  StoredStackSet,
  "name" | "content" | "permissionModel" | "token" | "description" | "autoDeployment" | "isManagedExecution"
>;

/** The StackSets of all administrators, each in its account and Region. */
export class StackSetStore {
  readonly pagers = {
    sets: new Pager<StoredStackSet>(),
    instances: new Pager<StackInstanceRow>(),
    operations: new Pager<StoredOperation>(),
    results: new Pager<OperationResultRow>(),
  };
  readonly #sets: StoredStackSet[] = [];

  /** All StackSets of one administrator and Region, deleted ones too. */
  all({ account, region }: Caller): readonly StoredStackSet[] {
    return this.#sets.filter((set) => set.account === account && set.region === region);
  }

  /** A StackSet that is not deleted, by name, id or ARN. */
  find(place: Caller, nameOrId: string): StoredStackSet | undefined {
    const isMeant = ({ name, id, arn }: StoredStackSet) => [name, id, arn].includes(nameOrId);
    return this.all(place).find((set) => set.status === "ACTIVE" && isMeant(set));
  }

  add({ account, region }: Caller, set: NewStackSet): StoredStackSet {
    const id = `${set.name}:${randomUUID()}`;
    const stored: StoredStackSet = {
      ...set,
      id,
      arn: `arn:aws:cloudformation:${region}:${account}:stackset/${id}`,
      account,
      region,
      status: "ACTIVE",
      instances: new Map(),
      operations: new Map(),
    };
    this.#sets.push(stored);
    return stored;
  }
}
