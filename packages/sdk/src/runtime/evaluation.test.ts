import { describe, expect, test } from "@jest/globals";
import { isThrottling, isTransient, toWire } from "./evaluation.ts";

/** An error as the SDK throws it for a service's answer. */
function serviceError(name: string, members: object = {}): Error {
  return Object.assign(new Error("No."), { name, $metadata: { httpStatusCode: 400 }, ...members });
}

describe("an error that may pass", () => {
  test.each([
    "ThrottlingException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "SlowDown",
    "ProvisionedThroughputExceededException",
    "PriorRequestNotComplete",
    "TransactionInProgressException",
  ])("is %s: the caller was slowed down", (name) => {
    expect(isThrottling(serviceError(name))).toBe(true);
    expect(isTransient(serviceError(name))).toBe(true);
  });

  test("is one with the status 429, whatever its name", () => {
    const error = serviceError("CustomException", { $metadata: { httpStatusCode: 429 } });
    expect(isThrottling(error)).toBe(true);
    expect(isTransient(error)).toBe(true);
  });

  test.each([500, 503])("is one with the status %d, whatever its name", (httpStatusCode) => {
    const error = serviceError("CustomException", { $metadata: { httpStatusCode } });
    expect(isThrottling(error)).toBe(false);
    expect(isTransient(error)).toBe(true);
  });

  test.each([
    "InternalFailure",
    "InternalServerError",
    "InternalServerException",
    "ServiceUnavailable",
    "ServiceUnavailableException",
    "TimeoutError",
    "RequestTimeout",
    "RequestTimeoutException",
  ])("is %s, whatever its status", (name) => {
    expect(isThrottling(serviceError(name))).toBe(false);
    expect(isTransient(serviceError(name))).toBe(true);
  });

  test.each(["ENETUNREACH", "EHOSTUNREACH", "EAI_AGAIN", "ENOTFOUND", "ECONNRESET", "EPIPE", "ETIMEDOUT"])(
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
  test.each([
    "LimitExceededException",
    "VpcLimitExceeded",
    "AccessDeniedException",
    "ValidationException",
    "InternalRuleError",
    "InvalidRequestTimeout",
    "NoInternalFailure",
    "ServiceUnavailableInRegion",
  ])("is %s, also where a rule wrapped it", (name) => {
    const error = serviceError(name);
    expect(isThrottling(error)).toBe(false);
    expect(isTransient(error)).toBe(false);
    expect(isTransient(new Error("The keys cannot be read.", { cause: error }))).toBe(false);
  });

  test("is one of the system that is none of the network's", () => {
    expect(isTransient(Object.assign(new TypeError("No file."), { code: "ENOENT" }))).toBe(false);
  });

  test("is one of two that name each other as their cause", () => {
    const [one, other] = [serviceError("OneException"), serviceError("OtherException")];
    one.cause = other;
    other.cause = one;
    expect(isTransient(one)).toBe(false);
  });

  test("is one that names itself as its cause", () => {
    const error = new Error("Round and round.");
    error.cause = error;
    expect(isTransient(error)).toBe(false);
  });

  test.each([null, "500", { httpStatusCode: "500" }, {}])("is one whose $metadata is %j", ($metadata) => {
    expect(isTransient(serviceError("CustomException", { $metadata }))).toBe(false);
  });

  test("is one whose $retryable is not set, as every error of the SDK has it", () => {
    expect(isTransient(serviceError("CustomException", { $retryable: undefined }))).toBe(false);
  });

  test.each([undefined, null, "ThrottlingException", { name: "ThrottlingException" }])("is no error: %j", (thrown) => {
    expect(isTransient(thrown)).toBe(false);
  });
});

test.each<[string | undefined, object]>([
  [undefined, {}],
  ["", {}],
  ["It is bad.", { Annotation: "It is bad." }],
])("an evaluation with the annotation %j has %j on the wire, where none may be empty", (annotation, expected) => {
  const orderingTimestamp = new Date("2026-01-15T12:00:00.000Z");
  const resource = { resourceType: "AWS::S3::Bucket", resourceId: "bucket" };
  expect(toWire({ ...resource, complianceType: "NOT_APPLICABLE", annotation, orderingTimestamp })).toStrictEqual({
    ComplianceResourceType: "AWS::S3::Bucket",
    ComplianceResourceId: "bucket",
    ComplianceType: "NOT_APPLICABLE",
    OrderingTimestamp: orderingTimestamp,
    ...expected,
  });
});
