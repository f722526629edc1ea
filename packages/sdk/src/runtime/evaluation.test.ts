import { describe, expect, test } from "@jest/globals";
import { isThrottling, isTransient } from "./evaluation.ts";

/** An error as the SDK throws it for a service's answer. */
function serviceError(name: string, members: object = {}): Error {
  return Object.assign(new Error("No."), { name, $metadata: { httpStatusCode: 400 }, ...members });
}

describe("an error that may pass", () => {
  test.each([
    "ThrottlingException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "SlowDown",
    "ProvisionedThroughputExceededException",
    "PriorRequestNotComplete",
  ])("is %s: the caller was slowed down", (name) => {
    expect(isThrottling(serviceError(name))).toBe(true);
    expect(isTransient(serviceError(name))).toBe(true);
  });

  test.each([
    "InternalFailure",
    "InternalServerError",
    "InternalServerException",
    "ServiceUnavailable",
    "ServiceUnavailableException",
  ])("is %s, whatever its status", (name) => {
    expect(isThrottling(serviceError(name))).toBe(false);
    expect(isTransient(serviceError(name))).toBe(true);
  });

  test.each(["ENETUNREACH", "EHOSTUNREACH", "EAI_AGAIN", "ENOTFOUND", "ECONNRESET", "ETIMEDOUT"])(
    "is one of the network with the code %s, however it is named",
    (code) => {
      expect(isTransient(Object.assign(new Error("No way."), { code }))).toBe(true);
      expect(isTransient(Object.assign(new TypeError("No way."), { code }))).toBe(true);
    },
  );

  test.each([[{}], [{ throttling: true }]])("is one that the SDK marks with $retryable %j", ($retryable) => {
    expect(isTransient(serviceError("KMSInternalException", { $retryable }))).toBe(true);
    expect(isTransient(serviceError("LimitExceededException", { $retryable }))).toBe(true);
  });

  test("is one that a rule wrapped in its own words", () => {
    const cause = serviceError("CustomException", { $retryable: {} });
    expect(isTransient(new Error("The keys cannot be read.", { cause }))).toBe(true);
  });
});

describe("an error that stays", () => {
  test.each(["LimitExceededException", "AccessDeniedException", "ValidationException", "InternalRuleError"])(
    "is %s",
    (name) => {
      expect(isThrottling(serviceError(name))).toBe(false);
      expect(isTransient(serviceError(name))).toBe(false);
    },
  );

  test("is one whose $retryable is not set, as every error of the SDK has it", () => {
    expect(isTransient(serviceError("CustomException", { $retryable: undefined }))).toBe(false);
  });

  test.each([undefined, null, "ThrottlingException", { name: "ThrottlingException" }])("is no error: %j", (thrown) => {
    expect(isTransient(thrown)).toBe(false);
  });
});
