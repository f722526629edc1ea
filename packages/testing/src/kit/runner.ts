import { RulewrightError } from "@rulewright/sdk";
import { KIT_ERRORS } from "./errors.ts";

/** The part of a test runner's globals that the kit uses: jest's, and those of runners that speak the same words. */
export interface Runner {
  readonly describe: (name: string, body: () => void) => void;
  readonly test: (name: string, body: () => void | Promise<void>) => void;
  readonly afterAll: (body: () => void) => void;
}

/** Finds the runner. @throws RulewrightError `RW8001` outside a test run. */
export function runner(): Runner {
  const globals: unknown = globalThis;
  if (isRunner(globals)) return globals;
  throw new RulewrightError(KIT_ERRORS.NO_RUNNER, "There is no test runner with describe, test and afterAll here.");
}

function isRunner(globals: unknown): globals is Runner {
  if (typeof globals !== "object" || globals === null) return false;
  const has = (name: string): boolean => typeof Reflect.get(globals, name) === "function";
  return has("describe") && has("test") && has("afterAll");
}
