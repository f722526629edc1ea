import type { Caller } from "./caller.ts";
import type { FaultSubject } from "./faults.ts";
import type { EndpointState } from "./state/endpoint-state.ts";
import type { Wire, WireOutput } from "./wire-shape.ts";

/** A decoded request: the members its schema knows, each of the kind the schema says. */
export type DecodedInput = Readonly<Record<string, unknown>>;

/** The two positions of each behaviour that AWS does not document without contradiction. */
export interface EndpointSwitches {
  /** What PutEvaluations does with an `OrderingTimestamp` that is older than, or equal to, the stored one. */
  readonly olderOrderingTimestamp: "ignored" | "accepted";
  /** What GetComplianceDetailsByConfigRule does with a rule name of more than 64 characters. */
  readonly longRuleNames: "refused" | "accepted";
  /** Whether one call of GetResourceConfigHistory spans at most seven days. */
  readonly historyWindow: "ignored" | "sevenDays";
}

/** What an operation may use beside its input. */
export interface OperationContext {
  readonly state: EndpointState;
  readonly switches: EndpointSwitches;
  readonly now: Date;
  readonly caller: Caller;
  /** True when a fault says that this one subject of a batch fails. */
  readonly refuses: (subject: FaultSubject) => boolean;
  /** The values of an enumeration the client package exports, such as `ResourceType`; empty when there is none. */
  readonly enumeration: (name: string) => ReadonlySet<string>;
}

/** An operation as the table of a service holds it. */
export type Operation = (input: DecodedInput, context: OperationContext) => object;

/**
 * Lets a handler typed with the SDK's shapes into a table. The conversion is sound because the input was decoded
 * against the very schema its type was generated from: kinds are right and required members are there.
 */
export function operation<Input extends object, Output>(
  handler: (input: Wire<Input>, context: OperationContext) => WireOutput<Output>,
): Operation {
  return (input, context) => handler(input as Wire<Input>, context);
}
