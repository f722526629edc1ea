import { describe, expect, test } from "@jest/globals";
import { findManagedRule } from "@rulewright/catalog/managed-rules";
import { compliant, definePeriodicRule, type ParameterSpecs } from "@rulewright/sdk";
import { boundsOn } from "./bounds.ts";
import { camelCase, customEntry, managedEntry, packLines } from "./pack-lines.ts";
import { boundsOnRule } from "./rule-facts.ts";

function managed(identifier: string): string {
  const rule = findManagedRule(identifier);
  if (!rule) throw new Error(`AWS has no managed rule ${identifier}.`);
  return managedEntry(rule, boundsOn([identifier]));
}

describe("a managed rule's entry", () => {
  test.each([
    ["nothing to set", "S3_BUCKET_VERSIONING_ENABLED", 'managedRule("S3_BUCKET_VERSIONING_ENABLED"),'],
    ["a bound", "ACCESS_KEYS_ROTATED", 'managedRule("ACCESS_KEYS_ROTATED", { parameters: { maxAccessKeyAge: 90 } }),'],
    [
      "one of several parameters",
      "RESTRICTED_INCOMING_TRAFFIC",
      'managedRule("RESTRICTED_INCOMING_TRAFFIC", {\n  parameters: {\n    blockedPort1: 20,\n    blockedPort2: 21,\n    blockedPort3: 3389,\n    blockedPort4: 3306,\n    blockedPort5: 4333,\n  },\n}),',
    ],
    [
      "a list",
      "ALB_DESYNC_MODE_CHECK",
      'managedRule("ALB_DESYNC_MODE_CHECK", {\n  parameters: { desyncMode: ["defensive", "strictest"] },\n}),',
    ],
    [
      "the console's default",
      "REQUIRED_TAGS",
      'managedRule("REQUIRED_TAGS", {\n  parameters: {\n    tag1Key: "CostCenter", // the console\'s default\n  },\n}),',
    ],
    [
      "a value nobody knows",
      "CLOUDFORMATION_STACK_DRIFT_DETECTION_CHECK",
      'managedRule("CLOUDFORMATION_STACK_DRIFT_DETECTION_CHECK", {\n  parameters: {\n    cloudformationRoleArn: "arn:aws:iam::111122223333:role/example", // set your own\n  },\n}),',
    ],
    [
      "text where AWS wants text",
      "CLOUDWATCH_ALARM_ACTION_CHECK",
      expect.stringContaining('okActionRequired: "false"'),
    ],
    [
      "a bound that another contradicts",
      "VPC_SG_PORT_RESTRICTION_CHECK",
      expect.stringContaining('ipType: "IPv4", // cis-3.0.0/5.3 wants IPv6'),
    ],
  ])("sets %s", (_what, identifier, line) => {
    expect(managed(identifier)).toEqual(line);
  });
});

describe("an entry of a rule of ours", () => {
  const rule = (parameters: ParameterSpecs) =>
    definePeriodicRule({
      name: "password-policy",
      description: "Passwords are long.",
      severity: "LOW",
      resourceTypes: ["AWS::::Account"],
      schedule: "One_Hour",
      scope: "global",
      replaces: ["IAM_PASSWORD_POLICY"],
      parameters,
      evaluate: () => compliant(),
    });
  const length = { type: "integer", description: "Fewest characters." } as const;

  test.each<[string, ParameterSpecs, string]>([
    [
      "nothing of a default that is as strict",
      { MinimumPasswordLength: { ...length, default: 14 } },
      "use(passwordPolicy),",
    ],
    [
      "nothing of a default that is stricter",
      { MinimumPasswordLength: { ...length, default: 20 } },
      "use(passwordPolicy),",
    ],
    [
      "a bound that the default misses",
      { MinimumPasswordLength: { ...length, default: 8 } },
      "use(passwordPolicy, { parameters: { MinimumPasswordLength: 14 } }),",
    ],
    [
      "a required parameter by its bound",
      { MinimumPasswordLength: { ...length, required: true } },
      "use(passwordPolicy, { parameters: { MinimumPasswordLength: 14 } }),",
    ],
    [
      "required parameters without a bound, in their form",
      {
        days: { type: "integer", minimum: 3, required: true, description: "Days." },
        mode: { type: "string", enum: ["a", "b"], required: true, description: "Mode." },
        on: { type: "boolean", required: true, description: "On." },
        ids: { type: "array", items: { type: "string" }, required: true, description: "Ids." },
      },
      [
        "use(passwordPolicy, {",
        "  parameters: {",
        "    days: 3, // set your own",
        '    mode: "a", // set your own',
        "    on: false, // set your own",
        '    ids: ["example"], // set your own',
        "  },",
        "}),",
      ].join("\n"),
    ],
  ])("sets %s", (_what, parameters, line) => {
    const made = rule(parameters);
    expect(customEntry(made, boundsOnRule(made))).toBe(line);
  });

  test("comes with the imports it needs", () => {
    const made = { rule: rule({}), bounds: [] };
    expect(packLines([made], [], true).imports).toEqual([
      'import { passwordPolicy } from "@rulewright/rules";',
      'import { use } from "@rulewright/sdk/synthesis";',
    ]);
    expect(packLines([made], [], false).imports[0]).toBe("// import passwordPolicy from the module that exports it");
    expect(packLines([], [], true)).toEqual({ imports: [], entries: [] });
  });
});

test("names are camel-cased as @rulewright/rules exports them", () => {
  expect(camelCase("ec2-security-group-admin-ports-closed")).toBe("ec2SecurityGroupAdminPortsClosed");
});
