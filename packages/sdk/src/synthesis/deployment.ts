import type { FunctionName } from "./names.ts";

/** How a function runs. */
export interface FunctionSettings {
  /** 1 to 900; by default 60 for functions that changes start, 900 for periodic ones. */
  readonly timeoutSeconds?: number;
  /** 128 to 10,240; by default 256 and 512. */
  readonly memoryMb?: number;
  /** At most so many at once, taken from what the account has; unset by default. */
  readonly reservedConcurrency?: number;
  /** How long Lambda keeps an event that it cannot hand over, 60 to 21,600; by default 21,600 and 3,600. */
  readonly maximumEventAgeSeconds?: number;
}

/**
 * How the stack of a pack is made. ARNs and ids may hold `${AWS::Partition}`, `${AWS::Region}`, `${AWS::AccountId}` and
 * dynamic references such as `{{resolve:ssm:/network/subnet-a}}`, so that one template serves every account and Region.
 */
export interface PackDeployment {
  /** Two functions for all rules (`change` and `periodic`), the default, or one for each. */
  readonly functions?: "shared" | "per-rule";
  /** For functions that changes start. */
  readonly change?: FunctionSettings;
  /** For functions that a schedule starts. */
  readonly periodic?: FunctionSettings;
  /** For single rules by name, where each has a function of its own. */
  readonly rules?: { readonly [ruleName: string]: FunctionSettings };
  /** Environment variables of all functions. */
  readonly environment?: { readonly [name: string]: string };
  readonly vpc?: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };
  /** A key for environments, logs and queues; its policy must let CloudWatch Logs use it. */
  readonly kmsKeyArn?: string;
  /** ARN of a policy that bounds every role. */
  readonly permissionsBoundary?: string;
  /** Of every role, such as `/rulewright/`. */
  readonly rolePath?: string;
  readonly tags?: { readonly [key: string]: string };
  /** One of the periods that CloudWatch Logs knows; 90 by default. */
  readonly logRetentionDays?: number;
  /** Alarms on errors, dropped events and waiting events; `true` by default. CloudWatch bills each. */
  readonly alarms?: boolean;
  /** ARN of a topic that alarms are sent to; none by default. */
  readonly alarmTopicArn?: string;
  /** The pack names published versions of its functions, so that both roll back together; `false` by default. */
  readonly publishedVersions?: boolean;
}

/** A function's settings with every default filled in. */
export interface ResolvedFunctionSettings {
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly reservedConcurrency: number | undefined;
  readonly maximumEventAgeSeconds: number;
}

/** Events of changes wait as long as Lambda can keep them; those of a schedule until the next one comes. */
const DEFAULTS: Readonly<Record<FunctionName, ResolvedFunctionSettings>> = {
  change: { timeoutSeconds: 60, memoryMb: 256, reservedConcurrency: undefined, maximumEventAgeSeconds: 21_600 },
  periodic: { timeoutSeconds: 900, memoryMb: 512, reservedConcurrency: undefined, maximumEventAgeSeconds: 3_600 },
};

/** The settings of a function: its rule's own first, then those of its trigger, then the defaults. */
export function functionSettings(
  deployment: PackDeployment,
  trigger: FunctionName,
  ruleName?: string,
): ResolvedFunctionSettings {
  const own = ruleName === undefined ? undefined : deployment.rules?.[ruleName];
  return { ...DEFAULTS[trigger], ...deployment[trigger], ...own };
}

/** By default logs are kept this long. */
export const LOG_RETENTION_DAYS = 90;

/** The periods that CloudWatch Logs keeps logs for, in days. */
export const LOG_RETENTION_PERIODS: ReadonlySet<number> = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);
