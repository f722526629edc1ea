import {
  CredentialReportExpiredException,
  CredentialReportNotPresentException,
  CredentialReportNotReadyException,
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  IAMClient,
  IAMServiceException,
} from "@aws-sdk/client-iam";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { controlExists } from "@rulewright/catalog/controls";
import { runbookExists } from "@rulewright/catalog/runbooks";
import { FIXTURE, casesFor, recordingAws } from "@rulewright/testing";
import { mockClient } from "aws-sdk-client-mock";
import rule from "./rule.ts";

const { accountId, region, partition } = FIXTURE;
const account = { accountId, region, partition };
const subject = { resourceId: accountId };
const parameters = { minimumUnusedDays: 90 };

const generatedTime = new Date("2026-01-15T08:00:00Z");
const UNUSED = {
  user: "<root_account>",
  arn: `arn:aws:iam::${accountId}:root`,
  password_enabled: "not_supported",
  password_last_used: "no_information",
  mfa_active: "true",
  access_key_1_active: "false",
  access_key_1_last_used_date: "N/A",
  access_key_2_active: "false",
  access_key_2_last_used_date: "N/A",
};
const reportOf = (row: object) => ({ generatedTime, root: { ...UNUSED, ...row } });

casesFor(
  rule,
  [
    { when: "no use is known", evidence: reportOf({}), expect: "COMPLIANT" },
    {
      when: "root has no password any more",
      evidence: reportOf({ password_enabled: "false", password_last_used: "N/A" }),
      expect: "COMPLIANT",
    },
    {
      when: "the password was used exactly 90 days before the report",
      evidence: reportOf({ password_last_used: "2025-10-17T08:00:00+00:00" }),
      expect: "COMPLIANT",
    },
    {
      when: "the password was used a second less than 90 days before the report",
      evidence: reportOf({ password_last_used: "2025-10-17T08:00:01+00:00" }),
      expect: "NON_COMPLIANT",
      annotation:
        /^The root user was used: password on 2025-10-17, 89 days ago, as of 2026-01-15. Wanted: at least 90 days without use.$/,
    },
    {
      when: "the report is judged, not the time of the event",
      now: "2027-01-15T12:00:00.000Z",
      evidence: reportOf({ password_last_used: "2026-01-15T08:00:00+00:00" }),
      expect: "NON_COMPLIANT",
      annotation: /password on 2026-01-15, 0 days ago/,
    },
    {
      when: "the password was used recently and has been removed since",
      evidence: reportOf({ password_enabled: "false", password_last_used: "2026-01-10T08:00:00Z" }),
      expect: "NON_COMPLIANT",
      annotation: /password on 2026-01-10, 5 days ago/,
    },
    {
      when: "the first access key was used",
      evidence: reportOf({ access_key_1_last_used_date: "2026-01-14T09:00:00+02:00" }),
      expect: "NON_COMPLIANT",
      annotation: /: access key 1 on 2026-01-14, 1 day ago, /,
    },
    {
      when: "the second access key was used, the password long ago",
      evidence: reportOf({
        password_last_used: "2019-02-11T09:30:00+00:00",
        access_key_2_last_used_date: "2026-01-13T08:00:00.500Z",
      }),
      expect: "NON_COMPLIANT",
      annotation: /: access key 2 on 2026-01-13, 1 day ago, /,
    },
    {
      when: "all were used, all are named",
      evidence: reportOf({
        password_last_used: "2026-01-01T08:00:00Z",
        access_key_1_last_used_date: "2026-01-02T08:00:00Z",
        access_key_2_last_used_date: "2026-01-03T08:00:00Z",
      }),
      expect: "NON_COMPLIANT",
      annotation:
        /password on 2026-01-01, 14 days ago; access key 1 on .*, 13 days ago; access key 2 on .*, 12 days ago,/,
    },
    {
      when: "one day is enough and has passed",
      ruleParameters: { minimumUnusedDays: "1" },
      evidence: reportOf({ password_last_used: "2026-01-14T08:00:00Z" }),
      expect: "COMPLIANT",
    },
    {
      when: "one day is asked for and has not passed",
      ruleParameters: { minimumUnusedDays: "1" },
      evidence: reportOf({ password_last_used: "2026-01-14T08:00:01Z" }),
      expect: "NON_COMPLIANT",
      annotation: /at least 1 day without use/,
    },
    {
      when: "a year is asked for and has not passed",
      ruleParameters: { minimumUnusedDays: "365" },
      evidence: reportOf({ password_last_used: "2025-01-16T08:00:00Z" }),
      expect: "NON_COMPLIANT",
      annotation: /at least 365 days/,
    },
  ],
  { controlExists, runbookExists },
);

describe("evaluate gives no verdict", () => {
  test.each([
    [
      "a time that is none",
      { password_last_used: "yesterday" },
      /^password_last_used of .* "yesterday", which is no time/,
    ],
    ["a day without a time", { password_last_used: "2026-01-01" }, /^password_last_used/],
    ["an impossible time", { access_key_1_last_used_date: "2026-13-01T00:00:00Z" }, /^access_key_1_last_used_date/],
    ["not_supported for a time", { access_key_2_last_used_date: "not_supported" }, /^access_key_2_last_used_date/],
    ["an empty value", { password_last_used: "" }, /^password_last_used/],
    ["a time after the report", { password_last_used: "2026-01-15T08:00:01Z" }, /^password_last_used .* lies after/],
  ])("on %s", (_what, row, message) => {
    const judge = () => rule.evaluate({ evidence: reportOf(row), parameters, account, subject, now: generatedTime });
    expect(judge).toThrow(message);
  });

  test("on a missing column", () => {
    const { access_key_2_last_used_date: _missing, ...root } = UNUSED;
    const evidence = { generatedTime, root };
    expect(() => rule.evaluate({ evidence, parameters, account, subject, now: generatedTime })).toThrow(
      "no access_key_2_last_used_date",
    );
  });

  test("on a report without the root user", () => {
    const evidence = { generatedTime, root: undefined };
    expect(() => rule.evaluate({ evidence, parameters, account, subject, now: generatedTime })).toThrow(
      "no row <root_account>",
    );
  });
});

describe("collect", () => {
  const iam = mockClient(IAMClient);
  const aws = recordingAws(rule);
  const collect = async () => rule.collect?.({ aws, account, parameters, subject });
  const report = (text: string) => ({
    Content: new Uint8Array(Buffer.from(text)),
    ReportFormat: "text/csv" as const,
    GeneratedTime: generatedTime,
  });
  const found = { generatedTime, root: { user: "<root_account>", arn: "r", password_last_used: "N/A" } };
  const text = "user,arn,password_last_used\n<root_account>,r,N/A\nada,a,no_information\n";

  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
    iam.reset();
  });

  test("reads the root user's row of a report that is complete", async () => {
    iam.on(GenerateCredentialReportCommand).resolves({ State: "COMPLETE" });
    iam.on(GetCredentialReportCommand).resolves(report(text));
    await expect(collect()).resolves.toEqual(found);
    expect(iam.calls()).toHaveLength(2);
  });

  test("waits for a report that is not complete", async () => {
    iam
      .on(GenerateCredentialReportCommand)
      .resolvesOnce({ State: "STARTED" })
      .resolvesOnce({ State: "INPROGRESS" })
      .resolves({ State: "COMPLETE" });
    iam.on(GetCredentialReportCommand).resolves(report(text));
    const collected = collect();
    await jest.advanceTimersByTimeAsync(3000);
    expect(iam.commandCalls(GetCredentialReportCommand)).toHaveLength(0);
    await jest.advanceTimersByTimeAsync(3000);
    await expect(collected).resolves.toEqual(found);
    expect(iam.commandCalls(GenerateCredentialReportCommand)).toHaveLength(3);
  });

  test.each([CredentialReportExpiredException, CredentialReportNotPresentException, CredentialReportNotReadyException])(
    "asks again where the complete report answers %p",
    async (Exception) => {
      iam.on(GenerateCredentialReportCommand).resolves({ State: "COMPLETE" });
      iam
        .on(GetCredentialReportCommand)
        .rejectsOnce(new Exception({ message: "gone", $metadata: {} }))
        .resolves(report(text));
      const collected = collect();
      await jest.advanceTimersByTimeAsync(3000);
      await expect(collected).resolves.toEqual(found);
      expect(iam.commandCalls(GenerateCredentialReportCommand)).toHaveLength(2);
    },
  );

  test("gives up after 80 tries, as a fault that may pass", async () => {
    iam.on(GenerateCredentialReportCommand).resolves({ State: "INPROGRESS" });
    const collected = expect(collect()).rejects.toMatchObject({ name: "TimeoutError", message: /in 237 s\.$/ });
    await jest.advanceTimersByTimeAsync(237_000);
    await collected;
    expect(iam.calls()).toHaveLength(80);
  });

  test.each([GenerateCredentialReportCommand, GetCredentialReportCommand])(
    "fails where access to %p is denied",
    async (Command) => {
      const denied = new IAMServiceException({ name: "AccessDenied", $fault: "client", message: "no", $metadata: {} });
      iam.on(GenerateCredentialReportCommand).resolves({ State: "COMPLETE" });
      iam.on(Command).rejects(denied);
      await expect(collect()).rejects.toBe(denied);
    },
  );

  test.each([
    [
      "in quotes, after a byte order mark",
      '\ufeff"user","arn","password_last_used"\r\n"<root_account>","r","N/A"\r\n',
      found,
    ],
    ["that has no row of the root user", "user,arn\nada,a\n", { generatedTime, root: undefined }],
    ["of nobody", "user,arn\n", { generatedTime, root: undefined }],
    ["with a name in another row that holds a comma", `${text.trim()}\nb,c,a,N/A\n`, found],
  ])("reads a report %s", async (_what, content, expected) => {
    iam.on(GenerateCredentialReportCommand).resolves({ State: "COMPLETE" });
    iam.on(GetCredentialReportCommand).resolves(report(content));
    await expect(collect()).resolves.toEqual(expected);
  });

  test.each([
    ["empty", report(""), "no column user"],
    ["without its column user", report("arn\nr"), "no column user"],
    ["whose root row lacks a value", report("user,arn\n<root_account>\n"), "1 values for the root user in 2 columns"],
    ["not CSV", report('user,arn\n<root_account>,"r'), "not valid CSV"],
    ["without a time", { ...report(text), GeneratedTime: undefined }, "without its content or its time"],
    ["without content", { ...report(text), Content: undefined }, "without its content or its time"],
  ])("fails on a report that is %s", async (_what, answer, message) => {
    iam.on(GenerateCredentialReportCommand).resolves({ State: "COMPLETE" });
    iam.on(GetCredentialReportCommand).resolves(answer);
    await expect(collect()).rejects.toThrow(message);
  });
});
