import { expect, test } from "@jest/globals";
import { createAwsEndpoint } from "../create-aws-endpoint.ts";

test("GetCallerIdentity names the endpoint's account, in the query protocol's envelope", async () => {
  const endpoint = await createAwsEndpoint({ account: "444455556666" });
  const body = new URLSearchParams({ Action: "GetCallerIdentity", Version: "2011-06-15" });
  const response = await fetch(endpoint.url, { method: "POST", body });
  const requestId = response.headers.get("x-amzn-requestid");
  expect(response.status).toBe(200);
  expect(await response.text()).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>' +
      '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
      "<UserId>AROAEXAMPLE:rulewright</UserId><Account>444455556666</Account>" +
      "<Arn>arn:aws:sts::444455556666:assumed-role/rulewright-test/rulewright</Arn></GetCallerIdentityResult>" +
      `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  );
  await endpoint.close();
});
