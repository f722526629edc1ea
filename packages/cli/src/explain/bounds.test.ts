import { expect, test } from "@jest/globals";
import { boundText, boundedSetting, boundsOn, meets, parameterBounds } from "./bounds.ts";

const boundsOf = (identifier: string, parameter: string) => parameterBounds(boundsOn([identifier]), parameter);

test.each([
  ["the longest of several lower bounds", "IAM_PASSWORD_POLICY", "MinimumPasswordLength", 14],
  ["the smallest of several upper bounds", "IAM_USER_UNUSED_CREDENTIALS_CHECK", "maxCredentialUsageAge", 45],
  ["a version, not a number", "EKS_CLUSTER_SUPPORTED_VERSION", "oldestVersionSupported", "1.34"],
  [
    "all elements that any control wants",
    "VPC_ENDPOINT_ENABLED",
    "serviceNames",
    ["ecr.api", "ecr.dkr", "ssm", "ssm-contacts", "ssm-incidents"],
  ],
  ["every value allowed", "CLB_DESYNC_MODE_CHECK", "desyncMode", ["defensive", "strictest"]],
  ["a fixed value", "VPC_FLOW_LOGS_ENABLED", "trafficType", "REJECT"],
])("the setting is %s", (_what, identifier, parameter, value) => {
  expect(boundedSetting(boundsOf(identifier, parameter))).toEqual({ value, others: [] });
});

test("what cannot be met together is named", () => {
  const setting = boundedSetting(boundsOf("VPC_SG_PORT_RESTRICTION_CHECK", "ipType"));
  expect(setting).toMatchObject({ value: "IPv4", others: [{ value: "IPv6" }] });
});

test("no bound, no setting", () => {
  expect(boundedSetting(boundsOf("IAM_PASSWORD_POLICY", "Nothing"))).toBeUndefined();
});

test("equal bounds stand together with their controls", () => {
  const [first] = boundsOf("ACCESS_KEYS_ROTATED", "maxAccessKeyAge");
  expect(first).toMatchObject({ op: "<=", value: 90, stricter: "lower" });
  expect(first?.controls).toEqual(expect.arrayContaining(["cis-1.2.0/1.4", "securityhub/IAM.3"]));
});

const controls: readonly string[] = [];
test.each([
  [{ op: ">=", value: 14, controls }, 14, true, "at least 14"],
  [{ op: ">=", value: 14, controls }, 9, false, "at least 14"],
  [{ op: ">=", value: "1.34", controls }, "1.9", false, "at least 1.34"],
  [{ op: "<=", value: 90, controls }, 45, true, "at most 90"],
  [{ op: "<=", value: 90, controls }, 365, false, "at most 90"],
  [{ op: "=", value: 30, stricter: "higher", controls }, 45, true, "30"],
  [{ op: "=", value: true, controls }, false, false, "true"],
  [{ op: "in", value: ["a", "b"], controls }, ["b"], true, "one of a, b"],
  [{ op: "in", value: ["a", "b"], controls }, ["b", "c"], false, "one of a, b"],
  [{ op: "contains", value: ["22"], controls }, [22, 3389], true, "includes 22"],
  [{ op: "contains", value: ["22"], controls }, [3389], false, "includes 22"],
] as const)("%j is met by %j: %s", (bound, value, isMet, text) => {
  expect(meets(bound, value)).toBe(isMet);
  expect(boundText(bound)).toBe(text);
});
