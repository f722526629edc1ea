import { setTimeout as wait } from "node:timers/promises";
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { RulewrightError, messageOf, type Account } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";

const BODY = "Action=GetCallerIdentity&Version=2011-06-15";
const ATTEMPTS = 3;
const TIMEOUT_MS = 10_000;

const OR_NAME = `${CLI_ERRORS.ACCOUNT_UNKNOWN.hint.replace(/\.$/, "")}, or name the account with --account.`;

/**
 * Asks AWS STS whose credentials the standard chain gives; every principal may ask. The call is signed by the Config
 * client's own signer, so that one line of XML brings no further client along.
 *
 * @param canBeNamed - The command takes the account from `--account` as well; the hint says so.
 * @throws RulewrightError `RW5040` without credentials, or without an answer.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function fetchCallerIdentity(
  region: string,
  { canBeNamed = false }: { readonly canBeNamed?: boolean } = {},
): Promise<Pick<Account, "accountId" | "partition">> {
  const client = new ConfigServiceClient({ region });
  try {
    const text = await ask(client, await endpointOf(client, region), region);
    const accountId = /<Account>(\d{12})<\/Account>/.exec(text)?.[1];
    const partition = /<Arn>arn:([\w-]+):/.exec(text)?.[1];
    if (accountId !== undefined && partition !== undefined) return { accountId, partition };
    throw new Error("its answer names no account");
  } catch (cause) {
    const message = `The account of the credentials is not known: GetCallerIdentity failed (${messageOf(cause)}).`;
    throw new RulewrightError(CLI_ERRORS.ACCOUNT_UNKNOWN, message, { cause, ...(canBeNamed ? { hint: OR_NAME } : {}) });
  } finally {
    client.destroy();
  }
}

/** The Region's endpoint of STS: its host differs from that of Config in the service's name only. */
async function endpointOf({ config }: ConfigServiceClient, region: string): Promise<URL> {
  const given = process.env["AWS_ENDPOINT_URL_STS"] ?? process.env["AWS_ENDPOINT_URL"];
  if (given) return new URL(given);
  const { url } = config.endpointProvider({ Region: region, UseFIPS: await config.useFipsEndpoint() });
  return new URL(url.href.replace("://config", "://sts"));
}

async function ask(client: ConfigServiceClient, url: URL, region: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await post(client, url, region);
    if ("text" in answer) return answer.text;
    if (!answer.mayPass || attempt === ATTEMPTS) throw answer.error;
    await wait(200 * 2 ** attempt);
  }
}

type Answer = { readonly text: string } | { readonly error: unknown; readonly mayPass: boolean };

async function post(client: ConfigServiceClient, url: URL, region: string): Promise<Answer> {
  // without credentials this throws at once
  const signer = await client.config.signer({
    name: "sigv4",
    signingName: "sts",
    signingRegion: region,
    properties: {},
  });
  const { host, ...headers } = (
    await signer.sign({
      method: "POST",
      protocol: url.protocol,
      hostname: url.hostname,
      path: "/",
      query: {},
      headers: { host: url.host, "content-type": "application/x-www-form-urlencoded" },
      body: BODY,
    })
  ).headers;
  void host; // fetch sets it
  try {
    const response = await fetch(url, { method: "POST", headers, body: BODY, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    if (response.ok) return { text };
    const code = /<Code>([^<]+)<\/Code>/.exec(text)?.[1] ?? `HTTP ${response.status}`;
    const sentence = /<Message>([^<]+)<\/Message>/.exec(text)?.[1] ?? response.statusText;
    return {
      error: new Error(`${code}: ${sentence}`),
      mayPass: response.status >= 500 || response.status === 429 || code.startsWith("Throttl"),
    };
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error; // fetch's own is bare
    return { error: reason, mayPass: true };
  }
}
