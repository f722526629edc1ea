import type { Plan } from "../plan/step.ts";
import type { Failure } from "./failure.ts";

/** How a step stands. */
export type StepStatus = "started" | "done" | "partial" | "failed" | "interrupted" | "not-started";

/** What is told while a plan is carried out: one JSON line each with `--json`. */
export type PublishEvent =
  | { readonly type: "plan"; readonly plan: Plan }
  | {
      readonly type: "step";
      readonly step: string;
      readonly status: StepStatus;
      readonly account?: string;
      readonly region?: string;
      readonly code?: string;
      readonly reason?: string;
      readonly hint?: string;
    }
  | { readonly type: "progress"; readonly step: string; readonly message: string }
  | ({ readonly type: "failure"; readonly step: string } & Failure)
  | {
      readonly type: "result";
      readonly pack: string;
      readonly variant?: string;
      readonly complete: boolean;
      readonly interrupted: boolean;
      readonly failedSteps: readonly string[];
      readonly leftSteps: readonly string[];
      readonly failures: readonly Failure[];
    };
