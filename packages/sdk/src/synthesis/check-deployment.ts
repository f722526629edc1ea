import { didYouMean } from "../core/did-you-mean.ts";
import { isObject, shown } from "../core/json.ts";
import { checkMembers, isBoolean, isInteger, isSettings, isText, type Check, type Refuse } from "./check-members.ts";
import { hasFunctionPerRule } from "./functions.ts";
import { LOG_RETENTION_PERIODS } from "./deployment.ts";
import { STACK_LIMITS, SYNTHESIS_ERRORS } from "./errors.ts";
import type { ConformancePack } from "./pack.ts";
import type { ReportProblem } from "./report-problem.ts";
import { isReadAction } from "./stack/read-action.ts";

/** Finds what of a pack's deployment, or of its rules' permissions, cannot be deployed as it is meant. */
export function checkDeployment(pack: ConformancePack, report: ReportProblem): void {
  checkPermissions(pack, report);
  const given: unknown = pack.deployment;
  if (given === undefined) return;
  const path = `${pack.name}.deployment`;
  const refuse: Refuse = (key, message, hint, severity) =>
    report(SYNTHESIS_ERRORS.DEPLOYMENT_REFUSED, key === "" ? path : `${path}.${key}`, message, hint, severity);
  if (!isObject(given)) return refuse("", `${shown(given)} is no deployment.`);
  checkMembers(given, CHECKS, "", refuse);
  checkRuleSettings(pack, given["rules"], refuse);
}

/** A function has what its rules declare on every resource, so they may only read. */
function checkPermissions(pack: ConformancePack, report: ReportProblem): void {
  for (const entry of pack.rules) {
    if (entry.kind !== "custom") continue;
    const writing = (entry.rule.permissions ?? []).filter((action) => !isReadAction(action));
    if (writing.length === 0) continue;
    const message = `Rule ${entry.name} asks for ${writing.join(", ")} on every resource, which does not look like reading.`;
    report(SYNTHESIS_ERRORS.WRITE_PERMISSION, `${entry.name}.permissions`, message, undefined, "warning");
  }
}

/** A dynamic reference stands for whatever it is resolved to. */
const DYNAMIC = "\\{\\{resolve:[^{}]+\\}\\}";

function isArn(service: string): Check {
  return isText(
    new RegExp(`^(arn:(\\$\\{AWS::Partition\\}|[a-z-]+):${service}:.+|${DYNAMIC})$`),
    `an ARN of ${service}`,
  );
}

const functionSettings: Check = isSettings({
  timeoutSeconds: isInteger(STACK_LIMITS.timeoutSeconds),
  memoryMb: isInteger(STACK_LIMITS.memoryMb),
  reservedConcurrency: isInteger(STACK_LIMITS.reservedConcurrency, "None at all would stop the function."),
  maximumEventAgeSeconds: isInteger(STACK_LIMITS.eventAgeSeconds),
});

/**
 * Names that Lambda keeps for itself, and ours.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
const RESERVED_NAME =
  /^(_.*|RULEWRIGHT_.*|LAMBDA_.*|AWS_(DEFAULT_REGION|REGION|EXECUTION_ENV|ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|LAMBDA_(FUNCTION|INITIALIZATION|LOG_GROUP|LOG_STREAM|RUNTIME)_.*))$/;

const environment: Check = (value, key, refuse) => {
  if (!isObject(value)) return refuse(key, `${key} ${shown(value)} is no object of texts.`);
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== "string") refuse(`${key}.${name}`, `${name} is ${shown(text)}, which is no text.`);
    if (!/^[A-Za-z][A-Za-z0-9_]+$/.test(name)) refuse(`${key}.${name}`, `${shown(name)} is no name of a variable.`);
    else if (RESERVED_NAME.test(name)) refuse(`${key}.${name}`, `${name} is kept by Lambda or by Rulewright.`);
  }
};

const tags: Check = (value, key, refuse) => {
  if (!isObject(value)) return refuse(key, `${key} ${shown(value)} is no object of texts.`);
  for (const [name, text] of Object.entries(value)) {
    if (/^aws:/i.test(name) || name === "" || name.length > 128)
      refuse(`${key}.${name}`, `${shown(name)} is no key for a tag.`);
    if (typeof text !== "string" || text === "" || text.length > 256) {
      refuse(`${key}.${name}`, `${shown(text)} is no value for a tag: 1 to 256 characters.`);
    }
  }
  const count = Object.keys(value).length;
  if (count > STACK_LIMITS.tags) refuse(key, `There are ${count} tags; AWS takes ${STACK_LIMITS.tags}.`);
};

function isIdList(prefix: string): Check {
  const form = new RegExp(`^(${prefix}[0-9a-f]+|${DYNAMIC})$`);
  return (value, key, refuse) => {
    if (!Array.isArray(value) || value.length === 0) return refuse(key, `${key} ${shown(value)} is no list of ids.`);
    for (const id of value) {
      if (typeof id !== "string" || !form.test(id)) refuse(key, `${shown(id)} is not like ${prefix}0123456789abcdef0.`);
    }
  };
}

const vpc: Check = (value, key, refuse) => {
  if (!isObject(value)) return refuse(key, `${key} ${shown(value)} is no object with subnetIds and securityGroupIds.`);
  for (const needed of ["subnetIds", "securityGroupIds"]) {
    if (value[needed] === undefined) refuse(`${key}.${needed}`, `${key} has no ${needed}.`);
  }
  checkMembers(value, { subnetIds: isIdList("subnet-"), securityGroupIds: isIdList("sg-") }, key, refuse);
};

const CHECKS: Readonly<Record<string, Check>> = {
  functions: isText(/^(shared|per-rule)$/, '"shared" or "per-rule"'),
  change: functionSettings,
  periodic: functionSettings,
  rules: (value, key, refuse) => {
    if (!isObject(value)) refuse(key, `${key} ${shown(value)} is no object of settings by rule name.`);
  },
  environment,
  vpc,
  kmsKeyArn: isArn("kms"),
  permissionsBoundary: isArn("iam"),
  rolePath: isText(/^\/([!-~]+\/)?$/, "a path that begins and ends with a slash"),
  tags,
  logRetentionDays: (value, key, refuse) => {
    if (typeof value === "number" && LOG_RETENTION_PERIODS.has(value)) return;
    refuse(
      key,
      `${key} ${shown(value)} is no period of CloudWatch Logs.`,
      `It knows ${[...LOG_RETENTION_PERIODS].join(", ")}.`,
    );
  },
  alarms: isBoolean,
  alarmTopicArn: isArn("sns"),
  publishedVersions: isBoolean,
};

/** Settings of single rules need functions of their own, and rules that are there. */
function checkRuleSettings(pack: ConformancePack, rules: unknown, refuse: Refuse): void {
  if (!isObject(rules)) return;
  if (Object.keys(rules).length > 0 && !hasFunctionPerRule(pack)) {
    refuse("rules", "Rules that share functions have no settings of their own.", 'Set functions: "per-rule".');
  }
  const names = pack.rules.filter(({ kind }) => kind === "custom").map(({ name }) => name);
  for (const [name, settings] of Object.entries(rules)) {
    functionSettings(settings, `rules.${name}`, refuse);
    if (names.includes(name)) continue;
    const hint = didYouMean(name, names) || "A rule of the pack that has a function.";
    refuse(`rules.${name}`, `The pack has no rule ${name} with a function.`, hint, "warning");
  }
}
