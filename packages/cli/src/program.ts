import { Argument, Command } from "commander";
import { liveOptions, outcomeOptions, selectionOptions } from "./check/check-options.ts";
import { CHECK_FORMATS } from "./check-formats.ts";
import type { CheckCommandOptions } from "./commands/check.ts";
import type { CollectOptions } from "./commands/collect.ts";
import type { ExplainOptions } from "./commands/explain.ts";
import { formatOptions, mustBeOneFormat } from "./commands/format-options.ts";
import type { InvokeOptions } from "./commands/invoke.ts";
import type { ItemOptions } from "./commands/item.ts";
import type { LintCommandOptions } from "./commands/lint.ts";
import type { RulesOptions } from "./commands/rules.ts";
import type { SynthOptions } from "./commands/synth.ts";
import type { ExitCode, Io } from "./io.ts";
import { LINT_FORMATS } from "./lint-formats.ts";
import { addObserving } from "./program-observing.ts";
import { addPublishing } from "./program-publishing.ts";
import { VERSION } from "./version.ts";

const RULES = ["--rules <path...>", "rule modules or folders instead of the installed rules"] as const;
const JSON_OPTION = ["--json", "print JSON for machines"] as const;

/** Options of the program that commands look at. */
interface Verbose {
  readonly verbose?: boolean;
}

/** Builds the command line. A command's own code is loaded when it runs; its exit code goes to `finish`. */
export function createProgram(io: Io, finish: (code: ExitCode) => void): Command {
  const program = new Command("rulewright")
    .description("Check, build and publish AWS Config rules and conformance packs.")
    .version(VERSION)
    .option("--verbose", "print the stacks of errors, also of the first that each rule throws")
    .configureOutput({ writeOut: io.out, writeErr: () => undefined })
    .exitOverride()
    .addHelpText("after", "\nExit codes: 0 clean, 1 non-compliant, 2 the job could not be done.");

  addCheck(program, io, finish);
  addCollect(program, io, finish);
  addPacks(program, io, finish);
  addPublishing(program, io, finish);
  addObserving(program, io, finish);
  program
    .command("rules")
    .description("List rules with their parameters, controls and remediation.")
    .option(...RULES)
    .option("--only <rule...>", "only the rules of these names")
    .option(...JSON_OPTION)
    .action(async (options: RulesOptions) => {
      const { rulesCommand } = await import("./commands/rules.ts");
      finish(await rulesCommand(options, io));
    });

  program
    .command("invoke")
    .description("Judge a Lambda event by one rule and print the evaluations it would put. Nothing is put.")
    .addArgument(new Argument("<rule>", "the rule's name"))
    .requiredOption("--event <file>", "the event as AWS Config sends it, or - for standard input")
    .option("--evidence <file>", "answer list and collect from recorded evidence instead of AWS")
    .option(...RULES)
    .option(...JSON_OPTION)
    .addHelpText("after", "\nExample: rulewright invoke ec2-security-group-admin-ports-closed --event event.json")
    .action(async (rule: string, options: InvokeOptions) => {
      const { invokeCommand } = await import("./commands/invoke.ts");
      finish(await invokeCommand(rule, { ...options, ...program.opts<Verbose>() }, io));
    });

  addFacts(program, io, finish);
  return program;
}

function addCheck(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const command = program
    .command("check")
    .description(
      "Judge configuration items offline: snapshots, history files, single items, templates, recorded evidence.",
    )
    .argument("[inputs...]", "files, folders, or - for standard input")
    .option(...RULES)
    .option("--only <rule...>", "only the rules of these names")
    .option("--evidence <file...>", "evidence of periodic rules, recorded before")
    .option("--now <time>", "judge everything at this ISO 8601 time")
    .option("--output <file>", "write the result to a file")
    .option("--account <id>", "account that templates are deployed to (default: 000000000000)")
    .option("--region <region>", "Region that templates are deployed to (default: AWS_REGION or us-east-1)")
    .option("--template-parameter <name=value...>", "values of the parameters of templates")
    .option("--allow-unreadable", "do not fail for what could not be read or judged")
    .addHelpText("after", "\nExample: rulewright check my-snapshot.json.gz --only s3-bucket-public-access-blocked")
    .action(async (inputs: string[], options: CheckCommandOptions) => {
      mustBeOneFormat("result", options);
      const { checkCommand } = await import("./commands/check.ts");
      finish(await checkCommand(inputs, { ...options, ...program.opts<Verbose>() }, io));
    });
  const groups = [formatOptions("result", CHECK_FORMATS), selectionOptions(), liveOptions(), outcomeOptions()];
  for (const option of groups.flat()) command.addOption(option);
}

/** Commands that make and check conformance packs. */
function addPacks(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command("synth")
    .description("Write what deploys conformance packs: template, function code, controls and manifest.")
    .argument("[packs...]", "pack modules or folders (default: conformance-packs)")
    .option("--framework <id...>", "make the packs of frameworks instead: cis-5.0.0, fsbp …")
    .option("--exemptions <file>", "what the functions exempt, until when (none unless named)")
    .option("--out <dir>", "folder to write to", "dist")
    .option(...JSON_OPTION)
    .addHelpText("after", "\nExample: rulewright synth my.pack.ts --out build")
    .action(async (packs: string[], options: SynthOptions) => {
      const { synthCommand } = await import("./commands/synth.ts");
      finish(await synthCommand(packs, options, io));
    });

  const lint = program
    .command("lint")
    .description("Check conformance packs for everything that would fail, or mislead, at deployment.")
    .argument("[packs...]", "conformance-pack templates, YAML or JSON, or folders that synth wrote")
    .option("--output <file>", "write the findings to a file")
    .option("--previous <manifest>", "manifest.json of what is deployed: renamed rules are found")
    .option("--no-tokens", "refuse the tokens that a stack would fill in")
    .addHelpText("after", "\nExample: rulewright lint dist/security-baseline/conformance-pack.yaml")
    .action(async (packs: string[], options: LintCommandOptions) => {
      mustBeOneFormat("findings", options);
      const { lintCommand } = await import("./commands/lint.ts");
      finish(await lintCommand(packs, options, io));
    });
  for (const option of formatOptions("findings", LINT_FORMATS)) lint.addOption(option);
}

function addCollect(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command("collect")
    .description("Record the evidence that rules need beside items, from an account, for check to replay.")
    .option(...RULES)
    .option("--only <rule...>", "only the rules of these names")
    .option("--output <file>", "the evidence file to write", "evidence.json")
    .option("--regions <region...>", "Regions to collect in (default: the configured one)")
    .option("--account <id>", "account of the credentials, where AWS STS cannot be asked")
    .option("--parameter <setting...>", "rule-name.ParameterName=value")
    .option(...JSON_OPTION)
    .addHelpText("after", "\nExample: rulewright collect --regions eu-west-1 us-east-1 --output evidence.json")
    .action(async (options: CollectOptions) => {
      const { collectCommand } = await import("./commands/collect.ts");
      finish(await collectCommand(options, io));
    });
}

/** Commands that tell what the catalogue and the rules know. */
function addFacts(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command("explain")
    .description(
      "Show a rule, a managed rule, a control or a framework: parameters, controls, remediation, pack lines.",
    )
    .addArgument(new Argument("<name>", "a rule, a managed rule of AWS (either name), a control or a framework"))
    .option(...RULES)
    .option(...JSON_OPTION)
    .addHelpText("after", "\nExample: rulewright explain cis-1.2.0/1.9")
    .action(async (name: string, options: ExplainOptions) => {
      const { explainCommand } = await import("./commands/explain.ts");
      finish(await explainCommand(name, options, io));
    });

  program
    .command("item")
    .description("Print a configuration item of a resource type to start a fixture from.")
    .addArgument(new Argument("<resource-type>", "such as AWS::EC2::SecurityGroup"))
    .option("--output <file>", "write the item to a file")
    .option("--json", "print JSON, as it does anyway")
    .addHelpText("after", "\nExample: rulewright item AWS::S3::Bucket --output fixtures/bucket.json")
    .action(async (resourceType: string, options: ItemOptions) => {
      const { itemCommand } = await import("./commands/item.ts");
      finish(await itemCommand(resourceType, options, io));
    });
}
