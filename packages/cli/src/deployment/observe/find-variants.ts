import { keysListed } from "../aws/buckets.ts";
import { bucketIn } from "../aws/clients.ts";
import { variantsPrefix } from "../plan/record.ts";
import type { RecordsPlace } from "../plan/target.ts";
import type { Session } from "./session.ts";

/** Names of the variants that a pack's records tell of, in the buckets of these Regions. */
export async function findVariants(
  session: Session,
  pack: string,
  place: Pick<RecordsPlace, "bucketPrefix" | "regions">,
): Promise<readonly string[]> {
  const prefix = variantsPrefix(pack);
  const found = await Promise.all(
    place.regions.map((region) => keysListed(bucketIn(session.clients, place, region, session.bucketOwner), prefix)),
  );
  const names = found.flat().flatMap((key) => {
    const [name = "", ...rest] = key.slice(prefix.length).split("/");
    return rest.length > 0 ? [name] : [];
  });
  return [...new Set(names)].toSorted();
}
