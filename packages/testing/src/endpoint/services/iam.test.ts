import {
  GenerateCredentialReportCommand,
  GetAccountPasswordPolicyCommand,
  GetCredentialReportCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListUsersCommand,
  paginateListAccessKeys,
  paginateListUsers,
} from "@aws-sdk/client-iam";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type AwsEndpoint, createAwsEndpoint } from "../create-aws-endpoint.ts";

const NOW = new Date("2026-03-05T00:00:00Z");
let endpoint: AwsEndpoint;
let client: IAMClient;

beforeEach(async () => {
  endpoint = await createAwsEndpoint({ now: () => NOW });
  client = new IAMClient({ ...endpoint.clientConfig, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

describe("GetAccountPasswordPolicy", () => {
  test("gives the policy, booleans and numbers as such", async () => {
    const policy = { MinimumPasswordLength: 14, RequireSymbols: true, RequireNumbers: false, MaxPasswordAge: 90 };
    endpoint.state.iam.accountPasswordPolicy = policy;
    const { PasswordPolicy } = await client.send(new GetAccountPasswordPolicyCommand({}));
    expect(PasswordPolicy).toEqual(policy);
  });

  test("is NoSuchEntity when there is none", async () => {
    await expect(client.send(new GetAccountPasswordPolicyCommand({}))).rejects.toMatchObject({
      name: "NoSuchEntityException",
      Code: "NoSuchEntity",
      Type: "Sender",
      message: "The Password Policy with domain name 111122223333 cannot be found.",
      $metadata: { httpStatusCode: 404, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  });
});

describe("the credential report", () => {
  const generate = async () => (await client.send(new GenerateCredentialReportCommand({}))).State;
  const get = () => client.send(new GetCredentialReportCommand({}));

  test("is not there, in progress, then complete", async () => {
    const content = "user,arn\n<root_account>,arn:aws:iam::111122223333:root é\n";
    endpoint.state.iam.stageCredentialReport({ content, pollsUntilComplete: 2 });
    await expect(get()).rejects.toMatchObject({
      name: "CredentialReportNotPresentException",
      Code: "ReportNotPresent",
    });
    expect(await generate()).toBe("STARTED");
    await expect(get()).rejects.toMatchObject({
      name: "CredentialReportNotReadyException",
      Code: "ReportInProgress",
      $metadata: { httpStatusCode: 404 },
    });
    expect(await generate()).toBe("INPROGRESS");
    expect(await generate()).toBe("COMPLETE");
    const { Content = new Uint8Array(), ReportFormat, GeneratedTime } = await get();
    expect(Buffer.from(Content).toString()).toBe(content);
    expect([ReportFormat, GeneratedTime]).toEqual(["text/csv", NOW]);
  });

  test("is complete at the second call unless staged otherwise, or at the first", async () => {
    expect([await generate(), await generate()]).toEqual(["STARTED", "COMPLETE"]);
    const generatedTime = new Date("2026-03-01T00:00:00Z");
    endpoint.state.iam.stageCredentialReport({ content: "user\n", pollsUntilComplete: 0, generatedTime });
    expect(await generate()).toBe("COMPLETE");
    expect((await get()).GeneratedTime).toEqual(generatedTime);
  });
});

describe("ListUsers", () => {
  test("pages by 100 unless told otherwise and fills in what a user was not given", async () => {
    for (let index = 0; index < 150; index += 1) endpoint.state.iam.addUser({ UserName: `user-${index}` });
    const first = await client.send(new ListUsersCommand({}));
    expect([first.Users?.length, first.IsTruncated]).toEqual([100, true]);
    expect(first.Users?.[0]).toMatchObject({
      UserName: "user-0",
      Path: "/",
      Arn: "arn:aws:iam::111122223333:user/user-0",
      UserId: expect.stringMatching(/^AIDA/),
      CreateDate: new Date(0),
    });
    const names: unknown[] = [];
    for await (const { Users = [] } of paginateListUsers({ client, pageSize: 60 }, {})) {
      names.push(...Users.map(({ UserName }) => UserName));
    }
    expect(new Set(names).size).toBe(150);
    expect(endpoint.calls.at(-1)?.input).toMatchObject({ MaxItems: 60, Marker: expect.any(String) });
  });

  test("narrows by path and answers an empty account", async () => {
    expect(await client.send(new ListUsersCommand({}))).toMatchObject({ Users: [], IsTruncated: false });
    endpoint.state.iam.addUser({ UserName: "a", Path: "/robots/" });
    endpoint.state.iam.addUser({ UserName: "b" });
    const { Users } = await client.send(new ListUsersCommand({ PathPrefix: "/robots/" }));
    expect(Users?.map(({ Arn }) => Arn)).toEqual(["arn:aws:iam::111122223333:user/robots/a"]);
  });

  test("refuses MaxItems beyond 1000 and an invented marker", async () => {
    for (const input of [{ MaxItems: 1001 }, { MaxItems: 0 }, { Marker: "made-up" }]) {
      await expect(client.send(new ListUsersCommand(input))).rejects.toMatchObject({ name: "ValidationError" });
    }
  });
});

describe("ListAccessKeys", () => {
  test("pages a user's keys", async () => {
    const accessKeys = [1, 2, 3].map((number) => ({
      AccessKeyId: `AKIA${number}`,
      Status: "Inactive" as const,
      CreateDate: new Date(`2026-01-0${number}T00:00:00.500Z`),
    }));
    endpoint.state.iam.addUser({ UserName: "a", accessKeys });
    const pages: unknown[] = [];
    for await (const page of paginateListAccessKeys({ client, pageSize: 2 }, { UserName: "a" })) {
      pages.push(page.AccessKeyMetadata);
    }
    const expected = accessKeys.map((key) => ({ UserName: "a", ...key }));
    expect(pages).toEqual([expected.slice(0, 2), expected.slice(2)]);
  });

  test("needs a user, and one that is there", async () => {
    const list = (input: { UserName?: string }) => client.send(new ListAccessKeysCommand(input));
    await expect(list({ UserName: "x" })).rejects.toMatchObject({ name: "NoSuchEntityException" });
    await expect(list({})).rejects.toMatchObject({ name: "ValidationError" });
  });
});
