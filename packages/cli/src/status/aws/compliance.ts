import {
  DescribeConformancePackStatusCommand,
  ListConformancePackComplianceScoresCommand,
  paginateDescribeConformancePackCompliance,
  type ConfigServiceClient,
} from "@aws-sdk/client-config-service";
import { isAwsError } from "../../deployment/aws/aws-error.ts";
import type { Compliance } from "../row.ts";

/** A conformance pack's own state. */
export interface PackState {
  readonly status: string;
  readonly reason?: string;
}

/** The state of a conformance pack; `undefined` where there is none. */
export async function packState(client: ConfigServiceClient, name: string): Promise<PackState | undefined> {
  try {
    const command = new DescribeConformancePackStatusCommand({ ConformancePackNames: [name] });
    const { ConformancePackStatusDetails = [] } = await client.send(command);
    const [state] = ConformancePackStatusDetails;
    if (!state) return undefined;
    const reason = state.ConformancePackStatusReason;
    return { status: state.ConformancePackState ?? "", ...(reason === undefined ? {} : { reason }) };
  } catch (error) {
    if (isAwsError(error, "NoSuchConformancePackException")) return undefined;
    throw error;
  }
}

/** How many rules of a conformance pack are compliant; `undefined` where there is no such pack. */
export async function complianceCounts(client: ConfigServiceClient, name: string): Promise<Compliance | undefined> {
  const counts = { compliant: 0, nonCompliant: 0, insufficientData: 0 };
  const input = { ConformancePackName: name };
  try {
    for await (const page of paginateDescribeConformancePackCompliance({ client, pageSize: 1000 }, input)) {
      for (const { ComplianceType } of page.ConformancePackRuleComplianceList ?? []) {
        if (ComplianceType === "COMPLIANT") counts.compliant += 1;
        else if (ComplianceType === "NON_COMPLIANT") counts.nonCompliant += 1;
        else counts.insufficientData += 1;
      }
    }
    return counts;
  } catch (error) {
    if (isAwsError(error, "NoSuchConformancePackException")) return undefined;
    throw error;
  }
}

/** AWS Config's score of a conformance pack, 0 to 100; `undefined` where it has none yet, or nobody may ask. */
export async function complianceScore(client: ConfigServiceClient, name: string): Promise<number | undefined> {
  try {
    const command = new ListConformancePackComplianceScoresCommand({ Filters: { ConformancePackNames: [name] } });
    const { ConformancePackComplianceScores = [] } = await client.send(command);
    const score = Number.parseFloat(ConformancePackComplianceScores[0]?.Score ?? "");
    return Number.isNaN(score) ? undefined : score;
  } catch {
    return undefined; // the counts say the same in other words
  }
}
