import { didYouMean, didYouMeanRegion, isRegion, problem, type CheckResult, type Problem } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";
import type { TemplateSettings } from "../inputs/read-document.ts";
import { ProblemsError } from "../problems-error.ts";

/** Options that say where templates are deployed, and with what. */
export interface TemplateOptions {
  /** Twelve digits. */
  readonly account?: string;
  readonly region?: string;
  /** `Name=value`. */
  readonly templateParameter?: readonly string[];
}

/** What the templates of a run are deployed with, and what they say to it. */
export interface RunTemplates {
  readonly settings: TemplateSettings;
  /**
   * Refuses values that no template of the inputs takes, once these were read. Where a template, or what may have been
   * the only one, could not be read, nobody knows.
   * @throws ProblemsError `RW5001`, one for each.
   */
  readonly refuseUnknown: (result: Pick<CheckResult, "errors">) => void;
}

/** Stands for an account that nobody named. */
const NO_ACCOUNT = "000000000000";

/** What is told of a file that may have been a template. */
const UNREAD: ReadonlySet<string> = new Set([CLI_ERRORS.INPUT_UNREADABLE.code, CLI_ERRORS.INPUT_UNKNOWN.code]);

/** Reads the options of templates. @throws ProblemsError `RW5001`, one for each that cannot be. */
export function readTemplateOptions(options: TemplateOptions, now: Date | undefined): RunTemplates {
  const { account = NO_ACCOUNT, region = process.env["AWS_REGION"] || "us-east-1" } = options;
  const problems = checkPlace(options);
  const parameters = readParameters(options.templateParameter ?? [], problems);
  if (problems.length > 0) throw new ProblemsError(problems);
  const read: (readonly string[] | undefined)[] = [];
  return {
    settings: {
      accountId: account,
      region,
      parameters,
      ...(now ? { now } : {}),
      onTemplate: (declared) => read.push(declared),
    },
    refuseUnknown: ({ errors }) => {
      const mayBeUnread = read.length === 0 && errors.some(({ code }) => UNREAD.has(code));
      const isUnsure = mayBeUnread || read.includes(undefined);
      if (!isUnsure)
        refuseUndeclared(
          Object.keys(parameters),
          read.length > 0,
          read.flatMap((names) => names ?? []),
        );
    },
  };
}

/** Checks what was typed; the Region of the environment is not asked for unless there is a template. */
function checkPlace({ account, region }: TemplateOptions): Problem[] {
  const problems: Problem[] = [];
  if (account !== undefined && !/^\d{12}$/.test(account))
    problems.push(usage("--account", `--account ${account} is no account id.`, "Write twelve digits."));
  if (region !== undefined && !isRegion(region)) {
    const hint = didYouMeanRegion(region) || "Write a Region as eu-west-1.";
    problems.push(usage("--region", `--region ${region} is no Region.`, hint));
  }
  return problems;
}

function readParameters(texts: readonly string[], problems: Problem[]): TemplateSettings["parameters"] {
  const parameters = texts.flatMap((given) => {
    const [name = "", ...value] = given.split("=");
    if (name !== "" && value.length > 0) return [[name, value.join("=")]];
    const option = "--template-parameter";
    problems.push(usage(option, `${option} ${given} has no value.`, "Write Name=value."));
    return [];
  });
  return Object.fromEntries(parameters);
}

function refuseUndeclared(given: readonly string[], isAnyRead: boolean, declared: readonly string[]): void {
  const known = [...new Set(declared)];
  const unknown = given.filter((name) => !known.includes(name));
  const others = known.length > 0 ? `The templates declare ${known.join(", ")}.` : "The templates declare none.";
  const problems = unknown.map((name) => {
    const option = `--template-parameter ${name}`;
    const hint = isAnyRead ? didYouMean(name, known) || others : "None of the inputs is a template.";
    return usage(option, `${option}: no template of the inputs declares it.`, hint);
  });
  if (problems.length > 0) throw new ProblemsError(problems);
}

function usage(option: string, message: string, hint: string): Problem {
  return problem(CLI_ERRORS.USAGE, option, message, { hint });
}
