import {
  GetAccountPasswordPolicyCommand,
  IAMClient,
  IAMServiceException,
  NoSuchEntityException,
} from "@aws-sdk/client-iam";
import { afterEach, describe, expect, test } from "@jest/globals";
import { controlExists } from "@rulewright/catalog/controls";
import { findRunbook, runbookExists } from "@rulewright/catalog/runbooks";
import { isParameterReference, toAnnotation } from "@rulewright/sdk";
import { FIXTURE, casesFor, recordingAws } from "@rulewright/testing";
import { mockClient } from "aws-sdk-client-mock";
import rule from "./rule.ts";
import { shortfalls } from "./shortfalls.ts";

const STRICT = {
  MinimumPasswordLength: 14,
  RequireSymbols: true,
  RequireNumbers: true,
  RequireUppercaseCharacters: true,
  RequireLowercaseCharacters: true,
  AllowUsersToChangePassword: true,
  ExpirePasswords: true,
  MaxPasswordAge: 90,
  PasswordReusePrevention: 24,
  HardExpiry: false,
};
const LAX = {
  RequireUppercaseCharacters: "false",
  RequireLowercaseCharacters: "FALSE",
  RequireSymbols: "false",
  RequireNumbers: "false",
  MinimumPasswordLength: "6",
  PasswordReusePrevention: "1",
  MaxPasswordAge: "1095",
  AllowUsersToChangePassword: "false",
};
const LAXEST = { MinimumPasswordLength: 6, PasswordReusePrevention: 1, ExpirePasswords: true, MaxPasswordAge: 1095 };

casesFor(
  rule,
  [
    { when: "the policy is what the defaults ask", evidence: STRICT, expect: "COMPLIANT" },
    {
      when: "the policy is stricter than asked",
      evidence: {
        ...STRICT,
        MinimumPasswordLength: 15,
        PasswordReusePrevention: 24,
        MaxPasswordAge: 30,
        HardExpiry: true,
      },
      expect: "COMPLIANT",
    },
    { when: "there is no policy", expect: "NON_COMPLIANT", annotation: /^The account has no IAM password policy/ },
    {
      when: "passwords may be one character too short",
      evidence: { ...STRICT, MinimumPasswordLength: 13 },
      expect: "NON_COMPLIANT",
      annotation: /^MinimumPasswordLength 13, wanted >=14$/,
    },
    {
      when: "one earlier password too few is refused",
      evidence: { ...STRICT, PasswordReusePrevention: 23 },
      expect: "NON_COMPLIANT",
      annotation: /^PasswordReusePrevention 23, wanted >=24$/,
    },
    {
      when: "passwords may be used again",
      evidence: { ...STRICT, PasswordReusePrevention: undefined },
      expect: "NON_COMPLIANT",
      annotation: /^PasswordReusePrevention none, wanted >=24$/,
    },
    {
      when: "passwords live a day too long",
      evidence: { ...STRICT, MaxPasswordAge: 91 },
      expect: "NON_COMPLIANT",
      annotation: /^MaxPasswordAge 91, wanted <=90$/,
    },
    {
      when: "passwords do not expire",
      evidence: { ...STRICT, ExpirePasswords: false, MaxPasswordAge: undefined },
      expect: "NON_COMPLIANT",
      annotation: /^MaxPasswordAge none, wanted <=90$/,
    },
    {
      when: "an age of 0 says that passwords do not expire",
      evidence: { ...STRICT, ExpirePasswords: false, MaxPasswordAge: 0 },
      expect: "NON_COMPLIANT",
      annotation: /^MaxPasswordAge none, wanted <=90$/,
    },
    {
      when: "an age is given, but passwords do not expire",
      evidence: { ...STRICT, ExpirePasswords: false },
      expect: "NON_COMPLIANT",
      annotation: /^MaxPasswordAge none, wanted <=90$/,
    },
    {
      when: "passwords expire at an age that is not given",
      evidence: { ...STRICT, MaxPasswordAge: undefined },
      expect: "NON_COMPLIANT",
      annotation: /^MaxPasswordAge none, wanted <=90$/,
    },
    {
      when: "no uppercase letter is required",
      evidence: { ...STRICT, RequireUppercaseCharacters: false },
      expect: "NON_COMPLIANT",
      annotation: /^off: RequireUppercaseCharacters$/,
    },
    {
      when: "no lowercase letter is required",
      evidence: { ...STRICT, RequireLowercaseCharacters: false },
      expect: "NON_COMPLIANT",
      annotation: /^off: RequireLowercaseCharacters$/,
    },
    {
      when: "no symbol is required",
      evidence: { ...STRICT, RequireSymbols: false },
      expect: "NON_COMPLIANT",
      annotation: /^off: RequireSymbols$/,
    },
    {
      when: "the policy does not say whether digits are required",
      evidence: { ...STRICT, RequireNumbers: undefined },
      expect: "NON_COMPLIANT",
      annotation: /^off: RequireNumbers$/,
    },
    {
      when: "users may not change their password",
      evidence: { ...STRICT, AllowUsersToChangePassword: false },
      expect: "NON_COMPLIANT",
      annotation: /^off: AllowUsersToChangePassword$/,
    },
    {
      when: "hard expiry is asked for and off",
      ruleParameters: { HardExpiry: "true" },
      evidence: STRICT,
      expect: "NON_COMPLIANT",
      annotation: /^off: HardExpiry$/,
    },
    {
      when: "hard expiry is asked for and on",
      ruleParameters: { HardExpiry: "true" },
      evidence: { ...STRICT, HardExpiry: true },
      expect: "COMPLIANT",
    },
    {
      when: "little is asked and that is met",
      ruleParameters: LAX,
      evidence: LAXEST,
      expect: "COMPLIANT",
    },
    {
      when: "little is asked and the policy does more",
      ruleParameters: LAX,
      evidence: { ...STRICT, HardExpiry: true },
      expect: "COMPLIANT",
    },
    {
      when: "several settings fall short, all are named",
      evidence: {
        MinimumPasswordLength: 8,
        RequireSymbols: true,
        RequireNumbers: true,
        RequireUppercaseCharacters: false,
        RequireLowercaseCharacters: false,
        AllowUsersToChangePassword: true,
        ExpirePasswords: false,
        PasswordReusePrevention: 5,
      },
      expect: "NON_COMPLIANT",
      annotation:
        /^MinimumPasswordLength 8, wanted >=14; PasswordReusePrevention 5, wanted >=24; MaxPasswordAge none, wanted <=90; off: RequireUppercaseCharacters, RequireLowercaseCharacters$/,
    },
  ],
  { controlExists, runbookExists },
);

test("the longest list of shortfalls fits an annotation", () => {
  const wanted = { ...STRICT, HardExpiry: true, MinimumPasswordLength: 128, MaxPasswordAge: 1094 };
  const found = { ExpirePasswords: true, MaxPasswordAge: 1095 };
  const text = shortfalls(found, wanted).join("; ");
  expect(text).toMatch(/HardExpiry$/);
  expect(toAnnotation(text)).toBe(text);
});

test("remediation gives the runbook every setting, each from the parameter of its name", () => {
  const { parameters = {} } = rule.remediation ?? {};
  const settings = (findRunbook("AWSConfigRemediation-SetIAMPasswordPolicy")?.parameters ?? [])
    .map(({ name }) => name)
    .filter((name) => name !== "AutomationAssumeRole");
  expect(settings).toHaveLength(9);
  expect(Object.keys(parameters).toSorted()).toEqual(settings.toSorted());
  expect(Object.keys(rule.parameters ?? {}).toSorted()).toEqual(settings.toSorted());
  for (const [name, value] of Object.entries(parameters)) {
    expect(isParameterReference(value) && value["~parameter"]).toBe(name);
  }
});

describe("collect", () => {
  const iam = mockClient(IAMClient);
  const aws = recordingAws(rule);
  const { accountId, region, partition } = FIXTURE;
  const collect = async () =>
    rule.collect?.({
      aws,
      account: { accountId, region, partition },
      parameters: { ...STRICT, HardExpiry: false },
      subject: { resourceId: accountId },
    });
  afterEach(() => {
    iam.reset();
  });

  test("gives the policy's members", async () => {
    iam.on(GetAccountPasswordPolicyCommand).resolves({ PasswordPolicy: STRICT });
    await expect(collect()).resolves.toEqual(STRICT);
  });

  test("gives nothing where there is no policy", async () => {
    iam.on(GetAccountPasswordPolicyCommand).rejects(new NoSuchEntityException({ message: "none", $metadata: {} }));
    await expect(collect()).resolves.toBeUndefined();
  });

  test("fails where access is denied", async () => {
    const denied = new IAMServiceException({ name: "AccessDenied", $fault: "client", message: "no", $metadata: {} });
    iam.on(GetAccountPasswordPolicyCommand).rejects(denied);
    await expect(collect()).rejects.toBe(denied);
  });

  test("fails where the answer holds no policy", async () => {
    iam.on(GetAccountPasswordPolicyCommand).resolves({});
    await expect(collect()).rejects.toThrow("without a policy");
  });
});
