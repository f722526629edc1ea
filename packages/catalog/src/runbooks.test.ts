import { expect, test } from "@jest/globals";
import { findManagedRule } from "./managed-rules.ts";
import { findRunbook, runbookExists, runbooks, runbooksFor } from "./runbooks.ts";

test("a runbook says what takes the resource", () => {
  expect(findRunbook("AWS-CloseSecurityGroup")).toMatchObject({
    resourceTypes: ["AWS::EC2::SecurityGroup"],
    resourceParameter: "SecurityGroupId",
    resourceParameterKind: "id",
    resourceIdFits: "yes",
  });
  expect(findRunbook("AWSConfigRemediation-SetIAMPasswordPolicy")).toMatchObject({
    resourceParameter: null,
    resourceIdFits: null,
  });
  expect(findRunbook("AWS-StopRdsInstance")).toMatchObject({ resourceIdFits: "no" });
});

test("limits are a list or a range", () => {
  const limits = (runbook: string, parameter: string) =>
    findRunbook(runbook)?.parameters.find(({ name }) => name === parameter);
  expect(limits("AWS-ConfigureS3BucketVersioning", "VersioningState")?.allowed).toEqual(["Enabled", "Suspended"]);
  expect(limits("AWSConfigRemediation-EnableRDSInstanceBackup", "BackupRetentionPeriod")).toMatchObject({
    minimum: 1,
    maximum: 35,
  });
});

test("names alone are known of some", () => {
  expect(findRunbook("AWSSupport-ContainIAMPrincipal")).toBeUndefined();
  expect(runbookExists("AWSSupport-ContainIAMPrincipal")).toBe(true);
  expect(runbookExists("AWS-CloseSecurityGroups")).toBe(false);
});

test("the parameter for the resource exists, and successors do too", () => {
  for (const runbook of runbooks()) {
    const names = runbook.parameters.map(({ name }) => name);
    if (runbook.resourceParameter !== null) expect(names).toContain(runbook.resourceParameter);
    if (runbook.supersededBy !== undefined) expect(runbookExists(runbook.supersededBy)).toBe(true);
  }
});

test("every rule a runbook remediates is a managed rule", () => {
  const unknown = runbooks().flatMap((runbook) =>
    runbook.managedRules.filter((rule) => findManagedRule(rule) === undefined),
  );
  expect(unknown).toEqual([]);
  expect(runbooksFor("VPC_DEFAULT_SECURITY_GROUP_CLOSED").map(({ name }) => name)).toContain("AWS-CloseSecurityGroup");
});
