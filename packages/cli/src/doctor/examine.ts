import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import type { Account, Aws } from "@rulewright/sdk";
import { stackNameOf } from "../deployment/plan/stack-steps.ts";
import type { Topology } from "../deployment/plan/target.ts";
import { describeLiveStack } from "../status/aws/live-stack.ts";
import {
  delegatedAdministrators,
  fetchOrganization,
  hasRole,
  trustedServices,
  unreservedConcurrency,
} from "./aws/account.ts";
import {
  describeRecorder,
  describeRecorderStatus,
  hasDeliveryChannel,
  organizationPackNames,
  packNames,
  ruleNames,
  toRecorderFacts,
} from "./aws/recorder.ts";
import { checkOrganization, needsOrganization, principalOf, type OrganizationTopology } from "./check-organization.ts";
import { checkConcurrency, checkOrganizationPackQuota, checkPackQuota, checkRuleQuota } from "./check-quotas.ts";
import { checkRecorder, type Place } from "./check-recorder.ts";
import { missingRole, rolesFor } from "./check-roles.ts";
import { quoted, type Finding } from "./finding.ts";
import { judged, look } from "./look.ts";
import type { PackNeeds } from "./pack-needs.ts";
import { NEWEST_RUNTIME, checkRuntime } from "./runtimes.ts";

/** What is looked at, and with what. */
export interface Examination {
  readonly aws: Aws;
  readonly account: Pick<Account, "accountId" | "partition">;
  readonly regions: readonly string[];
  readonly globalRulesRegion: string;
  readonly topology: Topology;
  readonly packs: readonly PackNeeds[];
  readonly now: Date;
}

/**
 * Looks at an account, its Regions and its organization. Only reads; whatever cannot be read is a finding. The findings
 * of no Region come first, then those of each Region in the order given.
 */
export async function examine(examination: Examination): Promise<Finding[]> {
  const { regions } = examination;
  const [overall, ...byRegion] = await Promise.all([
    examineAccount(examination),
    ...regions.map((region) => examineRegion(examination, region)),
  ]);
  return [...(overall ?? []), ...byRegion.flat()];
}

async function examineAccount(examination: Examination): Promise<Finding[]> {
  const { packs, topology, now } = examination;
  const found = await Promise.all([
    examineRoles(examination),
    needsOrganization(topology) ? examineOrganization(examination, topology) : [],
  ]);
  const runtimes = packs.flatMap(({ pack, runtime }) => {
    const mend = `rulewright publish ${quoted(pack)} --parameter Runtime=${NEWEST_RUNTIME}`;
    return runtime === undefined ? [] : checkRuntime({ pack, runtime, mend }, now);
  });
  return [...found.flat(), ...runtimes];
}

async function examineRoles({ aws, account, packs, topology }: Examination): Promise<Finding[]> {
  const client = aws.client(IAMClient);
  const looks = await Promise.all(
    rolesFor(packs, topology).map(async (role) => {
      const found = await look("iam:GetRole", undefined, () => hasRole(client, role.name));
      return judged(found, (isThere) => (isThere ? [] : [missingRole(role, account.accountId)]));
    }),
  );
  return once(looks.flat());
}

/** What cannot be looked at for one reason is said once. */
function once(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.id} ${finding.message}`, finding])).values()];
}

async function examineOrganization(
  { aws, account }: Examination,
  topology: OrganizationTopology,
): Promise<readonly Finding[]> {
  const client = aws.client(OrganizationsClient);
  const principal = principalOf(topology);
  const found = await look("organizations:DescribeOrganization", undefined, () => fetchOrganization(client));
  if ("blocked" in found) return [found.blocked];
  if (found.seen === undefined) return checkOrganization(undefined, topology, account.accountId);
  const [trusted, administrators] = await Promise.all([
    look("organizations:ListAWSServiceAccessForOrganization", undefined, () => trustedServices(client)),
    look("organizations:ListDelegatedAdministrators", undefined, () => delegatedAdministrators(client, principal)),
  ]);
  const facts = {
    ...found.seen,
    ...("seen" in trusted ? { trustedServices: trusted.seen } : {}),
    ...("seen" in administrators ? { administrators: administrators.seen } : {}),
  };
  const blocked = [trusted, administrators].flatMap((result) => ("blocked" in result ? [result.blocked] : []));
  return [...checkOrganization(facts, topology, account.accountId), ...blocked];
}

async function examineRegion(examination: Examination, region: string): Promise<Finding[]> {
  const { account, globalRulesRegion, packs } = examination;
  const place: Place = { ...account, region, globalRulesRegion, packs };
  const found = await Promise.all([
    examineRecorder(examination, place),
    examineQuotas(examination, place),
    examineFunctions(examination, place),
  ]);
  return [...found.flat(), ...leftOutRules(place)];
}

async function examineRecorder({ aws }: Examination, place: Place): Promise<readonly Finding[]> {
  const { region } = place;
  const client = aws.client(ConfigServiceClient, { region });
  const [recorder, status, channel] = await Promise.all([
    look("config:DescribeConfigurationRecorders", region, () => describeRecorder(client)),
    look("config:DescribeConfigurationRecorderStatus", region, () => describeRecorderStatus(client)),
    look("config:DescribeDeliveryChannels", region, () => hasDeliveryChannel(client)),
  ]);
  return [
    ...judged(recorder, (seen) =>
      checkRecorder(seen && toRecorderFacts(seen, "seen" in status ? status.seen : undefined), place),
    ),
    ...judged(status, () => []),
    ...judged(channel, (isThere) => (isThere ? [] : [missingChannel(region)])),
  ];
}

function missingChannel(region: string): Finding {
  const message = `AWS Config has no delivery channel in ${region}: without one a recorder cannot be started.`;
  const mend = `aws configservice put-delivery-channel --region ${region} --delivery-channel name=default,s3BucketName=BUCKET`;
  return { id: "delivery-channel-missing", severity: "error", region, message, mend };
}

async function examineQuotas({ aws, topology, regions }: Examination, place: Place): Promise<readonly Finding[]> {
  const { region } = place;
  const client = aws.client(ConfigServiceClient, { region });
  const asksOrganization = topology === "organization-pack" && region === regions[0];
  const [packs, rules, organizationPacks] = await Promise.all([
    look("config:DescribeConformancePacks", region, () => packNames(client)),
    look("config:DescribeConfigRules", region, () => ruleNames(client)),
    asksOrganization
      ? look("config:DescribeOrganizationConformancePacks", region, () => organizationPackNames(client))
      : undefined,
  ]);
  return [
    ...judged(packs, (names) => [checkPackQuota(names, place)]),
    ...judged(rules, (names) => [checkRuleQuota(names, place)]),
    ...(organizationPacks ? judged(organizationPacks, (names) => [checkOrganizationPackQuota(names, place)]) : []),
  ];
}

async function examineFunctions(examination: Examination, place: Place): Promise<readonly Finding[]> {
  const { aws, packs, now } = examination;
  const { region } = place;
  const withFunctions = packs.filter(({ hasFunctions }) => hasFunctions);
  if (packs.length > 0 && withFunctions.length === 0) return [];
  const client = aws.client(LambdaClient, { region });
  const stacks = aws.client(CloudFormationClient, { region });
  const [concurrency, ...runtimes] = await Promise.all([
    look("lambda:GetAccountSettings", region, () => unreservedConcurrency(client)),
    ...withFunctions.map(async ({ pack }) => {
      const name = stackNameOf(pack);
      const stack = await look("cloudformation:DescribeStacks", region, () => describeLiveStack(stacks, name));
      return judged(stack, (seen) => {
        const runtime = seen?.parameters["Runtime"];
        if (!seen || runtime === undefined) return [];
        return checkRuntime({ pack, runtime, region, mend: otherRuntime(name, region, seen.parameters) }, now);
      });
    }),
  ]);
  return [...judged(concurrency, (free) => [checkConcurrency(free, place)]), ...once(runtimes.flat())];
}

function otherRuntime(stack: string, region: string, parameters: Readonly<Record<string, string>>): string {
  const others = Object.keys(parameters).filter((name) => name !== "Runtime");
  const kept = others.map((name) => `ParameterKey=${name},UsePreviousValue=true`);
  return [
    `aws cloudformation update-stack --region ${region} --stack-name ${stack} --use-previous-template`,
    `--capabilities CAPABILITY_IAM --parameters ParameterKey=Runtime,ParameterValue=${NEWEST_RUNTIME}`,
    ...kept,
  ].join(" ");
}

/** Rules that a pack says a Region lacks: whoever counts on them there should know. */
function leftOutRules({ packs, region }: Place): Finding[] {
  return packs.flatMap(({ pack, rules }): Finding[] => {
    const names = rules.filter(({ regions }) => regions?.includes(region) === false).map(({ name }) => name);
    if (names.length === 0) return [];
    const message = `Pack ${pack} leaves rules out in ${region}, which does not have them: ${names.join(", ")}.`;
    return [{ id: "rule-not-in-region", severity: "info", region, pack, rules: names, message }];
  });
}
