import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createAwsEndpoint, type AwsCall, type AwsEndpoint } from "@rulewright/testing";
import { ROOT, rulewright, type Ran } from "./rulewright.ts";

/** The account of the credentials: the management account, where there is an organization. */
export const ACCOUNT = "111122223333";
/** The bucket of a Region is `acme-rules-<Region>`. */
export const BUCKETS = "acme-rules";

/** A pack with a function, and one with none. */
export const PACK_SOURCES = {
  "custom.pack.ts": `import { iamAccountPasswordPolicy } from "@rulewright/rules";
import { defineConformancePack, use } from "@rulewright/sdk/synthesis";
export default defineConformancePack({ name: "custom", rules: [use(iamAccountPasswordPolicy)] });
`,
  "managed.pack.ts": `import { defineConformancePack, managedRule } from "@rulewright/sdk/synthesis";
export default defineConformancePack({
  name: "managed",
  rules: [managedRule("ACCESS_KEYS_ROTATED", { parameters: { maxAccessKeyAge: 90 } })],
});
`,
};

/** An organization with three members in a unit. */
export const MEMBERS = ["222200000001", "222200000002", "222200000003"] as const;

/** Starts an endpoint with code buckets in these Regions and, where a test needs one, an organization. */
export async function startAws(regions: readonly string[], hasOrganization: boolean): Promise<AwsEndpoint> {
  const endpoint = await createAwsEndpoint({ account: ACCOUNT, region: regions[0] ?? "" });
  endpoint.state.clock.pollsPerStep = 0;
  for (const region of regions) endpoint.state.s3.createBucket({ name: `${BUCKETS}-${region}`, region, policy: "{}" });
  if (!hasOrganization) return endpoint;
  endpoint.state.organization.create({
    managementAccount: ACCOUNT,
    trustedAccess: ["member.org.stacksets.cloudformation.amazonaws.com"],
    ous: [{ name: "workloads" }],
    accounts: MEMBERS.map((id) => ({ id, ou: "workloads" })),
  });
  return endpoint;
}

/** The environment that leads the command line to an endpoint. */
export function awsEnvironment(
  endpoint: Pick<AwsEndpoint, "url">,
  account = ACCOUNT,
): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_ACCESS_KEY_ID: `AKID${account}`,
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_REGION: "eu-west-1",
    RULEWRIGHT_POLL_MS: "2",
  };
}

/** Runs the command line against an endpoint. */
export function runAgainst(endpoint: AwsEndpoint, argv: readonly string[]): Promise<Ran> {
  return rulewright(argv, { env: awsEnvironment(endpoint) });
}

/** Whether a call changes something. */
export function isChange({ operation }: Pick<AwsCall, "operation">): boolean {
  return /^(Put|Create|Update|Delete)/.test(operation);
}

/** When a process is killed: before AWS has done what the change asks for, or right after. */
export type Moment = "before" | "after";

/** Runs the command line and kills it at its `nth` change, counted from 1. @returns whether it came so far. */
export async function killedAt(
  endpoint: AwsEndpoint,
  argv: readonly string[],
  change: { readonly operation: string; readonly ordinal: number },
  moment: Moment,
): Promise<boolean> {
  const { operation, ordinal } = change;
  const before = endpoint.calls.length;
  // the call waits at the endpoint until long after its process is gone
  const held =
    moment === "before" ? endpoint.faults.add({ kind: "slow", operation, nth: ordinal, ms: 3_600_000 }) : undefined;
  const wanted = () =>
    endpoint.calls
      .slice(before)
      .filter((call) => call.operation === operation)
      .at(ordinal - 1);
  const child = spawn(process.execPath, [join(ROOT, "packages/cli/bin/rulewright.js"), ...argv], {
    env: { ...process.env, ...awsEnvironment(endpoint) },
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  const isThere = () => (moment === "before" ? wanted() !== undefined : wanted()?.outcome === "ok");
  while (child.exitCode === null && !isThere()) await wait(1);
  child.kill("SIGKILL");
  await ended;
  held?.remove();
  return child.signalCode === "SIGKILL";
}

/** The changes among calls, each with its number among those of its operation. */
export function changesOf(calls: readonly AwsCall[]): { readonly operation: string; readonly ordinal: number }[] {
  const seen = new Map<string, number>();
  return calls.filter(isChange).map(({ operation }) => {
    const ordinal = (seen.get(operation) ?? 0) + 1;
    seen.set(operation, ordinal);
    return { operation, ordinal };
  });
}

/** What AWS holds in the end, without what differs from run to run: times, ids, and how often something was written. */
export function finalState({ state }: AwsEndpoint, pack: string, regions: readonly string[]): unknown {
  const name = `rulewright-${pack}`;
  const home = { account: ACCOUNT, region: regions[0] ?? "" };
  const set = state.cloudFormation.stackSets.find(home, name);
  return {
    objects: [...state.s3.buckets.entries()].map(([bucket, { objects }]) => [
      bucket,
      [...objects.keys()].toSorted().map((key) => [key, state.s3.text(bucket, key)]),
    ]),
    stacks: regions.map((region) => {
      const stack = state.cloudFormation.stacks.find({ account: ACCOUNT, region }, name);
      return stack && [stack.status, [...stack.content.parameters], stack.content.tags];
    }),
    stackSet: set && [[...set.content.parameters], set.content.tags, set.autoDeployment],
    instances: [...(set?.instances.values() ?? [])].map(({ account, region, status, detailedStatus }) =>
      [account, region, status, detailedStatus].join(" "),
    ),
    organizationPacks: regions.map((region) => {
      const found = state.config.organizationPacks.find({ account: ACCOUNT, region }, pack);
      return found && [found.outcome, found.excludedAccounts];
    }),
  };
}
