/** How a pack stands in one account and Region. */
export interface StatusRow {
  readonly pack: string;
  /** The variant of the pack, where it was published with targets. */
  readonly variant?: string;
  readonly accountId: string;
  readonly region: string;
  /** What AWS keeps of it there; `stack-set` stands for all of its accounts, where it is missing. */
  readonly kind: "stack" | "stack-set" | "stack-instance" | "organization-pack";
  readonly health: Health;
  /** AWS's own word, such as `UPDATE_COMPLETE`; `MISSING` where there is nothing. */
  readonly status: string;
  /** AWS's own reason. */
  readonly reason?: string;
  /** What the reason means, where that is known. */
  readonly advice?: string;
  /** Against the manifest at hand; absent where nobody can tell. */
  readonly release?: "current" | "behind";
  readonly code?: readonly CodeState[];
  readonly compliance?: Compliance;
  readonly functions?: readonly FunctionState[];
  readonly queues?: readonly QueueState[];
  /** Live parameters that are looser than a control of the pack's framework. */
  readonly looser?: readonly LooserParameter[];
  /** What could not be read. */
  readonly notRead?: readonly string[];
}

/** Whether a deployment stands; `unknown` where it could not be read. */
export type Health = "ok" | "busy" | "failed" | "missing" | "unknown";

/** The code of a function, by the hash in its key. */
export interface CodeState {
  /** The stack's parameter. */
  readonly parameter: string;
  readonly deployed?: string;
  readonly expected: string;
}

/** Rules of a conformance pack by what AWS Config says of them. */
export interface Compliance {
  readonly compliant: number;
  readonly nonCompliant: number;
  readonly insufficientData: number;
  /** 0 to 100; absent where AWS Config has none. */
  readonly score?: number;
}

/** A function's last 24 hours. */
export interface FunctionState {
  readonly name: string;
  /** Invocations that failed. */
  readonly errors: number;
  /** Events that were given up: those resources were not judged. */
  readonly dropped: number;
}

/** A queue of events that failed. */
export interface QueueState {
  readonly name: string;
  readonly messages: number;
}

/** A parameter that was set looser than a control allows. */
export interface LooserParameter {
  readonly parameter: string;
  readonly value: string;
  /** Deployed name of the rule. */
  readonly rule: string;
  readonly control: string;
  /** In words. */
  readonly wanted: string;
}

/** What somebody should look at: it failed, is missing, is looser, or its functions fail. Being behind is none. */
export function needsAttention({ health, looser = [], functions = [], queues = [] }: StatusRow): boolean {
  return (
    health === "failed" ||
    health === "missing" ||
    looser.length > 0 ||
    functions.some(({ errors, dropped }) => errors > 0 || dropped > 0) ||
    queues.some(({ messages }) => messages > 0)
  );
}
