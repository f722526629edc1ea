import type { OrganizationState } from "../state/organization-state.ts";
import type { OrganizationPackRow, PackVerb, StoredOrganizationPack } from "./organization-pack-store.ts";
import type { PackEngineParts } from "./pack-engine.ts";

/** What moving an organization pack takes. */
export interface OrganizationPackEngineParts extends PackEngineParts {
  readonly organization: OrganizationState;
}

const ACTIONS = { CREATE: "create", UPDATE: "update", DELETE: "delete" } as const;

/** The accounts the pack is for: all that are active, the management account among them, without those excluded. */
function targets({ excludedAccounts }: StoredOrganizationPack, { current }: OrganizationState): readonly string[] {
  const excluded = new Set(excludedAccounts);
  return [...(current?.accounts.values() ?? [])]
    .filter(({ id, status }) => status === "ACTIVE" && !excluded.has(id))
    .map(({ id }) => id);
}

/** Sets the rows of a put: new and kept accounts wait, accounts that are no longer meant lose the pack. */
function admitRows(pack: StoredOrganizationPack, organization: OrganizationState, now: Date): void {
  const wanted = new Set(targets(pack, organization));
  for (const account of wanted) {
    const existing = pack.rows.get(account);
    const packName = existing?.packName ?? `OrgConformsPack-${pack.name}-${pack.arn.slice(-8)}`;
    const verb = existing === undefined ? "CREATE" : "UPDATE";
    const row: OrganizationPackRow = { account, packName, verb, outcome: "IN_PROGRESS", ...NO_ERROR, updatedTime: now };
    pack.rows.set(account, row);
  }
  for (const row of pack.rows.values()) if (!wanted.has(row.account)) markRow(row, "DELETE", "IN_PROGRESS", now);
}

const NO_ERROR = { errorCode: undefined, errorMessage: undefined };

function markRow(row: OrganizationPackRow, verb: PackVerb, outcome: OrganizationPackRow["outcome"], now: Date): void {
  Object.assign(row, { verb, outcome, updatedTime: now, ...NO_ERROR });
}

/** Why a pack cannot be deployed to an account; undefined when it can. */
function obstacle(pack: StoredOrganizationPack, row: OrganizationPackRow, parts: OrganizationPackEngineParts) {
  const { name, region } = pack;
  const { account, verb } = row;
  const undertaking = { of: "organizationConformancePack" as const, name, account, region, action: ACTIONS[verb] };
  const failure = parts.failures.strike(undertaking);
  if (failure !== undefined) return { code: failure.code ?? "InternalError", message: failure.reason };
  const recorder = parts.config.recorders.of({ account, region });
  if (verb === "DELETE" || recorder?.recording === true) return undefined;
  const message = "Configuration recorder is not available.";
  return { code: "NoAvailableConfigurationRecorder", message };
}

function work(pack: StoredOrganizationPack, row: OrganizationPackRow, parts: OrganizationPackEngineParts): void {
  const found = obstacle(pack, row, parts);
  if (found !== undefined) {
    markRow(row, row.verb, "FAILED", parts.now());
    row.errorCode = found.code;
    row.errorMessage = found.message;
  } else if (row.verb === "DELETE") pack.rows.delete(row.account);
  else markRow(row, row.verb, "SUCCESSFUL", parts.now());
}

function finish(pack: StoredOrganizationPack, parts: OrganizationPackEngineParts): true {
  const failed = [...pack.rows.values()].find(({ outcome }) => outcome === "FAILED");
  pack.outcome = failed === undefined ? "SUCCESSFUL" : "FAILED";
  pack.errorCode = failed?.errorCode;
  pack.errorMessage = failed?.errorMessage;
  pack.updatedTime = parts.now();
  if (pack.verb === "DELETE" && failed === undefined) parts.config.organizationPacks.remove(pack);
  return true;
}

/**
 * Moves a pack: some accounts a step, until all are done; it fails when it failed in any account.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_OrganizationConformancePackStatus.html
 */
function start(pack: StoredOrganizationPack, parts: OrganizationPackEngineParts): void {
  parts.clock.start(pack, () => {
    const waiting = [...pack.rows.values()].filter(({ outcome }) => outcome === "IN_PROGRESS");
    for (const row of waiting.slice(0, parts.config.organizationPacks.accountsPerStep)) work(pack, row, parts);
    return waiting.length > parts.config.organizationPacks.accountsPerStep ? false : finish(pack, parts);
  });
}

/** Deploys an organization pack that was put. */
export function startOrganizationPack(pack: StoredOrganizationPack, parts: OrganizationPackEngineParts): void {
  admitRows(pack, parts.organization, parts.now());
  start(pack, parts);
}

/** Deletes an organization pack from all its accounts. */
export function startOrganizationPackDeletion(pack: StoredOrganizationPack, parts: OrganizationPackEngineParts): void {
  pack.verb = "DELETE";
  pack.outcome = "IN_PROGRESS";
  for (const row of pack.rows.values()) markRow(row, "DELETE", "IN_PROGRESS", parts.now());
  start(pack, parts);
}
