import { CommanderError, type Command } from "commander";
import { RulewrightError, didYouMean } from "@rulewright/sdk";
import { CLI_ERRORS } from "./errors.ts";
import { EXIT, type ExitCode, type Io } from "./io.ts";
import { createProgram } from "./program.ts";

/** Runs the command line. Every outcome is an exit code; errors are printed as code, sentence and hint. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.CLEAN;
  const program = createProgram(io, (finished) => {
    code = finished;
  });
  const isVerbose = argv.includes("--verbose");
  if (isVerbose) process.setSourceMapsEnabled(true); // stacks name the lines of modules as they were written
  try {
    if (argv.length === 0) {
      program.outputHelp();
      return EXIT.CLEAN;
    }
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.CLEAN; // --help, --version
    const { printError } = await import("./print-error.ts"); // it loads the reports
    printError(error instanceof CommanderError ? usageError(error, program) : error, isVerbose, io);
    return EXIT.FAILED;
  }
}

/** Commander's own words as one coded sentence; where it would only show its help, what is missing of the command. */
function usageError(error: CommanderError, program: Command): RulewrightError {
  if (error.code === "commander.help") return withoutCommand(program);
  const [sentence = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const hint = rest
    .join(" ")
    .replace(/^\(|\)$/g, "")
    .trim();
  const message = `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${/[.?!]$/.test(sentence) ? "" : "."}`;
  return new RulewrightError(CLI_ERRORS.USAGE, message, { hint: hint || helpHint(program) });
}

/** `rulewright help nope`, or options without a command. */
function withoutCommand({ args, commands }: Command): RulewrightError {
  const [, name] = args;
  if (name === undefined) return new RulewrightError(CLI_ERRORS.USAGE, "No command is named.");
  const near = didYouMean(
    name,
    commands.map((command) => command.name()),
  );
  return new RulewrightError(CLI_ERRORS.USAGE, `Unknown command '${name}'.`, near ? { hint: near } : {});
}

/** Where the options of the command that was named are told. */
function helpHint({ args, commands }: Command): string {
  const named = commands.find((command) => command.name() === args[0]);
  return named ? `See \`rulewright ${named.name()} --help\`.` : CLI_ERRORS.USAGE.hint;
}
