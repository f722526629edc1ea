import { expect, test } from "@jest/globals";
import { RESOURCE_ID } from "@rulewright/sdk";
import { describeScripts, runScript } from "../shared/fixtures/scripts.ts";
import rule from "./rule.ts";
import { runbook } from "./runbook.ts";

test("the runbook is told the user by the id that the rule reports, and keys are idle for 90 days", () => {
  expect(rule.remediation?.parameters).toEqual({ UserId: RESOURCE_ID });
  expect(runbook.parameters).toMatchObject({ UserId: { type: "String" }, MinimumUnusedDays: { default: 90 } });
  expect(runbook.parameters?.UserId).not.toHaveProperty("default");
});

test("it looks for the spare key, makes it inactive, and verifies either way", () => {
  expect(runbook.steps.map(({ name, action }) => [name, action])).toEqual([
    ["FindSpareKey", "aws:executeScript"],
    ["HasSpareKey", "aws:branch"],
    ["DeactivateKey", "aws:executeAwsApi"],
    ["VerifyOneActiveKey", "aws:executeScript"],
  ]);
  expect(inputsOf("HasSpareKey")).toEqual({
    Choices: [{ NextStep: "DeactivateKey", Variable: "{{ FindSpareKey.Outcome }}", StringEquals: "spare" }],
    Default: "VerifyOneActiveKey",
  });
  expect(inputsOf("DeactivateKey")).toEqual({
    Service: "iam",
    Api: "UpdateAccessKey",
    UserName: "{{ FindSpareKey.UserName }}",
    AccessKeyId: "{{ FindSpareKey.AccessKeyId }}",
    Status: "Inactive",
  });
});

test("its role may write nothing but keys of users", () => {
  const permissions = rule.remediation?.permissions ?? [];
  const writing = permissions.filter(({ actions }) => actions.some((action) => !/:(Get|List)/.test(action)));
  expect(writing).toEqual([{ actions: ["iam:UpdateAccessKey"], resources: ["arn:*:iam::*:user/*"] }]);
  expect(permissions.flatMap(({ actions }) => actions)).toEqual(
    expect.arrayContaining(["iam:ListUsers", "iam:ListAccessKeys", "iam:GetAccessKeyLastUsed"]),
  );
});

function inputsOf(name: string) {
  return runbook.steps.find((step) => step.name === name)?.inputs;
}

/** A key of the user ben, and how many days ago it was made and used. */
interface Key {
  readonly id: string;
  readonly status: "Active" | "Inactive";
  readonly made: number;
  readonly used?: number;
}

/** IAM as the scripts see it, two users a page and one key a page. */
const BOTO3 = `
import datetime, json, sys, types
keys = json.loads(sys.argv[1])
def ago(days):
    return datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)
def pages(UserName=None):
    if UserName is None:
        users = [{"UserId": "AIDA%d" % n, "UserName": name} for n, name in enumerate(["ada", "carla", "ben"])]
        return [{"Users": users[:2]}, {"Users": users[2:]}]
    owned = keys if UserName == "ben" else []
    return [{"AccessKeyMetadata": [{"AccessKeyId": k["id"], "Status": k["status"], "CreateDate": ago(k["made"])}]} for k in owned]
def last_used(AccessKeyId):
    used = [k["used"] for k in keys if k["id"] == AccessKeyId and "used" in k]
    return {"AccessKeyLastUsed": {"LastUsedDate": ago(used[0])} if used else {"Region": "N/A"}}
client = types.SimpleNamespace(
    get_paginator=lambda operation: types.SimpleNamespace(paginate=pages),
    get_access_key_last_used=last_used,
)
sys.modules["boto3"] = types.SimpleNamespace(client=lambda service: client)
`;

const run = (step: string, keys: readonly Key[], events: object) =>
  runScript(runbook, step, { boto3: BOTO3 }, keys, events);
const find = (keys: readonly Key[], MinimumUnusedDays: number | string = 90, UserId = "AIDA2") =>
  run("FindSpareKey", keys, { UserId, MinimumUnusedDays });

const busy: Key = { id: "AKIABUSY", status: "Active", made: 400, used: 0 };
const idle: Key = { id: "AKIAIDLE", status: "Active", made: 400, used: 91 };

describeScripts(() => {
  const spare = (AccessKeyId: string) => ({ returned: { Outcome: "spare", UserName: "ben", AccessKeyId } });
  const none = { returned: { Outcome: "none", UserName: "ben", AccessKeyId: "none" } };

  test.each<[string, readonly Key[], object]>([
    ["the key that is not used any more", [busy, idle], spare("AKIAIDLE")],
    ["the same in another order", [idle, busy], spare("AKIAIDLE")],
    [
      "one that was never used, once it is old",
      [busy, { id: "AKIAOLD", status: "Active", made: 91 }],
      spare("AKIAOLD"),
    ],
    ["the one idle longer", [idle, { ...idle, id: "AKIAOLDER", used: 200 }], spare("AKIAOLDER")],
    ["none where one is inactive", [busy, { ...idle, status: "Inactive" }], none],
    ["none where there is none", [], none],
  ])("find %s", (_what, keys, outcome) => {
    expect(find(keys)).toEqual(outcome);
  });

  test.each<[string, readonly Key[]]>([
    ["was used lately", [busy, { ...idle, used: 89 }]],
    ["was made for a rotation and not used yet", [busy, { id: "AKIANEW", status: "Active", made: 1 }]],
  ])("touch no key that %s", (_what, keys) => {
    expect(find(keys).raised).toMatch(/Both keys of ben were in use in the last 90 days/);
  });

  test("take the number of days as text too, and never less than one day", () => {
    expect(find([busy, { ...idle, used: 8 }], "7")).toEqual(spare("AKIAIDLE"));
    expect(find([busy, { ...idle, used: 0.5 }], 0).raised).toMatch(/in the last 1 days/);
  });

  test("say that there is no such user", () => {
    expect(find([], 90, "AIDA9").raised).toMatch(/no IAM user with the id AIDA9/);
  });

  test("verify that one key at most is active", () => {
    const verify = (keys: readonly Key[]) => run("VerifyOneActiveKey", keys, { UserName: "ben" });
    expect(verify([busy, { ...idle, status: "Inactive" }])).toEqual({ returned: null });
    expect(verify([busy, idle]).raised).toMatch(/ben still has 2 active access keys/);
  });
});
