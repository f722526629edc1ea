import { problem } from "@rulewright/sdk";
import { toYaml } from "@rulewright/sdk/synthesis";
import { bucketTemplate } from "../deployment/bootstrap/bucket-template.ts";
import { DEPLOYMENT_ERRORS } from "../deployment/errors.ts";
import { EXIT, type ExitCode, type Io } from "../io.ts";
import { ProblemsError } from "../problems-error.ts";
import { writeOutput } from "../write-output.ts";

/** Options of `rulewright bootstrap`. */
export interface BootstrapOptions {
  readonly bucketPrefix: string;
  readonly organizationId?: string;
  readonly output?: string;
  readonly json?: boolean;
}

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
const ORGANIZATION = /^o-[a-z0-9]{10,32}$/;
const PREFIX = /^[a-z0-9][a-z0-9-]{1,45}$/;

/** Writes the template of the code bucket. Calls nothing: anybody can read it before it is deployed. */
export async function bootstrapCommand(options: BootstrapOptions, io: Io): Promise<ExitCode> {
  const { bucketPrefix, organizationId } = options;
  const refuse = (message: string, hint: string) => problem(DEPLOYMENT_ERRORS.TARGET_INVALID, "", message, { hint });
  const problems = [
    ...(PREFIX.test(bucketPrefix)
      ? []
      : [refuse(`--bucket-prefix ${bucketPrefix} is no beginning of a bucket's name.`, "Write it as acme-rules.")]),
    ...(organizationId === undefined || ORGANIZATION.test(organizationId)
      ? []
      : [refuse(`--organization-id ${organizationId} is none.`, "Write it as o-abc1234567.")]),
  ];
  if (problems.length > 0) throw new ProblemsError(problems);
  const template = bucketTemplate({ bucketPrefix, ...(organizationId === undefined ? {} : { organizationId }) });
  const text = options.json ? `${JSON.stringify(template, null, 2)}\n` : toYaml(template);
  await writeOutput([text], options.output, io);
  return EXIT.CLEAN;
}
