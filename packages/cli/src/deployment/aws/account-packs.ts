import { DescribeConformancePackStatusCommand, type ConfigServiceClient } from "@aws-sdk/client-config-service";
import { calling, isAwsError } from "./aws-error.ts";

/** Why the conformance pack of one account is not whole; `undefined` for one that is. */
export async function packFailure(client: ConfigServiceClient, name: string): Promise<string | undefined> {
  return calling(`DescribeConformancePackStatus of ${name}`, async () => {
    try {
      const input = { ConformancePackNames: [name] };
      const { ConformancePackStatusDetails = [] } = await client.send(new DescribeConformancePackStatusCommand(input));
      const [state] = ConformancePackStatusDetails;
      if (state?.ConformancePackState?.endsWith("_FAILED") !== true) return undefined;
      const { ConformancePackState, ConformancePackStatusReason = "AWS gives no reason" } = state;
      return `conformance pack ${name} is ${ConformancePackState} (${ConformancePackStatusReason})`;
    } catch (error) {
      if (isAwsError(error, "NoSuchConformancePackException")) return `conformance pack ${name} is gone`;
      throw error;
    }
  });
}
