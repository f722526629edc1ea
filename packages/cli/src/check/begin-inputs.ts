import { resolve } from "node:path";
import { findInputs } from "../inputs/find-inputs.ts";
import { readyInputs, type ReadyInputs } from "../inputs/ready-inputs.ts";
import type { Io } from "../io.ts";

/** Inputs that are looked for while something else is done. */
export interface BegunInputs {
  /** Tells what of the inputs was left out or is missing. `exemptions` are none, though they may lie in such a folder. */
  readonly ready: (exemptions: string | undefined, io: Io) => Promise<ReadyInputs>;
  /** Ends the threads, as soon as it can. */
  readonly close: () => void;
}

/**
 * Looks for the inputs of a run, and starts the threads for them, while its rules are loaded. Standard input alone waits
 * for those: it may be a terminal.
 */
export function beginInputs(paths: readonly string[]): BegunInputs {
  const notes: string[] = [];
  let begun: Promise<ReadyInputs> | undefined;
  const begin = (): Promise<ReadyInputs> => {
    const found = find(paths, (note) => notes.push(note));
    found.catch(() => undefined); // told to whom asks for it
    return found;
  };
  if (!paths.includes("-")) begun = begin();
  return {
    ready: async (exemptions, io) => {
      begun ??= begin();
      const { inputs, ...rest } = await begun.finally(() => {
        for (const note of notes) io.err(`${note}\n`);
      });
      if (exemptions === undefined) return { inputs, ...rest };
      return { inputs: inputs.filter(({ file }) => resolve(file) !== resolve(exemptions)), ...rest };
    },
    close: () => {
      begun?.then(
        ({ threads }) => threads?.close(),
        () => undefined,
      );
    },
  };
}

async function find(paths: readonly string[], tell: (sentence: string) => void): Promise<ReadyInputs> {
  return readyInputs(paths.length === 0 ? [] : await findInputs(paths, tell));
}
