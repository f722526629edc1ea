import { RulewrightError, type AnyRule, type Aws, type ClientConfig } from "@rulewright/sdk";
import { FIXTURE } from "./builders.ts";
import { KIT_ERRORS } from "./errors.ts";
import { iamAction } from "./iam-actions.ts";
import { runner } from "./runner.ts";

/** An {@link Aws} for tests that knows which IAM actions were needed. */
export interface RecordingAws extends Aws {
  /** The actions of the commands sent so far. */
  readonly used: ReadonlySet<string>;
}

/** Settings of test clients. */
export interface RecordingOptions {
  /** Such as the in-process endpoint's `clientConfig`; dummy credentials by default, for aws-sdk-client-mock. */
  readonly clientConfig?: object;
}

/**
 * Hands `list` and `collect` clients that record what they send. A command whose action the rule does not declare is
 * refused, and at the end of the file a declared action that no test needed fails it.
 * @throws RulewrightError `RW8004` from the client's `send`; `RW8005` after the last test.
 */
export function recordingAws(
  rule: Pick<AnyRule, "name" | "permissions">,
  options: RecordingOptions = {},
): RecordingAws {
  const declared: ReadonlySet<string> = new Set(rule.permissions);
  const used = new Set<string>();
  runner().afterAll(() => {
    const unused = [...declared].filter((action) => !used.has(action));
    if (unused.length === 0) return;
    throw new RulewrightError(KIT_ERRORS.PERMISSION_UNUSED, `No test of rule ${rule.name} used ${unused.join(", ")}.`);
  });
  const record = (client: object, command: unknown) => {
    const action = iamAction(serviceIdOf(client), commandName(command));
    used.add(action);
    if (declared.has(action)) return;
    throw new RulewrightError(
      KIT_ERRORS.PERMISSION_UNDECLARED,
      `Rule ${rule.name} sent a command that needs ${action}, which it does not declare.`,
    );
  };
  const clientConfig = {
    region: FIXTURE.region,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
    ...options.clientConfig,
  };
  return {
    used,
    client<C>(ctor: new (config: ClientConfig) => C): C {
      const client = new ctor(clientConfig);
      return typeof client === "object" && client !== null ? recorded(client, record) : client;
    },
  };
}

/** A client whose `send` is looked up at each call, so that a mock set after its making is seen. */
function recorded<C extends object>(client: C, record: (client: object, command: unknown) => void): C {
  return new Proxy(client, {
    get(target, key, receiver): unknown {
      if (key !== "send") return Reflect.get(target, key, receiver);
      return async (command: unknown, ...rest: unknown[]): Promise<unknown> => {
        record(target, command);
        const send: unknown = Reflect.get(target, "send");
        return typeof send === "function" ? (Reflect.apply(send, target, [command, ...rest]) as unknown) : undefined;
      };
    },
  });
}

function serviceIdOf(client: object): string {
  const config: unknown = Reflect.get(client, "config");
  const id = typeof config === "object" && config !== null && "serviceId" in config ? config.serviceId : undefined;
  return typeof id === "string" ? id : client.constructor.name.replace(/Client$/, "");
}

function commandName(command: unknown): string {
  return typeof command === "object" && command !== null ? command.constructor.name : String(command);
}
