import { createHash, randomUUID } from "node:crypto";
import type { Caller } from "../caller.ts";
import type { Template } from "../cloudformation/template.ts";
import { Pager } from "../pager.ts";
import { type PackInputParameter, packRules } from "./pack-template.ts";

/** A rule of a deployed pack. */
export interface StoredPackRule {
  /** As the pack's template names it. */
  readonly baseName: string;
  /** With the suffix that all rules of a pack share. */
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a pack is made of. */
export interface PackContent {
  readonly template: Template;
  readonly inputParameters: readonly PackInputParameter[];
  readonly deliveryBucket: string | undefined;
  readonly deliveryPrefix: string | undefined;
}

/** A conformance pack in one account and Region. */
export interface StoredPack {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly stackArn: string;
  readonly account: string;
  readonly region: string;
  content: PackContent;
  state: "CREATE_IN_PROGRESS" | "CREATE_COMPLETE" | "CREATE_FAILED" | "DELETE_IN_PROGRESS" | "DELETE_FAILED";
  reason: string | undefined;
  requestedTime: Date;
  completedTime: Date | undefined;
  rules: readonly StoredPackRule[];
  /** By base name; a rule that is not here has what its evaluations say. */
  readonly compliance: Map<string, "COMPLIANT" | "NON_COMPLIANT" | "INSUFFICIENT_DATA">;
}

const key = ({ account, region }: Caller, name: string) => `${account} ${region} ${name}`;

/** Lower-case letters and digits that stay the same for the same seed. */
function letters(seed: string, length: number): string {
  const digest = createHash("sha256").update(seed).digest();
  return [...digest.subarray(0, length)].map((byte) => (byte % 36).toString(36)).join("");
}

/** The conformance packs of all accounts and Regions. */
export class PackStore {
  readonly pagers = {
    packs: new Pager<StoredPack>(),
    statuses: new Pager<StoredPack>(),
    summaries: new Pager<StoredPack>(),
    compliance: new Pager<StoredPackRule>(),
  };
  readonly #packs = new Map<string, StoredPack>();

  /** All packs in one place. */
  all({ account, region }: Caller): readonly StoredPack[] {
    return [...this.#packs.values()].filter((pack) => pack.account === account && pack.region === region);
  }

  /** The names of the rules of all packs, wherever they are. */
  ruleNames(): ReadonlySet<string> {
    return new Set([...this.#packs.values()].flatMap(({ rules }) => rules.map(({ name }) => name)));
  }

  find(place: Caller, name: string): StoredPack | undefined {
    return this.#packs.get(key(place, name));
  }

  /** Puts a pack, new or in place of its content; what it does to rules is `settleRules`. */
  put(place: Caller, name: string, content: PackContent, now: Date): StoredPack {
    const { account, region } = place;
    const id = `conformance-pack-${letters(`${account} ${region} ${name} ${randomUUID()}`, 9)}`;
    const stackName = `awsconfigconforms-${name}-${id}`;
    const pack = this.find(place, name) ?? {
      name,
      id,
      arn: `arn:aws:config:${region}:${account}:conformance-pack/${name}/${id}`,
      stackArn: `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/${randomUUID()}`,
      account,
      region,
      content,
      state: "CREATE_IN_PROGRESS" as const,
      reason: undefined,
      requestedTime: now,
      completedTime: undefined,
      rules: [],
      compliance: new Map(),
    };
    pack.content = content;
    pack.requestedTime = now;
    pack.state = "CREATE_IN_PROGRESS";
    pack.reason = undefined;
    pack.completedTime = undefined;
    this.#packs.set(key(place, name), pack);
    return pack;
  }

  remove(pack: StoredPack): void {
    this.#packs.delete(key(pack, pack.name));
  }

  /** Makes the pack's rules those of its content; all share the pack's suffix. */
  settleRules(pack: StoredPack): void {
    const { account, region, content, id, stackArn, name } = pack;
    const rules = packRules(content.template, content.inputParameters, { id: stackArn, name, account, region });
    const origin = `arn:aws:config:${region}:${account}:config-rule/aws-service-rule/config-conforms.amazonaws.com`;
    pack.rules = rules.map(({ baseName, properties }) => {
      const ruleId = `config-rule-${letters(`${id} ${baseName}`, 6)}`;
      return { baseName, name: `${baseName}-${id}`, id: ruleId, arn: `${origin}/${ruleId}`, properties };
    });
  }
}
