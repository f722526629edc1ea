import { defineRunbook } from "@rulewright/sdk";

/**
 * Finds the key that is to go. AWS Config knows a user by the unique id, IAM's operations by the name, so the name is
 * looked up first. A key that was never used counts from its creation.
 */
const FIND_SPARE_KEY = `\
import datetime
import boto3

iam = boto3.client("iam")


def find(events, context):
    user_name = find_user_name(events["UserId"])
    keys = active_keys(user_name)
    if len(keys) < 2:
        return {"Outcome": "none", "UserName": user_name, "AccessKeyId": "none"}
    spare = min(keys, key=last_used)
    idle = datetime.datetime.now(datetime.timezone.utc) - last_used(spare)
    wanted = max(int(events["MinimumUnusedDays"]), 1)
    if idle < datetime.timedelta(days=wanted):
        raise Exception(
            "Both keys of %s were in use in the last %d days: rotate them by hand." % (user_name, wanted)
        )
    return {"Outcome": "spare", "UserName": user_name, "AccessKeyId": spare["AccessKeyId"]}


def find_user_name(user_id):
    for page in iam.get_paginator("list_users").paginate():
        for user in page["Users"]:
            if user["UserId"] == user_id:
                return user["UserName"]
    raise Exception("There is no IAM user with the id %s." % user_id)


def active_keys(user_name):
    pages = iam.get_paginator("list_access_keys").paginate(UserName=user_name)
    return [key for page in pages for key in page["AccessKeyMetadata"] if key["Status"] == "Active"]


def last_used(key):
    use = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]
    return use.get("LastUsedDate", key["CreateDate"])
`;

/** Fails while more than one key is active: IAM is eventually consistent, so the step is tried again. */
const VERIFY = `\
import boto3

iam = boto3.client("iam")


def verify(events, context):
    pages = iam.get_paginator("list_access_keys").paginate(UserName=events["UserName"])
    keys = [key for page in pages for key in page["AccessKeyMetadata"] if key["Status"] == "Active"]
    if len(keys) > 1:
        raise Exception("%s still has %d active access keys." % (events["UserName"], len(keys)))
`;

/**
 * Makes the spare one of a user's two active access keys inactive: the one that was used less recently, and only if that
 * is long ago. It can be made active again; nothing is deleted.
 */
export const runbook = defineRunbook({
  description:
    "Makes an IAM user's less recently used access key inactive, if it has not been used for a number of days. Deletes nothing.",
  parameters: {
    UserId: { type: "String", allowedPattern: "^AIDA[A-Z0-9]+$", description: "Unique id of the IAM user." },
    MinimumUnusedDays: {
      type: "Integer",
      default: 90,
      description: "Days for which the key must not have been used, or not have existed.",
    },
  },
  steps: [
    {
      name: "FindSpareKey",
      action: "aws:executeScript",
      timeoutSeconds: 300,
      inputs: {
        Runtime: "python3.12",
        Handler: "find",
        Script: FIND_SPARE_KEY,
        InputPayload: { UserId: "{{ UserId }}", MinimumUnusedDays: "{{ MinimumUnusedDays }}" },
      },
      outputs: [
        { Name: "Outcome", Selector: "$.Payload.Outcome", Type: "String" },
        { Name: "UserName", Selector: "$.Payload.UserName", Type: "String" },
        { Name: "AccessKeyId", Selector: "$.Payload.AccessKeyId", Type: "String" },
      ],
    },
    {
      name: "HasSpareKey",
      action: "aws:branch",
      inputs: {
        Choices: [{ NextStep: "DeactivateKey", Variable: "{{ FindSpareKey.Outcome }}", StringEquals: "spare" }],
        Default: "VerifyOneActiveKey",
      },
    },
    {
      name: "DeactivateKey",
      action: "aws:executeAwsApi",
      inputs: {
        Service: "iam",
        Api: "UpdateAccessKey",
        UserName: "{{ FindSpareKey.UserName }}",
        AccessKeyId: "{{ FindSpareKey.AccessKeyId }}",
        Status: "Inactive",
      },
    },
    {
      name: "VerifyOneActiveKey",
      action: "aws:executeScript",
      maxAttempts: 3,
      timeoutSeconds: 60,
      isEnd: true,
      inputs: {
        Runtime: "python3.12",
        Handler: "verify",
        Script: VERIFY,
        InputPayload: { UserName: "{{ FindSpareKey.UserName }}" },
      },
    },
  ],
  outputs: ["FindSpareKey.UserName", "FindSpareKey.AccessKeyId"],
});
