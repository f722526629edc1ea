import { expect, test } from "@jest/globals";
import { findManagedRule, managedRuleNames, managedRules } from "./managed-rules.ts";

test.each([
  ["INCOMING_SSH_DISABLED", "restricted-ssh"],
  ["RESTRICTED_INCOMING_TRAFFIC", "restricted-common-ports"],
  ["MULTI_REGION_CLOUD_TRAIL_ENABLED", "multi-region-cloudtrail-enabled"],
  ["CLOUD_TRAIL_ENABLED", "cloudtrail-enabled"],
  ["INSTANCES_IN_VPC", "ec2-instances-in-vpc"],
  ["EC2_INSTANCE_MANAGED_BY_SSM", "ec2-instance-managed-by-systems-manager"],
])("%s is the rule %s, and its identifier in kebab case finds it too", (identifier, name) => {
  const rule = findManagedRule(identifier);
  expect(rule?.name).toBe(name);
  expect(findManagedRule(name)).toBe(rule);
  expect(rule?.docName).toBe(identifier.toLowerCase().replaceAll("_", "-"));
  expect(findManagedRule(rule?.docName ?? "")).toBe(rule);
});

test("names follow the identifier wherever no trap is listed", () => {
  const odd = managedRules().filter((rule) => rule.name !== rule.identifier.toLowerCase().replaceAll("_", "-"));
  expect(odd).toHaveLength(6);
  expect(managedRules().filter((rule) => rule.cdkName !== undefined)).toHaveLength(19);
});

test.each([
  ["ACCESS_KEYS_ROTATED", "maxAccessKeyAge"],
  ["IAM_PASSWORD_POLICY", "MaxPasswordAge"],
  ["EC2_STOPPED_INSTANCE", "AllowedDays"],
  ["S3_BUCKET_BLACKLISTED_ACTIONS_PROHIBITED", "blacklistedActionPattern"],
])("%s spells its parameter %s", (identifier, parameter) => {
  expect(findManagedRule(identifier)?.parameters?.map(({ name }) => name)).toContain(parameter);
});

test("a rule of neither name is not found", () => {
  expect(findManagedRule("RESTRICTED_SSH")).toBeUndefined();
  expect(findManagedRule("Restricted-SSH")).toBeUndefined();
  expect(findManagedRule("toString")).toBeUndefined();
});

test("names are in order, and no two rules share one", () => {
  const names = managedRuleNames();
  expect(names).toEqual([...new Set(names)].toSorted());
  expect(names).toHaveLength(managedRules().length + 6);
});

test("only the placeholder has no trigger", () => {
  const placeholders = managedRules().filter((rule) => rule.trigger === null);
  expect(placeholders.map((rule) => [rule.identifier, rule.placeholder])).toEqual([["AWS_CONFIG_PROCESS_CHECK", true]]);
});

test("a rule of some Regions names them, sorted", () => {
  const limited = managedRules().flatMap(({ regions }) => (regions === undefined ? [] : [regions]));
  expect(limited.length).toBeGreaterThan(0);
  for (const regions of limited) {
    expect(regions).toEqual([...new Set(regions)].sort());
    for (const region of regions) expect(region).toMatch(/^[a-z]+(-[a-z]+)+-\d$/);
  }
});

test("a rule about the whole account is started by a schedule and judges no resource", () => {
  const wide = managedRules().filter(({ accountWide }) => accountWide);
  expect(wide.map(({ identifier }) => identifier)).toContain("S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC");
  for (const { trigger, resourceTypes } of wide) {
    expect(trigger).toBe("periodic");
    expect(resourceTypes.filter((type) => type !== "AWS::::Account")).toEqual([]);
  }
});
