import { EndpointError } from "../endpoint-error.ts";
import { Pager } from "../pager.ts";

/** An account of the organization. */
export interface OrganizationAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  status: "ACTIVE" | "SUSPENDED";
  /** Id of its organizational unit, or of the root. */
  parent: string;
}

/** An organizational unit. */
export interface OrganizationalUnit {
  readonly id: string;
  readonly name: string;
  readonly parent: string;
}

/** An account to set up; what is left out is filled in. */
export interface NewAccount {
  readonly id: string;
  readonly name?: string;
  /** Name or id of its organizational unit; the root when unset. */
  readonly ou?: string;
  readonly status?: OrganizationAccount["status"];
}

/** An organizational unit to set up; parents come before their children. */
export interface NewOrganizationalUnit {
  readonly name: string;
  /** `ou-` and two parts; made from the position when unset. */
  readonly id?: string;
  /** Name or id of the unit above; the root when unset. */
  readonly parent?: string;
}

/** An organization to set up. */
export interface NewOrganization {
  readonly managementAccount: string;
  readonly id?: string;
  readonly ous?: readonly NewOrganizationalUnit[];
  /** The member accounts. */
  readonly accounts?: readonly NewAccount[];
  readonly featureSet?: "ALL" | "CONSOLIDATED_BILLING";
  /** Service principals with trusted access, such as `member.org.stacksets.cloudformation.amazonaws.com`. */
  readonly trustedAccess?: readonly string[];
  /** Account ids by service principal. */
  readonly delegatedAdministrators?: Readonly<Record<string, readonly string[]>>;
}

/** An organization as it stands. */
export interface StoredOrganization {
  readonly id: string;
  readonly managementAccount: string;
  readonly featureSet: "ALL" | "CONSOLIDATED_BILLING";
  readonly rootId: string;
  readonly units: Map<string, OrganizationalUnit>;
  /** The management account among them. */
  readonly accounts: Map<string, OrganizationAccount>;
  readonly trustedAccess: Set<string>;
  readonly delegatedAdministrators: Map<string, Set<string>>;
}

/** The root's id. */
const ROOT_ID = "r-ex01";

const toAccount = (id: string, parent: string, name = `account-${id}`): OrganizationAccount => ({
  id,
  name,
  email: `${id}@example.com`,
  status: "ACTIVE",
  parent,
});

/** The organization of all accounts of the endpoint, if there is one. */
export class OrganizationState {
  /** Undefined until `create`. */
  current: StoredOrganization | undefined;
  readonly pagers = {
    accounts: new Pager<OrganizationAccount>(),
    units: new Pager<OrganizationalUnit>(),
    children: new Pager<string>(),
    services: new Pager<string>(),
    administrators: new Pager<OrganizationAccount>(),
  };

  /**
   * Sets up the organization, in place of any before.
   *
   * @throws EndpointError `RW8107` for a unit that is not there, or an account that is there twice.
   */
  create(given: NewOrganization): StoredOrganization {
    const { managementAccount, id = "o-exampleorg", ous = [], accounts = [], featureSet = "ALL" } = given;
    const administrators = Object.entries(given.delegatedAdministrators ?? {});
    this.current = {
      id,
      managementAccount,
      featureSet,
      rootId: ROOT_ID,
      units: new Map(),
      accounts: new Map([[managementAccount, toAccount(managementAccount, ROOT_ID, "management")]]),
      trustedAccess: new Set(given.trustedAccess),
      delegatedAdministrators: new Map(administrators.map(([service, ids]) => [service, new Set(ids)])),
    };
    for (const unit of ous) this.addUnit(unit);
    for (const account of accounts) this.addAccount(account);
    return this.current;
  }

  addUnit({ name, id, parent }: NewOrganizationalUnit): OrganizationalUnit {
    const { units } = this.#required();
    const number = String(units.size + 1).padStart(8, "0");
    const unit = { id: id ?? `ou-ex01-${number}`, name, parent: this.#parentId(parent) };
    units.set(unit.id, unit);
    return unit;
  }

  addAccount({ id, name, ou, status = "ACTIVE" }: NewAccount): OrganizationAccount {
    const { accounts } = this.#required();
    if (accounts.has(id)) throw new EndpointError("STATE_INVALID", `The organization has account ${id} already.`);
    const account = { ...toAccount(id, this.#parentId(ou), name), status };
    accounts.set(id, account);
    return account;
  }

  /** The accounts under any of these units or roots, at whatever depth, the management account among them. */
  accountsUnder(targets: readonly string[]): readonly OrganizationAccount[] {
    if (this.current === undefined) return [];
    const { units, accounts } = this.current;
    const within = new Set(targets);
    // Units are kept parents first, so one pass reaches any depth.
    for (const { id, parent } of units.values()) if (within.has(parent)) within.add(id);
    return [...accounts.values()].filter(({ parent }) => within.has(parent));
  }

  /** Tells whether an account may act for the organization in a service. */
  isAdministrator(account: string, servicePrincipal: string): boolean {
    const { managementAccount, delegatedAdministrators } = this.current ?? {};
    return account === managementAccount || delegatedAdministrators?.get(servicePrincipal)?.has(account) === true;
  }

  #required(): StoredOrganization {
    if (this.current !== undefined) return this.current;
    throw new EndpointError("STATE_INVALID", "There is no organization; create it first.");
  }

  #parentId(nameOrId: string | undefined): string {
    const { rootId, units } = this.#required();
    if (nameOrId === undefined || nameOrId === rootId) return rootId;
    const unit = units.get(nameOrId) ?? [...units.values()].find(({ name }) => name === nameOrId);
    if (unit !== undefined) return unit.id;
    throw new EndpointError("STATE_INVALID", `The organization has no unit ${nameOrId}.`);
  }
}
