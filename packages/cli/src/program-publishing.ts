import { Argument, Option, type Command } from "commander";
import type { BootstrapOptions } from "./commands/bootstrap.ts";
import type { DestroyOptions } from "./commands/destroy.ts";
import type { DiffOptions } from "./commands/diff.ts";
import type { PublishOptions } from "./commands/publish.ts";
import type { RollbackOptions } from "./commands/rollback.ts";
import { TOPOLOGIES } from "./deployment/plan/target.ts";
import type { ExitCode, Io } from "./io.ts";

type Finish = (code: ExitCode) => void;

const BUCKET_PREFIX = ["--bucket-prefix <prefix>", "the code bucket of a Region is <prefix>-<Region>"] as const;

/** Adds the commands that change, or compare with, what is in AWS. */
export function addPublishing(program: Command, io: Io, finish: Finish): void {
  const publish = program
    .command("publish")
    .description("Deploy conformance packs: plan, ask, do, watch. The same command again does what is left.")
    .argument("[packs...]", "pack modules, or folders that synth wrote");
  removing(rollout(target(publish)))
    .option(
      "--targets <file>",
      "variants of the packs: a YAML list of targets with regions and parameters of their own",
    )
    .option("--out <dir>", "folder that pack modules are synthesized to", "dist")
    .option("--exemptions <file>", "accepted risks for the functions of pack modules")
    .addHelpText("after", "\nExample: rulewright publish dist/security-baseline --bucket-prefix acme-rules --plan")
    .action(async (packs: string[], options: PublishOptions) => {
      const { publishCommand } = await import("./commands/publish.ts");
      finish(await publishCommand(packs, options, io));
    });

  const rollback = program
    .command("rollback")
    .description("Publish the release before the published one, or undo an unfinished publication.")
    .addArgument(new Argument("<pack>", "the pack's name"))
    .option("--to <hash>", "go to this release instead");
  removing(rollout(records(rollback)))
    .addHelpText("after", "\nExample: rulewright rollback security-baseline --bucket-prefix acme-rules")
    .action(async (pack: string, options: RollbackOptions) => {
      const { rollbackCommand } = await import("./commands/rollback.ts");
      finish(await rollbackCommand(pack, options, io));
    });

  const destroy = program
    .command("destroy")
    .description("Remove packs from every account and Region where they were published, and their code.")
    .addArgument(new Argument("<packs...>", "names of packs"));
  agreement(records(destroy))
    .option("--failure-tolerance <percent>", "of accounts that may fail before AWS stops")
    .option("--concurrency <percent>", "of accounts that AWS works on at a time")
    .addHelpText("after", "\nExample: rulewright destroy security-baseline --bucket-prefix acme-rules")
    .action(async (packs: string[], options: DestroyOptions) => {
      const { destroyCommand } = await import("./commands/destroy.ts");
      finish(await destroyCommand(packs, options, io));
    });

  addComparing(program, io, finish);
}

function addComparing(program: Command, io: Io, finish: Finish): void {
  const diff = program
    .command("diff")
    .description(
      "Compare what is published with what would be: rules, remediations, exemptions, roles, the whole stack.",
    )
    .argument("[packs...]", "pack modules, or folders that synth wrote");
  target(diff)
    .option(
      "--targets <file>",
      "variants of the packs: a YAML list of targets with regions and parameters of their own",
    )
    .option("--out <dir>", "folder that pack modules are synthesized to", "dist")
    .option("--exemptions <file>", "accepted risks for the functions of pack modules")
    .option("--accept", "agree to what lets Rulewright do more, or takes a guard away")
    .option("--json", "print JSON for machines")
    .addHelpText("after", "\nExample: rulewright diff dist/security-baseline --bucket-prefix acme-rules")
    .action(async (packs: string[], options: DiffOptions) => {
      const { diffCommand } = await import("./commands/diff.ts");
      finish(await diffCommand(packs, options, io));
    });

  program
    .command("bootstrap")
    .description("Write the CloudFormation template of the code bucket, to be deployed once in each Region.")
    .requiredOption(...BUCKET_PREFIX)
    .option("--organization-id <id>", "accounts of this organization may read the code")
    .option("--output <file>", "write the template to a file")
    .option("--json", "write JSON instead of YAML")
    .addHelpText("after", "\nExample: rulewright bootstrap --bucket-prefix acme-rules --output bucket.yaml")
    .action(async (options: BootstrapOptions) => {
      const { bootstrapCommand } = await import("./commands/bootstrap.ts");
      finish(await bootstrapCommand(options, io));
    });
}

/** Where packs go. */
function target(command: Command): Command {
  return records(command)
    .addOption(new Option("--topology <topology>", "how packs reach accounts").choices(TOPOLOGIES).default("account"))
    .option("--global-rules-region <region>", "the one Region for rules about the account itself")
    .option("--ous <id...>", "organizational units, or the root, to deploy to")
    .option("--accounts <id...>", "only these accounts of the organizational units")
    .option("--exclude-accounts <id...>", "accounts to leave out")
    .option("--parameter <name=value...>", "values of the pack's parameters")
    .addOption(new Option("--call-as <as>", "as whom stack sets are made").choices(["SELF", "DELEGATED_ADMIN"]));
}

/** Where the records of packs are. */
function records(command: Command): Command {
  return command
    .requiredOption(...BUCKET_PREFIX)
    .option("--bucket-owner <id>", "account that owns the code buckets (default: that of the credentials)")
    .option("--regions <region...>", "Regions (default: the configured one)")
    .option("--account <id>", "refuse credentials of another account");
}

/** How plans are carried out. */
function rollout(command: Command): Command {
  return agreement(command)
    .option("--waves", "one account, or one Region, first; then the rest")
    .option("--first-account <id>", "the account that comes first")
    .option("--bake-minutes <minutes>", "pause after the first wave (default: 15)")
    .option("--failure-tolerance <percent>", "of accounts that may fail before AWS stops (default: 10)")
    .option("--concurrency <percent>", "of accounts that AWS works on at a time (default: 25)");
}

/** What a target no longer names. */
function removing(command: Command): Command {
  return command.option(
    "--accept-removals",
    "agree to taking the pack from Regions and accounts that are not named any more",
  );
}

function agreement(command: Command): Command {
  return command
    .option("--plan", "show the plan and do nothing")
    .option("--yes", "do not ask")
    .option("--json", "print JSON for machines: the plan, or one event a line");
}
