import { expect, test } from "@jest/globals";
import { explainReason } from "./reasons.ts";

test.each<[string, RegExp]>([
  [
    "The sourceIdentifier MACIE_STATUS_CHECK is invalid. Please refer to the documentation for a list of valid sourceIdentifiers",
    /^Rule MACIE_STATUS_CHECK is not available in eu-north-1: give it regions/,
  ],
  ["Rule macie-status-check is not available in region eu-north-1", /^Rule macie-status-check is not available/],
  ["NoAvailableConfigurationRecorderException: no configuration recorder is available", /AWS Config is off there/],
  [
    "Account 222222222222 should have 'x'. User: arn:aws:sts::1:a is not authorized to perform: iam:CreateRole",
    /lacks a permission/,
  ],
  ["explicit deny in a service control policy", /policy of the organization/],
  ["You must enable organizations access to operate a service managed stack set", /activate-organizations-access/],
  ["Your access has been denied by S3. S3 Error Code: AccessDenied", /cannot read the code/],
  ["Rate exceeded", /throttled/],
])("%s", (reason, advice) => {
  expect(explainReason(reason, "eu-north-1")).toMatch(advice);
});

test("what nobody knows is left to AWS's own words", () => {
  expect(explainReason("Internal error 42")).toBeUndefined();
});
