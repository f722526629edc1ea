import { Option, type Command } from "commander";
import type { DoctorOptions } from "./commands/doctor.ts";
import type { StatusOptions } from "./commands/status.ts";
import { TOPOLOGIES } from "./deployment/plan/target.ts";
import type { ExitCode, Io } from "./io.ts";

type Finish = (code: ExitCode) => void;

/** Adds the commands that look at AWS and change nothing. */
export function addObserving(program: Command, io: Io, finish: Finish): void {
  places(program.command("doctor"))
    .description("Look at what packs need of an account: recorder, roles, quotas, organization. Changes nothing.")
    .argument("[packs...]", "pack modules, or folders that synth wrote")
    .option("--global-rules-region <region>", "the one Region for rules about the account itself")
    .option("--now <time>", "judge the life of runtimes at this ISO 8601 time")
    .addHelpText(
      "after",
      "\nExit codes: 0 fine, 1 errors found, 2 something could not be looked at." +
        "\nExample: rulewright doctor dist/security-baseline --regions eu-west-1 us-east-1",
    )
    .action(async (packs: string[], options: DoctorOptions) => {
      const { doctorCommand } = await import("./commands/doctor.ts");
      finish(await doctorCommand(packs, options, io));
    });

  places(program.command("status"))
    .description("Show how published packs stand: deployment, code, compliance, function errors, parameters.")
    .argument("[packs...]", "pack modules, or folders that synth wrote (default: those in --out)")
    .addOption(new Option("--call-as <as>", "as whom stack sets are asked for").choices(["SELF", "DELEGATED_ADMIN"]))
    .option("--targets <file>", "variants that should be there, as in publish (default: those that are there)")
    .option("--exemptions <file>", "accepted risks that pack modules were published with")
    .addHelpText(
      "after",
      "\nExit codes: 0 fine, 1 something failed or is missing, 2 something could not be read." +
        "\nExample: rulewright status dist/security-baseline --regions eu-west-1 us-east-1",
    )
    .action(async (packs: string[], options: StatusOptions) => {
      const { statusCommand } = await import("./commands/status.ts");
      finish(await statusCommand(packs, options, io));
    });
}

/** Where both look. */
function places(command: Command): Command {
  return command
    .option("--regions <region...>", "Regions (default: the configured one)")
    .addOption(new Option("--topology <topology>", "how packs reach accounts").choices(TOPOLOGIES).default("account"))
    .option("--out <dir>", "folder that pack modules are synthesized to", "dist")
    .option("--json", "print JSON for machines");
}
