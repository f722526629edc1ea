import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { stackNameOf } from "../deployment/plan/stack-steps.ts";
import { look, type Look } from "../doctor/look.ts";
import { stackSetNames, stackSetState } from "./aws/instances.ts";
import type { AskedPack, Asking } from "./stack-row.ts";

/** The stack set of a pack or of a variant, and the Region that it is kept in. */
export interface FoundStackSet {
  readonly asked: AskedPack;
  readonly home: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Looks for a stack set in the Regions, the first of which is usually its home. One of another pack is none. */
export async function findStackSet(
  { aws, callAs, regions }: Asking,
  asked: AskedPack,
): Promise<Look<FoundStackSet | undefined>> {
  const name = stackNameOf(asked.pack, asked.variant);
  for (const home of regions) {
    const client = aws.client(CloudFormationClient, { region: home });
    const found = await look("cloudformation:DescribeStackSet", home, () => stackSetState(client, name, callAs));
    if ("blocked" in found) return found;
    if (!found.seen || (found.seen.pack ?? asked.pack) !== asked.pack) continue;
    return { seen: { asked, home, parameters: found.seen.parameters } };
  }
  return { seen: undefined };
}

/** The stack sets of a pack's variants, which a publication with targets leaves in place of the pack's own. */
export async function findVariantSets(asking: Asking, asked: AskedPack): Promise<Look<readonly FoundStackSet[]>> {
  const prefix = stackNameOf(asked.pack, "");
  const found: FoundStackSet[] = [];
  for (const region of asking.regions) {
    const client = asking.aws.client(CloudFormationClient, { region });
    const names = await look("cloudformation:ListStackSets", region, () =>
      stackSetNames(client, prefix, asking.callAs),
    );
    if ("blocked" in names) return names;
    for (const name of names.seen) {
      const one = { ...asking, regions: [region] as const };
      const set = await findStackSet(one, { ...asked, variant: name.slice(prefix.length) });
      if ("blocked" in set) return set;
      if (set.seen) found.push(set.seen);
    }
  }
  return { seen: found };
}
