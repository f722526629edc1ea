import {
  ConfigServiceClient,
  GetComplianceDetailsByConfigRuleCommand,
  ListDiscoveredResourcesCommand,
} from "@aws-sdk/client-config-service";
import { expect, test } from "@jest/globals";
import { createAwsEndpoint } from "@rulewright/testing";
import { mockClient } from "aws-sdk-client-mock";
import { createConfigApi } from "./config-api.ts";

const BUCKET = { resourceType: "AWS::S3::Bucket", resourceId: "bucket" };

/** An API whose calls are answered as its client is told. */
function answered() {
  const client = new ConfigServiceClient({ region: "eu-west-1" });
  return { config: mockClient(client), api: createConfigApi(client) };
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

test("an answer without its list is an empty one", async () => {
  const { config, api } = answered();
  config.onAnyCommand().resolves({});
  expect(await api.putEvaluations("token", [])).toEqual([]);
  expect(await all(api.storedResults("a-rule"))).toEqual([]);
  expect(await api.newestItem(BUCKET)).toBeUndefined();
  expect(await all(api.discoveredResources(BUCKET.resourceType))).toEqual([]);
});

test("what does not say which resource it is about is passed over", async () => {
  const { config, api } = answered();
  const named = (EvaluationResultQualifier: object) => ({ EvaluationResultIdentifier: { EvaluationResultQualifier } });
  config.on(GetComplianceDetailsByConfigRuleCommand).resolves({
    EvaluationResults: [
      {},
      { EvaluationResultIdentifier: {} },
      named({ ResourceType: BUCKET.resourceType }),
      named({ ResourceId: BUCKET.resourceId }),
      named({ ResourceType: BUCKET.resourceType, ResourceId: BUCKET.resourceId }),
    ],
  });
  config.on(ListDiscoveredResourcesCommand).resolves({ resourceIdentifiers: [{}, { resourceId: BUCKET.resourceId }] });
  expect(await all(api.storedResults("a-rule"))).toEqual([BUCKET]);
  expect(await all(api.discoveredResources(BUCKET.resourceType))).toEqual([BUCKET]);
});

test("a throttled call fails with what Config says where nobody counts it", async () => {
  const endpoint = await createAwsEndpoint();
  endpoint.faults.add({ operation: "GetResourceConfigHistory", kind: "throttle" });
  const client = new ConfigServiceClient({ ...endpoint.clientConfig, maxAttempts: 1 });
  await expect(createConfigApi(client).newestItem(BUCKET)).rejects.toMatchObject({ name: "ThrottlingException" });
  client.destroy();
  await endpoint.close();
});
