import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type AwsEndpoint, createAwsEndpoint } from "./create-aws-endpoint.ts";

const run = promisify(execFile);
let endpoint: AwsEndpoint;
beforeEach(async () => {
  endpoint = await createAwsEndpoint();
});
afterEach(() => endpoint.close());

/** Runs a module in a process of its own, with nothing but the environment to find the endpoint by. */
async function child(code: string, account: string): Promise<unknown> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: `AKID${account}`,
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    NODE_OPTIONS: "",
  };
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", code], {
    cwd: import.meta.dirname,
    env,
  });
  return JSON.parse(stdout);
}

test("state outlives the processes that make it; environment variables lead them here, as the account they name", async () => {
  endpoint.state.s3.createBucket({ name: "code-eu-west-1", region: "eu-west-1", account: "444455556666" });
  const template = JSON.stringify({ Resources: { Topic: { Type: "AWS::SNS::Topic" } } });
  const first = await child(
    `import { S3 } from "@aws-sdk/client-s3";
     import { CloudFormation } from "@aws-sdk/client-cloudformation";
     const template = ${JSON.stringify(template)};
     await new S3({}).putObject({ Bucket: "code-eu-west-1", Key: "t.json", Body: template });
     const TemplateURL = "https://code-eu-west-1.s3.eu-west-1.amazonaws.com/t.json";
     const { StackId } = await new CloudFormation({}).createStack({ StackName: "s", TemplateURL });
     console.log(JSON.stringify(StackId));`,
    "444455556666",
  );
  expect(first).toMatch(/^arn:aws:cloudformation:eu-west-1:444455556666:stack\/s\//);
  const status = `
     import { CloudFormation } from "@aws-sdk/client-cloudformation";
     const { Stacks } = await new CloudFormation({}).describeStacks({});
     console.log(JSON.stringify(Stacks.map(({ StackName, StackStatus }) => [StackName, StackStatus])));`;
  expect(await child(status, "444455556666")).toEqual([["s", "CREATE_IN_PROGRESS"]]);
  expect(await child(status, "444455556666")).toEqual([["s", "CREATE_COMPLETE"]]);
  expect(await child(status.replace("Stacks.map", "(Stacks ?? []).map"), "111122223333")).toEqual([]);
});
