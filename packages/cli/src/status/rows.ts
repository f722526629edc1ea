import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { stackNameOf } from "../deployment/plan/stack-steps.ts";
import { look, notLookedAt, type Look } from "../doctor/look.ts";
import { memberPacks, stackInstances, type Instance } from "./aws/instances.ts";
import { describeLiveStack, templateManifestHash } from "./aws/live-stack.ts";
import { findStackSet, findVariantSets, type FoundStackSet } from "./find-stack-set.ts";
import { instanceHealth, organizationPackHealth, releaseOf } from "./health.ts";
import type { StatusRow } from "./row.ts";
import { nameOf, reasoned, stackDetails, stackRow, withPackFailure, type AskedPack, type Asking } from "./stack-row.ts";

/** How a pack stands, account by account and Region by Region, as AWS tells it: never all of it in memory. */
export async function* statusRows(asking: Asking, asked: AskedPack): AsyncGenerator<StatusRow> {
  switch (asking.topology) {
    case "account":
      for (const region of asking.regions) {
        yield (await stackRow(asking, asked, region)) ?? missing(asking, asked, region, "stack");
      }
      return;
    case "stack-set":
      yield* stackSetRows(asking, asked);
      return;
    case "organization-pack":
      for (const region of asking.regions) yield* organizationPackRows(asking, asked, region);
  }
}

function missing({ accountId }: Asking, asked: AskedPack, region: string, kind: StatusRow["kind"]): StatusRow {
  return { ...nameOf(asked), accountId, region, kind, health: "missing", status: "MISSING" };
}

function unread({ accountId }: Asking, asked: AskedPack, region: string, kind: StatusRow["kind"]) {
  return (message: string): StatusRow => {
    return { ...nameOf(asked), accountId, region, kind, health: "unknown", status: "UNKNOWN", notRead: [message] };
  };
}

/** A pack that targets were published of has variants in its place: those that are asked for, or that are there. */
async function* stackSetRows(asking: Asking, asked: AskedPack): AsyncGenerator<StatusRow> {
  const { variants, regions } = asking;
  if (variants) {
    for (const { variant, regions: own } of variants) {
      const [home] = own;
      const of = { ...asked, variant };
      yield* managementRows({ ...asking, regions: own }, of);
      const everywhere = [home, ...new Set([...own, ...regions].filter((region) => region !== home))] as const;
      yield* foundRows(asking, of, await findStackSet({ ...asking, regions: everywhere }, of), home);
    }
    return;
  }
  yield* managementRows(asking, asked);
  const plain = await findStackSet(asking, asked);
  if ("blocked" in plain || plain.seen) return yield* foundRows(asking, asked, plain, regions[0]);
  const found = await findVariantSets(asking, asked);
  if ("blocked" in found) return yield unread(asking, asked, regions[0], "stack-set")(found.blocked.message);
  if (found.seen.length === 0) return yield missing(asking, asked, regions[0], "stack-set");
  for (const set of found.seen) {
    yield* managementRows(asking, set.asked);
    yield* setRows(asking, set);
  }
}

/** The stacks of the management account, which a stack set leaves out. */
async function* managementRows(asking: Asking, asked: AskedPack): AsyncGenerator<StatusRow> {
  for (const region of asking.regions) {
    const row = await stackRow(asking, asked, region);
    if (row) yield row;
  }
}

async function* foundRows(
  asking: Asking,
  asked: AskedPack,
  found: Look<FoundStackSet | undefined>,
  home: string,
): AsyncGenerator<StatusRow> {
  if ("blocked" in found) yield unread(asking, asked, home, "stack-set")(found.blocked.message);
  else if (found.seen) yield* setRows(asking, found.seen);
  else yield missing(asking, asked, home, "stack-set");
}

/** The stacks of a stack set. */
async function* setRows(asking: Asking, { asked, home, parameters }: FoundStackSet): AsyncGenerator<StatusRow> {
  const { aws, callAs } = asking;
  const client = aws.client(CloudFormationClient, { region: home });
  const name = stackNameOf(asked.pack, asked.variant);
  const toUnread = unread(asking, asked, home, "stack-set");
  const hash = await look("cloudformation:GetTemplateSummary", home, () =>
    templateManifestHash(client, { StackSetName: name, CallAs: callAs }),
  );
  if ("blocked" in hash) yield toUnread(hash.blocked.message);
  const { release } = releaseOf(asked.manifest, parameters, "seen" in hash ? hash.seen : undefined);
  try {
    for await (const instance of stackInstances(client, name, callAs)) {
      yield await instanceRow(asking, asked, instance, release);
    }
  } catch (error) {
    yield toUnread(notLookedAt("cloudformation:ListStackInstances", home, error).message);
  }
}

/** An instance is as the set is, or behind it; in the account of the credentials its stack can be asked for more. */
async function instanceRow(
  asking: Asking,
  asked: AskedPack,
  instance: Instance,
  ofSet: StatusRow["release"],
): Promise<StatusRow> {
  const { accountId, region, status, detailedStatus, reason, stackId } = instance;
  const release = status === "CURRENT" ? ofSet : "behind";
  const row: StatusRow = {
    ...nameOf(asked),
    accountId,
    region,
    kind: "stack-instance",
    health: instanceHealth(status, detailedStatus),
    status: detailedStatus === undefined ? status : `${status} ${detailedStatus}`,
    ...(reason === undefined ? {} : reasoned(reason, region)),
    ...(release === undefined ? {} : { release }),
  };
  if (accountId !== asking.accountId || stackId === undefined) return row;
  const client = asking.aws.client(CloudFormationClient, { region });
  const stack = await look("cloudformation:DescribeStacks", region, () => describeLiveStack(client, stackId));
  if ("blocked" in stack) return { ...row, notRead: [stack.blocked.message] };
  if (!stack.seen) return row;
  const { packFailure, ...details } = await stackDetails(asking, asked, region, stack.seen);
  return withPackFailure({ ...row, ...details }, packFailure);
}

async function* organizationPackRows(asking: Asking, asked: AskedPack, region: string): AsyncGenerator<StatusRow> {
  const client = asking.aws.client(ConfigServiceClient, { region });
  const kind = "organization-pack";
  let accounts = 0;
  try {
    for await (const { accountId, status, reason } of memberPacks(client, asked.pack)) {
      accounts += 1;
      const health = organizationPackHealth(status);
      const why = reason === undefined ? {} : reasoned(reason, region);
      yield { pack: asked.pack, accountId, region, kind, health, status, ...why };
    }
    if (accounts === 0) yield missing(asking, asked, region, kind);
  } catch (error) {
    const action = "config:GetOrganizationConformancePackDetailedStatus";
    yield unread(asking, asked, region, kind)(notLookedAt(action, region, error).message);
  }
}
