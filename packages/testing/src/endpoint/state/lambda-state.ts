import type { Caller } from "../caller.ts";
import { Pager } from "../pager.ts";

/** A Lambda function. */
export interface StoredFunction {
  readonly name: string;
  readonly arn: string;
  readonly runtime: string;
  readonly architecture: "arm64" | "x86_64";
  readonly handler: string;
  readonly role: string;
  readonly timeout: number;
  readonly memorySize: number;
  readonly codeSize: number;
  readonly codeSha256: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly lastModified: Date;
}

const key = ({ account, region }: Caller, name: string) => `${account} ${region} ${name}`;

/** The functions of all accounts and Regions. */
export class LambdaState {
  /** The account's limit of concurrent executions; new accounts have fewer than 1,000. */
  concurrentExecutions = 1000;
  readonly pagers = { functions: new Pager<StoredFunction>() };
  readonly #functions = new Map<string, StoredFunction>();

  /** Adds a function, or replaces it; what is left out is filled in. */
  set(place: Caller, name: string, given: Partial<StoredFunction> = {}): StoredFunction {
    const { account, region } = place;
    const stored: StoredFunction = {
      name,
      arn: `arn:aws:lambda:${region}:${account}:function:${name}`,
      runtime: "nodejs24.x",
      architecture: "arm64",
      handler: "index.handler",
      role: `arn:aws:iam::${account}:role/${name}`,
      timeout: 3,
      memorySize: 128,
      codeSize: 0,
      codeSha256: "",
      environment: {},
      lastModified: new Date(0),
      ...given,
    };
    this.#functions.set(key(place, name), stored);
    return stored;
  }

  remove(place: Caller, name: string): void {
    this.#functions.delete(key(place, name));
  }

  /** A function by name or ARN. */
  find(place: Caller, nameOrArn: string): StoredFunction | undefined {
    const name = nameOrArn.startsWith("arn:") ? (nameOrArn.split(":")[6] ?? "") : nameOrArn;
    return this.#functions.get(key(place, name));
  }

  all({ account, region }: Caller): readonly StoredFunction[] {
    return [...this.#functions.values()].filter(({ arn }) => arn.startsWith(`arn:aws:lambda:${region}:${account}:`));
  }
}
