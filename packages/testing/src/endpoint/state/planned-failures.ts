/** What can be made to fail. */
export type FailingThing = "stack" | "stackInstance" | "conformancePack" | "organizationConformancePack";

/** A failure of AWS's work after a call was accepted, such as a stack that cannot be created. */
export interface PlannedFailure {
  readonly of: FailingThing;
  /** Name of the stack, StackSet or pack; any when unset. */
  readonly name?: string;
  /** The account it fails in; any when unset. */
  readonly account?: string;
  /** The Region it fails in; any when unset. */
  readonly region?: string;
  /** Any when unset. */
  readonly action?: "create" | "update" | "delete";
  /** The reason that AWS gives. */
  readonly reason: string;
  /** The error code of organization packs; `InternalError` when unset. */
  readonly code?: string;
  /** The resource that fails; the template's first when unset. */
  readonly logicalId?: string;
  /** Fails at most so often; always when unset. */
  readonly times?: number;
}

/** What is about to be done. */
export interface Undertaking {
  readonly of: FailingThing;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly action: "create" | "update" | "delete";
}

/** A failure that was planned. */
export interface PlannedFailureHandle {
  readonly fired: number;
  remove(): void;
}

const fits = <Value>(wanted: Value | undefined, value: Value) => wanted === undefined || wanted === value;

function concerns(failure: PlannedFailure, undertaking: Undertaking): boolean {
  return (
    failure.of === undertaking.of &&
    fits(failure.name, undertaking.name) &&
    fits(failure.account, undertaking.account) &&
    fits(failure.region, undertaking.region) &&
    fits(failure.action, undertaking.action)
  );
}

/** The failures that are planned, in the order they were added; the first that concerns an undertaking strikes. */
export class PlannedFailures {
  #planned: readonly { readonly failure: PlannedFailure; fired: number }[] = [];

  plan(failure: PlannedFailure): PlannedFailureHandle {
    const entry = { failure, fired: 0 };
    this.#planned = [...this.#planned, entry];
    return {
      get fired() {
        return entry.fired;
      },
      remove: () => {
        this.#planned = this.#planned.filter((other) => other !== entry);
      },
    };
  }

  clear(): void {
    this.#planned = [];
  }

  /** The failure that strikes an undertaking, counted as struck; undefined when it succeeds. */
  strike(undertaking: Undertaking): PlannedFailure | undefined {
    const entry = this.#planned.find(
      ({ failure, fired }) => fired < (failure.times ?? Infinity) && concerns(failure, undertaking),
    );
    if (entry === undefined) return undefined;
    entry.fired += 1;
    return entry.failure;
  }
}
