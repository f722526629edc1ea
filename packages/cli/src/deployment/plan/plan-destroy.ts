import { counted } from "@rulewright/reports";
import type { Observation } from "./observation.ts";
import { pointerKey, recordsPrefix } from "./record.ts";
import { prefixOf } from "./release.ts";
import { stackNameOf } from "./stack-steps.ts";
import type { Plan, Step } from "./step.ts";
import { bucketOf, type Target } from "./target.ts";

/**
 * Plans the removal of a pack, in the reverse order of its publication: what AWS runs first, its objects last. What is
 * gone already is left out. Log groups and queues go with their stacks. Of one variant, or of the pack without variants,
 * only its records are removed: the code is the others' too. Pure.
 */
export function planDestroy(pack: string, target: Target, observation: Observation, only?: "records"): Plan {
  const { variant } = target;
  const deployed = [
    ...organizationPacks(pack, observation),
    ...stackSet(stackNameOf(pack, variant), observation),
    ...stacks(stackNameOf(pack, variant), observation),
  ];
  const after = deployed.map(({ id }) => id);
  const records = variant === undefined ? pointerKey(pack) : recordsPrefix(pack, variant);
  const prefix = only === "records" ? records : prefixOf(pack);
  const objects = target.regions.map((region): Step => {
    const keys = [...(observation.objects.get(region) ?? [])];
    const isThere = keys.some((key) => key.startsWith(prefix));
    const bucket = bucketOf(target, region);
    return {
      kind: "delete-objects",
      id: `delete-objects/${region}`,
      action: isThere ? "delete" : "none",
      region,
      bucket,
      prefix,
      summary: isThere ? `delete ${prefix} from ${bucket}, all versions` : `nothing of the pack is in ${bucket}`,
      dependsOn: after,
    };
  });
  return {
    pack,
    ...(variant === undefined ? {} : { variant }),
    command: "destroy",
    release: observation.pointer.current ?? observation.pointer.pending ?? "",
    accountId: observation.accountId,
    // the home Region's objects say what is left to do, so they go last
    steps: [...deployed, ...homeLast(objects, observation.home)],
    notes: ["Recorders, delivery channels and the code buckets themselves stay; so does what AWS Config recorded."],
  };
}

function homeLast(objects: readonly Step[], home: string): Step[] {
  const others = objects.filter(({ region }) => region !== home);
  const last = objects.filter(({ region }) => region === home);
  const ids = others.map(({ id }) => id);
  return [...others, ...last.map((step) => ({ ...step, dependsOn: [...step.dependsOn, ...ids] }))];
}

function organizationPacks(pack: string, { organizationPacks: found }: Observation): Step[] {
  return [...found.keys()].map((region) => ({
    kind: "delete-organization-pack",
    id: `delete-organization-pack/${region}`,
    action: "delete",
    region,
    name: pack,
    excludedAccounts: [],
    summary: `delete organization conformance pack ${pack} from all accounts`,
    dependsOn: [],
  }));
}

function stackSet(name: string, { stackSet: found, home }: Observation): Step[] {
  if (!found) return [];
  const number = found.instances.length;
  const common = { region: home, name, onlyAccounts: [] };
  const instances: Step = {
    ...common,
    kind: "delete-stack-instances",
    id: "delete-stack-instances",
    action: number > 0 || found.isBusy ? "delete" : "none",
    summary: number > 0 ? `delete ${counted(number, "stack")} of ${name}` : `stack set ${name} has no stacks`,
    dependsOn: [],
  };
  const set: Step = {
    ...common,
    kind: "delete-stack-set",
    id: "delete-stack-set",
    action: "delete",
    summary: `delete stack set ${name}`,
    dependsOn: [instances.id],
  };
  return [instances, set];
}

function stacks(name: string, { stacks: found, accountId }: Observation): Step[] {
  return [...found.keys()].map((region) => ({
    kind: "delete-stack",
    id: `delete-stack/${region}`,
    action: "delete",
    account: accountId,
    region,
    name,
    summary: `delete stack ${name}`,
    dependsOn: [],
  }));
}
