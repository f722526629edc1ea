import { CommanderError } from "commander";
import { RulewrightError } from "@rulewright/sdk";
import { CLI_ERRORS } from "./errors.ts";
import { EXIT, type ExitCode, type Io } from "./io.ts";
import { printError } from "./print-error.ts";
import { createProgram } from "./program.ts";

/** Runs the command line. Every outcome is an exit code; errors are printed as code, sentence and hint. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.CLEAN;
  const program = createProgram(io, (finished) => {
    code = finished;
  });
  try {
    if (argv.length === 0) {
      program.outputHelp();
      return EXIT.CLEAN;
    }
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.CLEAN; // --help, --version
    printError(error instanceof CommanderError ? usageError(error) : error, argv.includes("--verbose"), io);
    return EXIT.FAILED;
  }
}

/** Commander's own words as one coded sentence. */
function usageError(error: CommanderError): RulewrightError {
  const [sentence = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const hint = rest
    .join(" ")
    .replace(/^\(|\)$/g, "")
    .trim();
  const message = `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${/[.?!]$/.test(sentence) ? "" : "."}`;
  return new RulewrightError(CLI_ERRORS.USAGE, message, hint ? { hint } : {});
}
