import {
  IAMClient,
  IAMServiceException,
  ListAccessKeysCommand,
  ListUsersCommand,
  NoSuchEntityException,
} from "@aws-sdk/client-iam";
import { afterEach, describe, expect, test } from "@jest/globals";
import { controlExists } from "@rulewright/catalog/controls";
import { runbookExists } from "@rulewright/catalog/runbooks";
import { FIXTURE, casesFor, recordingAws } from "@rulewright/testing";
import { mockClient } from "aws-sdk-client-mock";
import rule from "./rule.ts";

const subject = { resourceId: "AIDAEXAMPLE1", userName: "ada" };
const createDate = new Date("2025-11-13T16:31:18Z");
const key = (number: number, status: string) => ({ accessKeyId: `AKIAEXAMPLE${number}`, status, createDate });

casesFor(
  rule,
  [
    { when: "the user has no key", subject, evidence: [], expect: "COMPLIANT" },
    { when: "the user has one active key", subject, evidence: [key(1, "Active")], expect: "COMPLIANT" },
    {
      when: "the second key is inactive",
      subject,
      evidence: [key(1, "Active"), key(2, "Inactive")],
      expect: "COMPLIANT",
    },
    {
      when: "the second key has expired",
      subject,
      evidence: [key(1, "Expired"), key(2, "Active")],
      expect: "COMPLIANT",
    },
    {
      when: "no key is active",
      subject,
      evidence: [key(1, "Inactive"), key(2, "Inactive")],
      expect: "COMPLIANT",
    },
    {
      when: "both keys are active",
      subject,
      evidence: [key(1, "Active"), key(2, "Active")],
      expect: "NON_COMPLIANT",
      annotation: /^The user ada has 2 active access keys, wanted at most 1: AKIAEXAMPLE1, AKIAEXAMPLE2\.$/,
    },
    {
      when: "the user was deleted after it was listed",
      subject,
      expect: "NOT_APPLICABLE",
      annotation: /ada was deleted/,
    },
  ],
  { controlExists, runbookExists },
);

const { accountId, region, partition } = FIXTURE;
const iam = mockClient(IAMClient);
const context = { aws: recordingAws(rule), account: { accountId, region, partition }, parameters: {} };
const denied = new IAMServiceException({ name: "AccessDenied", $fault: "client", message: "no", $metadata: {} });
afterEach(() => {
  iam.reset();
});

describe("list", () => {
  const list = async () => {
    const subjects = [];
    for await (const each of rule.list?.(context) ?? []) subjects.push(each);
    return subjects;
  };
  const user = (UserName: string, UserId: string) => ({
    UserName,
    UserId,
    Path: "/",
    Arn: `arn:aws:iam::${accountId}:user/${UserName}`,
    CreateDate: createDate,
  });

  test("names the users of all pages", async () => {
    iam
      .on(ListUsersCommand)
      .resolves({ Users: [user("ada", "AIDA1"), user("ben", "AIDA2")], IsTruncated: true, Marker: "2" })
      .on(ListUsersCommand, { Marker: "2" })
      .resolves({ Users: [], IsTruncated: true, Marker: "3" })
      .on(ListUsersCommand, { Marker: "3" })
      .resolves({ Users: [user("carla", "AIDA3")], IsTruncated: false });
    await expect(list()).resolves.toEqual([
      { resourceId: "AIDA1", userName: "ada" },
      { resourceId: "AIDA2", userName: "ben" },
      { resourceId: "AIDA3", userName: "carla" },
    ]);
  });

  test("names nobody in an empty account", async () => {
    iam.on(ListUsersCommand).resolves({ Users: [], IsTruncated: false });
    await expect(list()).resolves.toEqual([]);
  });

  test("fails where access is denied", async () => {
    iam.on(ListUsersCommand).rejects(denied);
    await expect(list()).rejects.toBe(denied);
  });

  test("fails on a user without an id", async () => {
    iam.on(ListUsersCommand).resolves({ Users: [{ ...user("ada", "AIDA1"), UserId: undefined }] });
    await expect(list()).rejects.toThrow("IAM listed a user in part: id undefined, name ada.");
  });
});

describe("collect", () => {
  const collect = async () => rule.collect?.({ ...context, subject });
  const metadata = (AccessKeyId: string, Status: "Active" | "Inactive") => ({
    UserName: "ada",
    AccessKeyId,
    Status,
    CreateDate: createDate,
  });

  test("gives the keys of all pages of the one user", async () => {
    iam
      .on(ListAccessKeysCommand, { UserName: "ada" })
      .resolves({ AccessKeyMetadata: [metadata("AKIA1", "Active")], IsTruncated: true, Marker: "2" })
      .on(ListAccessKeysCommand, { UserName: "ada", Marker: "2" })
      .resolves({ AccessKeyMetadata: [metadata("AKIA2", "Inactive")], IsTruncated: false });
    await expect(collect()).resolves.toEqual([
      { accessKeyId: "AKIA1", status: "Active", createDate },
      { accessKeyId: "AKIA2", status: "Inactive", createDate },
    ]);
  });

  test("gives an empty list of a user without keys", async () => {
    iam.on(ListAccessKeysCommand).resolves({ AccessKeyMetadata: [], IsTruncated: false });
    await expect(collect()).resolves.toEqual([]);
  });

  test("gives nothing of a user who is gone", async () => {
    iam.on(ListAccessKeysCommand).rejects(new NoSuchEntityException({ message: "gone", $metadata: {} }));
    await expect(collect()).resolves.toBeUndefined();
  });

  test("fails where access is denied", async () => {
    iam.on(ListAccessKeysCommand).rejects(denied);
    await expect(collect()).rejects.toBe(denied);
  });

  test("fails on a key without a status", async () => {
    iam.on(ListAccessKeysCommand).resolves({
      AccessKeyMetadata: [{ ...metadata("AKIA1", "Active"), Status: undefined }],
    });
    await expect(collect()).rejects.toThrow("IAM listed an access key of ada in part.");
  });
});
