import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { AwsEndpoint } from "@rulewright/testing";
import { BUCKETS, runAgainst, startAws } from "./support/publishing.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

/** A rule with parameters, one of them secret, and a runbook of its own. */
const RULE = `import { RESOURCE_ID, compliant, defineRule, defineRunbook, nonCompliant, parameter } from "@rulewright/sdk";
export const runbook = defineRunbook({
  description: "Encrypts a topic.",
  parameters: {
    Topic: { type: "String", description: "ARN of the topic." },
    State: { type: "String", description: "What to make of it." },
    Pin: { type: "String", description: "A pin." },
  },
  steps: [
    {
      name: "Encrypt",
      action: "aws:executeAwsApi",
      isEnd: true,
      inputs: { Service: "sns", Api: "SetTopicAttributes", TopicArn: "{{ Topic }}", AttributeName: "KmsMasterKeyId", AttributeValue: "{{ State }}{{ Pin }}" },
    },
  ],
});
export default defineRule({
  name: "mine",
  description: "Topics are encrypted.",
  severity: "LOW",
  resourceTypes: ["AWS::SNS::Topic"],
  parameters: {
    key: { type: "string", default: "any", description: "The key." },
    pin: { type: "string", secret: true, description: "A secret." },
  },
  remediation: {
    runbook,
    parameters: { Topic: RESOURCE_ID, State: "Enabled", Pin: parameter("pin") },
    permissions: [{ actions: ["sns:SetTopicAttributes"], resources: ["arn:*:sns:*:*:*"] }],
  },
  evaluate: ({ configurationItem, parameters }) =>
    configurationItem.configuration.KmsMasterKeyId === parameters.key ? compliant() : nonCompliant("The key is another."),
});
`;

const PACK = `import { defineConformancePack, use } from "@rulewright/sdk/synthesis";
import mine from "./mine.ts";
export default defineConformancePack({
  name: "baseline",
  exemptAs: "not-applicable",
  exemptions: [
    { id: "RISK-1", rule: "mine", accounts: ["*"], resourceIds: ["one", "two"], reason: "Planted reason.", owner: "planted-owner", expires: "2099-01-01" },
    { id: "RISK-2", rule: "mine", accounts: ["*"], resourceIds: ["three"], reason: "Planted reason.", owner: "planted-owner", expires: "2099-01-01" },
  ],
  deployment: {
    permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary",
    alarmTopicArn: "arn:aws:sns:eu-west-1:111122223333:alarms",
    environment: { TOKEN: "planted-token" },
    change: { timeoutSeconds: 30 },
  },
  rules: [use(mine, { parameters: { key: "one-key", pin: "planted-1" }, remediation: { automatic: true } })],
});
`;

const PLACE = ["--bucket-prefix", BUCKETS, "--regions", "eu-west-1"];

let endpoint: AwsEndpoint;
beforeAll(async () => {
  endpoint = await startAws(["eu-west-1"], false);
  const folder = await temporaryFolder({ "mine.ts": RULE, "a.pack.ts": PACK });
  const argv = ["publish", join(folder, "a.pack.ts"), ...PLACE, "--out", join(folder, "dist"), "--yes"];
  expect(await runAgainst(endpoint, argv)).toMatchObject({ code: 0 });
}, 120_000);
afterAll(() => endpoint.close());

/** A text with every replacement done, each of which must change it. */
function edited(text: string, ...replacements: readonly (readonly [string, string])[]): string {
  return replacements.reduce((before, [from, to]) => {
    expect(before).toContain(from);
    return before.replaceAll(from, to);
  }, text);
}

/** What `diff` prints between what is published and these sources. */
async function differing(pack: string, rule = RULE, options: readonly string[] = []) {
  const folder = await temporaryFolder({ "mine.ts": rule, "a.pack.ts": pack });
  const argv = ["diff", join(folder, "a.pack.ts"), ...PLACE, "--out", join(folder, "dist"), ...options];
  const ran = await runAgainst(endpoint, argv);
  return {
    ...ran,
    lines: ran.stdout
      .split("\n")
      .filter((line) => /^ {2}[!+~-] /.test(line))
      .map((line) => line.trim()),
  };
}

const ALARMS =
  "alarm ChangeFunctionErrorsAlarm, ChangeFunctionDroppedAlarm, ChangeFunctionAgeAlarm, ReevaluationFunctionErrorsAlarm";

/** What changes in the pack's source, and the lines that tell so. */
type Row = [string, readonly [string, string], readonly (string | RegExp)[]];

describe("rulewright diff of what synth writes", () => {
  test("is empty where nothing differs", async () => {
    expect(await differing(PACK)).toMatchObject({ code: 0, lines: [] });
  });

  test.each<Row>([
    [
      "a boundary that is gone",
      ['    permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary",\n', ""],
      [
        '! permissions boundary of role ChangeFunctionRole, role MineRemediationRole, role ReevaluationFunctionRole: "arn:aws:iam::111122223333:policy/boundary" → unset',
      ],
    ],
    [
      "alarms that are off",
      ["change: {", "alarms: false, change: {"],
      [`! ${ALARMS} is gone: nobody learns what it told`],
    ],
    [
      "a topic that alarms go to no more",
      ['    alarmTopicArn: "arn:aws:sns:eu-west-1:111122223333:alarms",\n', ""],
      [/^! topic of alarms of alarm \w+, .+: \["arn:aws:sns:eu-west-1:111122223333:alarms"\] → unset$/],
    ],
    [
      "how a function runs",
      ["timeoutSeconds: 30", "timeoutSeconds: 40, memoryMb: 1024, reservedConcurrency: 2"],
      [
        "~ memory in MB of function ChangeFunction: 256 → 1024",
        "~ reserved concurrency of function ChangeFunction: unset → 2",
        "~ timeout in seconds of function ChangeFunction: 30 → 40",
      ],
    ],
    [
      "a path of roles and how long logs are kept",
      ["change: {", 'rolePath: "/rulewright/", logRetentionDays: 14, change: {'],
      [
        "~ log retention in days of log group ChangeFunctionLogs, log group ReevaluationFunctionLogs: 90 → 14",
        '~ path of roles of role ChangeFunctionRole, role MineRemediationRole, role ReevaluationFunctionRole: unset → "/rulewright/"',
      ],
    ],
    [
      "an environment, without values",
      ["planted-token", "planted-other"],
      ["~ environment variable TOKEN of function ChangeFunction, function ReevaluationFunction differs"],
    ],
    [
      "a network, with what it lets the roles do",
      [
        "change: {",
        'vpc: { subnetIds: ["subnet-0123456789abcdef0"], securityGroupIds: ["sg-0123456789abcdef0"] }, change: {',
      ],
      [
        /^! the role of function change, the role ReevaluationFunctionRole may also ec2:AssignPrivateIpAddresses on arn:/,
        '~ VPC of function ChangeFunction, function ReevaluationFunction: unset → {"SecurityGroupIds":["sg-0123456789abcdef0"],"SubnetIds":["subnet-0123456789abcdef0"]}',
      ],
    ],
    [
      "a secret, without values",
      ["planted-1", "planted-2"],
      [
        "! parameter Pin of the remediation of mine: (secret) → another (secret)",
        "~ parameter pin of mine: (secret) → another (secret)",
      ],
    ],
    [
      "an exemption that is lost",
      [PACK.split("\n").find((line) => line.includes("RISK-2")) ?? "", ""],
      ["! mine loses exemption RISK-2: automatic remediation acts on what it covered"],
    ],
    [
      "an exemption that covers more",
      ['["three"]', '["three", "four"]'],
      ['~ resourceIds of exemption RISK-2 of mine: ["three"] → ["three","four"]'],
    ],
    [
      "what exempt resources show as",
      ['exemptAs: "not-applicable"', 'exemptAs: "non-compliant"'],
      [
        "! what is exempt from mine shows as non-compliant, not not-applicable (exemptAs): automatic remediation acts on it",
      ],
    ],
  ])("tells of %s", async (_what, replacement, lines) => {
    const ran = await differing(edited(PACK, replacement));
    expect(ran.lines).toEqual(lines.map((line) => (typeof line === "string" ? line : expect.stringMatching(line))));
    expect(ran.code).toBe(ran.lines.some((line) => line.startsWith("!")) ? 1 : 0);
    expect(ran.stdout + ran.stderr).not.toMatch(/planted/);
  });

  test("tells another runbook, its parameters and the code apart, each for itself", async () => {
    const rule = edited(RULE, ["Encrypts a topic.", "Encrypts any topic."], ['State: "Enabled"', 'State: "Suspended"']);
    const { lines } = await differing(PACK, rule);
    expect(lines).toEqual([
      '! parameter State of the remediation of mine: "Enabled" → "Suspended"',
      "! runbook of mine differs: it does something else without a person",
      "~ rule mine has other code",
    ]);
  });

  test("tells of code beside a parameter, as JSON too, and never of a secret", async () => {
    const rule = edited(RULE, ["The key is another.", "Another key."]);
    const pack = edited(PACK, ["one-key", "other-key"], ["planted-1", "planted-2"]);
    const { stdout, stderr } = await differing(pack, rule, ["--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      needsAcceptance: true,
      packs: [
        {
          changes: [
            { kind: "parameter-changed", message: 'parameter key of mine: "one-key" → "other-key"' },
            { kind: "parameter-changed", message: "parameter pin of mine: (secret) → another (secret)" },
            { kind: "code-changed", message: "rule mine has other code" },
            { kind: "remediation-changed" },
          ],
        },
      ],
    });
    expect(stdout + stderr).not.toMatch(/planted/);
  });
});
