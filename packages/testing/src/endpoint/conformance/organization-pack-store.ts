import { randomUUID } from "node:crypto";
import type { Caller } from "../caller.ts";
import { Pager } from "../pager.ts";
import type { PackContent } from "./pack-store.ts";

/** What a status is about. */
export type PackVerb = "CREATE" | "UPDATE" | "DELETE";

/** The pack in one account. */
export interface OrganizationPackRow {
  readonly account: string;
  readonly packName: string;
  verb: PackVerb;
  outcome: "IN_PROGRESS" | "SUCCESSFUL" | "FAILED";
  errorCode: string | undefined;
  errorMessage: string | undefined;
  updatedTime: Date;
}

/** An organization conformance pack in one Region. */
export interface StoredOrganizationPack {
  readonly name: string;
  readonly arn: string;
  /** The administrator that put it; others do not see it. */
  readonly account: string;
  readonly region: string;
  content: PackContent;
  excludedAccounts: readonly string[];
  verb: PackVerb;
  outcome: OrganizationPackRow["outcome"];
  errorCode: string | undefined;
  errorMessage: string | undefined;
  updatedTime: Date;
  /** By account. */
  readonly rows: Map<string, OrganizationPackRow>;
}

const key = ({ account, region }: Caller, name: string) => `${account} ${region} ${name}`;

/** The organization packs of all administrators and Regions. */
export class OrganizationPackStore {
  /** How many accounts a step of the clock gets done. */
  accountsPerStep = 500;
  readonly pagers = {
    packs: new Pager<StoredOrganizationPack>(),
    statuses: new Pager<StoredOrganizationPack>(),
    rows: new Pager<OrganizationPackRow>(),
  };
  readonly #packs = new Map<string, StoredOrganizationPack>();

  /** All packs that one administrator put in one Region. */
  all({ account, region }: Caller): readonly StoredOrganizationPack[] {
    return [...this.#packs.values()].filter((pack) => pack.account === account && pack.region === region);
  }

  find(place: Caller, name: string): StoredOrganizationPack | undefined {
    return this.#packs.get(key(place, name));
  }

  /** Puts a pack, new or in place of its content; its accounts are settled by the engine. */
  put(
    place: Caller,
    name: string,
    content: PackContent,
    excludedAccounts: readonly string[],
    now: Date,
  ): StoredOrganizationPack {
    const { account, region } = place;
    const existing = this.find(place, name);
    const arn = `arn:aws:config:${region}:${account}:organization-conformance-pack/${name}-${randomUUID().slice(0, 8)}`;
    const pack: StoredOrganizationPack = existing ?? {
      name,
      arn,
      account,
      region,
      content,
      excludedAccounts,
      verb: "CREATE",
      outcome: "IN_PROGRESS",
      errorCode: undefined,
      errorMessage: undefined,
      updatedTime: now,
      rows: new Map(),
    };
    pack.verb = existing === undefined ? "CREATE" : "UPDATE";
    pack.outcome = "IN_PROGRESS";
    pack.content = content;
    pack.excludedAccounts = excludedAccounts;
    pack.updatedTime = now;
    this.#packs.set(key(place, name), pack);
    return pack;
  }

  remove(pack: StoredOrganizationPack): void {
    this.#packs.delete(key(pack, pack.name));
  }
}
