import { RulewrightError } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";
import type { TemplateSettings } from "../inputs/read-document.ts";

/** Options that say where templates are deployed, and with what. */
export interface TemplateOptions {
  /** Twelve digits. */
  readonly account?: string;
  readonly region?: string;
  /** `Name=value`. */
  readonly templateParameter?: readonly string[];
}

/** Stands for an account that nobody named. */
const NO_ACCOUNT = "000000000000";

/** Reads the options of templates. @throws RulewrightError `RW5001` for one that cannot be. */
export function templateSettings(options: TemplateOptions, now: Date | undefined): TemplateSettings {
  const { account = NO_ACCOUNT, region = process.env["AWS_REGION"] || "us-east-1", templateParameter = [] } = options;
  if (!/^\d{12}$/.test(account)) throw usage(`--account ${account} is no account id.`, "Write twelve digits.");
  const parameters = templateParameter.map((given) => {
    const [name = "", ...value] = given.split("=");
    if (name !== "" && value.length > 0) return [name, value.join("=")];
    throw usage(`--template-parameter ${given} has no value.`, "Write Name=value.");
  });
  return { accountId: account, region, parameters: Object.fromEntries(parameters), ...(now ? { now } : {}) };
}

function usage(message: string, hint: string): RulewrightError {
  return new RulewrightError(CLI_ERRORS.USAGE, message, { hint });
}
