import type { AccessKeyMetadata, PasswordPolicy, User } from "@aws-sdk/client-iam";
import { Pager } from "../pager.ts";
import type { Wire } from "../wire-shape.ts";

/** A user to add; what is left out is filled in. */
export interface NewUser extends Partial<Omit<User, "UserName">> {
  readonly UserName: string;
  readonly accessKeys?: readonly AccessKeyMetadata[];
}

/** A role to add; what is left out is filled in. */
export interface NewRole {
  readonly RoleName: string;
  readonly Path?: string;
  /** The endpoint's own when unset. */
  readonly account?: string;
}

/** A role. */
export interface StoredRole {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
}

interface StoredUser {
  readonly user: User;
  readonly accessKeys: readonly AccessKeyMetadata[];
}

/** A credential report and what it takes to get it. */
export interface StagedCredentialReport {
  /** The CSV text. */
  readonly content: string;
  /** How many calls of GenerateCredentialReport answer that work is going on before one answers COMPLETE. */
  readonly pollsUntilComplete: number;
  readonly generatedTime: Date | undefined;
}

const EMPTY_REPORT = { content: "user,arn\n", pollsUntilComplete: 1, generatedTime: undefined };

/** What IAM knows of the account. */
export class IamState {
  /** Undefined when the account has no policy of its own. */
  accountPasswordPolicy: PasswordPolicy | undefined;
  readonly users = new Map<string, StoredUser>();
  readonly pagers = { users: new Pager<Wire<User>>(), accessKeys: new Pager<Wire<AccessKeyMetadata>>() };
  /** Calls of GenerateCredentialReport since the report was staged. */
  reportPolls = 0;
  #report: StagedCredentialReport = EMPTY_REPORT;
  readonly #roles = new Map<string, StoredRole>();
  readonly #account: string;

  constructor(account: string) {
    this.#account = account;
  }

  addUser({ accessKeys = [], ...given }: NewUser): void {
    const { UserName, Path = "/" } = given;
    const user: User = {
      UserId: `AIDA${Buffer.from(UserName).toString("hex").toUpperCase().padEnd(17, "0").slice(0, 17)}`,
      Arn: `arn:aws:iam::${this.#account}:user${Path}${UserName}`,
      CreateDate: new Date(0),
      ...given,
      Path,
    };
    const keys = accessKeys.map((key) => ({ Status: "Active" as const, CreateDate: new Date(0), UserName, ...key }));
    this.users.set(UserName, { user, accessKeys: keys });
  }

  /** Adds a role; service-linked ones have a path such as `/aws-service-role/config-conforms.amazonaws.com/`. */
  addRole({ RoleName: name, Path: path = "/", account = this.#account }: NewRole): void {
    this.#roles.set(`${account} ${name}`, { name, path, arn: `arn:aws:iam::${account}:role${path}${name}` });
  }

  /** A role of an account, by name. */
  role(account: string, name: string): StoredRole | undefined {
    return this.#roles.get(`${account} ${name}`);
  }

  get credentialReport(): StagedCredentialReport {
    return this.#report;
  }

  /** Sets the report that comes of the next GenerateCredentialReport; until then there is none. */
  stageCredentialReport(report: Pick<StagedCredentialReport, "content"> & Partial<StagedCredentialReport>): void {
    this.#report = { ...EMPTY_REPORT, ...report };
    this.reportPolls = 0;
  }

  /** Counts one call of GenerateCredentialReport; the one that completes the report gives it its time. */
  advanceCredentialReport(now: Date): void {
    this.reportPolls += 1;
    if (this.reportProgress !== "complete") return;
    this.#report = { ...this.#report, generatedTime: this.#report.generatedTime ?? now };
  }

  /** `none` before the first GenerateCredentialReport. */
  get reportProgress(): "none" | "running" | "complete" {
    if (this.reportPolls === 0) return "none";
    return this.reportPolls > this.#report.pollsUntilComplete ? "complete" : "running";
  }
}
