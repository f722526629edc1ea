import {
  GetComplianceDetailsByConfigRuleCommand,
  GetResourceConfigHistoryCommand,
  ListDiscoveredResourcesCommand,
  PutEvaluationsCommand,
  type ComplianceType,
  type ConfigServiceClient,
  type Evaluation as WireEvaluation,
  type ResourceType,
} from "@aws-sdk/client-config-service";
import { isThrottling, type ResourceKey } from "./evaluation.ts";

/** A stored result of a rule. */
export interface StoredResult extends ResourceKey {
  readonly orderingTimestamp: Date | undefined;
}

/** What the runtime asks of AWS Config. */
export interface ConfigApi {
  /** Puts at most 100 evaluations. @returns Those that Config refused with HTTP 200. */
  putEvaluations(resultToken: string, evaluations: readonly WireEvaluation[]): Promise<readonly WireEvaluation[]>;
  /** All stored COMPLIANT and NON_COMPLIANT results of a rule, page by page. */
  storedResults(configRuleName: string): AsyncIterable<StoredResult>;
  /** The newest item of a resource that is not later than `laterTime`, in the API's spelling. */
  newestItem(resource: ResourceKey, laterTime?: Date): Promise<unknown>;
  /** Every resource of a type that the recorder has discovered and that still exists. */
  discoveredResources(resourceType: string): AsyncIterable<ResourceKey>;
}

const STORED_TYPES: ComplianceType[] = ["COMPLIANT", "NON_COMPLIANT"];

/** Config's token for a permission check: nothing is stored, and any token is taken with `TestMode`. */
const TEST_TOKEN = "TESTMODE";

/**
 * Calls AWS Config with the SDK's own retries.
 * @param onThrottle - Called for every attempt that Config throttles, also where the next one succeeds.
 */
export function createConfigApi(client: ConfigServiceClient, onThrottle?: () => void): ConfigApi {
  if (onThrottle) watchThrottling(client, onThrottle);
  return {
    async putEvaluations(resultToken, evaluations) {
      const input = { ResultToken: resultToken, Evaluations: [...evaluations] };
      const test = resultToken === TEST_TOKEN ? { TestMode: true } : {};
      const output = await client.send(new PutEvaluationsCommand({ ...input, ...test }));
      return output.FailedEvaluations ?? [];
    },

    async *storedResults(configRuleName) {
      let token: string | undefined;
      do {
        const page: { NextToken?: string | undefined; EvaluationResults?: readonly StoredRow[] | undefined } =
          await client.send(
            new GetComplianceDetailsByConfigRuleCommand({
              ConfigRuleName: configRuleName,
              ComplianceTypes: STORED_TYPES,
              Limit: 100,
              NextToken: token,
            }),
          );
        yield* (page.EvaluationResults ?? []).flatMap(toStoredResult);
        token = page.NextToken;
      } while (token);
    },

    async newestItem({ resourceType, resourceId }, laterTime) {
      let token: string | undefined;
      do {
        const page: HistoryPage = await client.send(
          new GetResourceConfigHistoryCommand({
            resourceType: known(resourceType),
            resourceId,
            limit: 1,
            nextToken: token,
            ...(laterTime ? { laterTime } : {}),
          }),
        );
        const [newest] = page.configurationItems ?? [];
        if (newest) return newest;
        token = page.nextToken; // a page covers seven days at most, and may be empty
      } while (token);
      return undefined;
    },

    async *discoveredResources(resourceType) {
      let token: string | undefined;
      do {
        const page: {
          nextToken?: string | undefined;
          resourceIdentifiers?: readonly { resourceId?: string | undefined }[] | undefined;
        } = await client.send(
          new ListDiscoveredResourcesCommand({ resourceType: known(resourceType), limit: 100, nextToken: token }),
        );
        for (const { resourceId } of page.resourceIdentifiers ?? []) if (resourceId) yield { resourceType, resourceId };
        token = page.nextToken;
      } while (token);
    },
  };
}

/** Looks at each attempt from between the SDK's retries and its reading of the answer. */
function watchThrottling(client: ConfigServiceClient, onThrottle: () => void): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (isThrottling(error)) onThrottle();
        throw error;
      }
    },
    { step: "deserialize", priority: "high", name: "watchThrottling" },
  );
}

/** The SDK's enum of types is older than what Config records; the service decides. */
function known(resourceType: string): ResourceType {
  return resourceType as ResourceType;
}

interface HistoryPage {
  readonly nextToken?: string | undefined;
  readonly configurationItems?: readonly unknown[] | undefined;
}

interface StoredRow {
  readonly EvaluationResultIdentifier?:
    | {
        readonly EvaluationResultQualifier?:
          { readonly ResourceType?: string | undefined; readonly ResourceId?: string | undefined } | undefined;
        readonly OrderingTimestamp?: Date | undefined;
      }
    | undefined;
}

function toStoredResult(row: StoredRow): StoredResult[] {
  const { EvaluationResultQualifier: resource, OrderingTimestamp } = row.EvaluationResultIdentifier ?? {};
  if (!resource?.ResourceType || !resource.ResourceId) return [];
  return [
    { resourceType: resource.ResourceType, resourceId: resource.ResourceId, orderingTimestamp: OrderingTimestamp },
  ];
}
