import { problem, type ErrorEntry, type Problem } from "@rulewright/sdk";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import type { Observation } from "./observation.ts";
import { stackNameOf } from "./stack-steps.ts";

const ENTRY: ErrorEntry = DEPLOYMENT_ERRORS.NAME_OF_ANOTHER;

/** A pack, or a variant of it, that has stacks. */
export interface Owner {
  readonly pack: string;
  readonly variant?: string | undefined;
}

/** A stack or a stack set, as far as it says whose it is. */
interface Owned {
  readonly pack?: string;
}

/** What of AWS's stands under the name of a pack's stacks and is another's: neither changed nor removed. */
export function strangeStacks(
  owner: Owner,
  { stacks, stackSet, home }: Pick<Observation, "stacks" | "stackSet" | "home">,
): Problem[] {
  return [
    ...[...stacks].flatMap(([region, stack]) => strange("stack", region, owner, stack)),
    ...(stackSet ? strange("stack set", home, owner, stackSet) : []),
  ];
}

/** One of them, looked at again before it is changed. */
export function strange(kind: "stack" | "stack set", region: string, owner: Owner, { pack }: Owned): Problem[] {
  if (pack === undefined || pack === owner.pack) return [];
  const name = stackNameOf(owner.pack, owner.variant);
  const message =
    `The ${kind} ${name} in ${region} belongs to ${ownerText(ownerOf(pack, name))}, ` +
    `not to ${ownerText(owner)}. It is left as it is.`;
  return [problem(ENTRY, region, message)];
}

/** Packs and variants of one publication whose stacks would have one name. */
export function sharedNames(owners: readonly Owner[]): Problem[] {
  const byName = new Map<string, Owner>();
  return owners.flatMap((owner) => {
    const name = stackNameOf(owner.pack, owner.variant);
    const other = byName.get(name);
    if (!other) byName.set(name, owner);
    if (!other || other.pack === owner.pack) return [];
    const message = `${capital(ownerText(other))} and ${ownerText(owner)} would both have stacks named ${name}.`;
    return [problem(ENTRY, name, message)];
  });
}

/** The name and the pack together tell the variant. */
function ownerOf(pack: string, name: string): Owner {
  const prefix = stackNameOf(pack, "");
  return { pack, variant: name.startsWith(prefix) ? name.slice(prefix.length) : undefined };
}

function ownerText({ pack, variant }: Owner): string {
  return variant === undefined ? `pack ${pack}` : `variant ${variant} of pack ${pack}`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
