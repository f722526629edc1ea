import { EndpointError } from "./endpoint-error.ts";
import { ServiceError } from "./service-error.ts";
import type { ServiceName } from "./service-name.ts";

/** One subject of a batch: an evaluation of PutEvaluations, or a key of BatchGetResourceConfig. */
export interface FaultSubject {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly complianceType?: string;
}

/** Which calls a fault strikes: all of the operation's, unless narrowed. */
export interface FaultSelection {
  readonly operation: string;
  /** Needed only when two services have an operation of this name. */
  readonly service?: ServiceName;
  /** Strikes this call only, counted from 1 since the fault was added. */
  readonly nth?: number;
  /** Strikes each call whose number is a multiple. */
  readonly every?: number;
  /** Strikes at most so often; for `refuseEvaluations` and `leaveUnprocessed`, so often for each subject. */
  readonly times?: number;
}

/** What a fault does to the calls it strikes. `only` takes resource ids or a predicate; without it all are meant. */
export type FaultEffect =
  | { readonly kind: "throttle" }
  | { readonly kind: "error"; readonly code: string; readonly status?: number; readonly message?: string }
  | { readonly kind: "drop" }
  | { readonly kind: "slow"; readonly ms: number }
  | {
      readonly kind: "midPage";
      /** The page that fails, from 1. */
      readonly page: number;
      readonly code?: string;
      readonly status?: number;
      readonly message?: string;
    }
  | {
      readonly kind: "refuseEvaluations" | "leaveUnprocessed";
      readonly only?: readonly string[] | ((subject: FaultSubject) => boolean);
    };

/** A failure to stage. */
export type Fault = FaultSelection & FaultEffect;

/** A staged failure. */
export interface StagedFault {
  /** How often it has struck: calls, or subjects for the two kinds that fail single subjects. */
  readonly fired: number;
  remove(): void;
}

/** What the faults make of one call. */
export interface FaultDecision {
  readonly delayMs: number;
  readonly failure: "drop" | "throttle" | ServiceError | undefined;
  readonly refuses: (subject: FaultSubject) => boolean;
}

/** The staged failures of one endpoint, in the order they were added. */
export interface Faults {
  /**
   * Stages a failure. All faults that strike a call act on it; of those that fail it, the first added wins.
   *
   * @throws EndpointError `RW8101` for an operation the endpoint does not list, `RW8102` for an impossible count.
   */
  add(fault: Fault): StagedFault;
  /** Removes every fault. */
  clear(): void;
}

class ArmedFault implements StagedFault {
  readonly fault: Fault;
  readonly remove: () => void;
  fired = 0;
  #seen = 0;
  readonly #refusals = new Map<string, number>();

  constructor(fault: Fault, remove: (self: ArmedFault) => void) {
    this.fault = fault;
    this.remove = () => remove(this);
  }

  /** Counts a call and tells whether it is one to strike, `times` aside. */
  counts(): boolean {
    this.#seen += 1;
    const { nth, every } = this.fault;
    return (nth === undefined || this.#seen === nth) && (every === undefined || this.#seen % every === 0);
  }

  get isSpent(): boolean {
    return this.fault.times !== undefined && this.fired >= this.fault.times;
  }

  refuses(subject: FaultSubject, only: readonly string[] | ((subject: FaultSubject) => boolean) | undefined): boolean {
    const isMeant = typeof only === "function" ? only(subject) : (only?.includes(subject.resourceId) ?? true);
    const key = JSON.stringify([subject.resourceType, subject.resourceId]);
    const refused = this.#refusals.get(key) ?? 0;
    if (!isMeant || refused >= (this.fault.times ?? Infinity)) return false;
    this.#refusals.set(key, refused + 1);
    this.fired += 1;
    return true;
  }
}

/** The operations with single subjects to fail. */
const BATCH_OPERATIONS = { refuseEvaluations: "PutEvaluations", leaveUnprocessed: "BatchGetResourceConfig" };

function assertPossible(fault: Fault): void {
  const counts = [fault.nth, fault.every, fault.times, fault.kind === "midPage" ? fault.page : undefined];
  const areCounts = counts.every((count) => count === undefined || (Number.isInteger(count) && count >= 1));
  const isDelay = fault.kind !== "slow" || fault.ms >= 0;
  const isOfSubjects = fault.kind === "refuseEvaluations" || fault.kind === "leaveUnprocessed";
  const isNobody = isOfSubjects && Array.isArray(fault.only) && fault.only.length === 0;
  const hasSubjects = !isOfSubjects || (BATCH_OPERATIONS[fault.kind] === fault.operation && !isNobody);
  if (areCounts && isDelay && hasSubjects) return;
  throw new EndpointError("FAULT_INVALID", `A "${fault.kind}" fault of ${fault.operation} can never strike.`);
}

/** Holds the staged failures and decides what they make of each call. */
export class FaultPlan implements Faults {
  #armed: readonly ArmedFault[] = [];
  readonly #isListed: (operation: string, service: ServiceName | undefined) => boolean;

  constructor(isListed: (operation: string, service: ServiceName | undefined) => boolean) {
    this.#isListed = isListed;
  }

  add(fault: Fault): StagedFault {
    if (!this.#isListed(fault.operation, fault.service)) {
      const name = fault.service === undefined ? fault.operation : `${fault.service} ${fault.operation}`;
      throw new EndpointError("FAULT_UNLISTED", `The endpoint does not answer ${name}, so no fault can strike it.`);
    }
    assertPossible(fault);
    const armed = new ArmedFault(fault, (self) => (this.#armed = this.#armed.filter((other) => other !== self)));
    this.#armed = [...this.#armed, armed];
    return armed;
  }

  clear(): void {
    this.#armed = [];
  }

  /** Counts the call against every fault of its operation and gathers their effects. */
  decide(service: ServiceName, operation: string, page: number): FaultDecision {
    const striking = this.#armed
      .filter(({ fault }) => fault.operation === operation && (fault.service ?? service) === service)
      .filter(({ fault }) => fault.kind !== "midPage" || fault.page === page)
      .filter((armed) => armed.counts());
    let delayMs = 0;
    let failure: FaultDecision["failure"];
    const refusals: ((subject: FaultSubject) => boolean)[] = [];
    for (const armed of striking) {
      const { fault } = armed;
      if (fault.kind === "refuseEvaluations" || fault.kind === "leaveUnprocessed") {
        refusals.push((subject) => armed.refuses(subject, fault.only));
      } else if (!armed.isSpent && (fault.kind === "slow" || failure === undefined)) {
        armed.fired += 1;
        if (fault.kind === "slow") delayMs += fault.ms;
        else failure = toFailure(fault);
      }
    }
    return { delayMs, failure, refuses: (subject) => refusals.some((refuses) => refuses(subject)) };
  }
}

function toFailure(fault: Fault): FaultDecision["failure"] {
  if (fault.kind === "drop" || fault.kind === "throttle") return fault.kind;
  if (fault.kind === "error") return new ServiceError(fault.code, fault.message ?? "A staged error.", fault.status);
  if (fault.kind !== "midPage") return undefined;
  const { code = "InternalFailure", status = 500, message = `A staged failure of page ${fault.page}.` } = fault;
  return new ServiceError(code, message, status);
}
