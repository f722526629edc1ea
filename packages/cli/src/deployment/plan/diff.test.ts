import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "@rulewright/sdk";
import { compareReleases } from "./diff.ts";
import { artifacts, packTemplate, target } from "./fixtures/samples.ts";
import { toRelease } from "./release.ts";
import { renderDiff } from "./render-diff.ts";

const made = (template: JsonObject, manifest: JsonObject = {}, parameters: Record<string, string> = {}) => ({
  release: toRelease(artifacts({ template, manifest }), target(), parameters),
  target: target(),
});
const shown = (changes: ReturnType<typeof compareReleases>) =>
  changes.map(({ kind, message, needsAcceptance }) => `${needsAcceptance ? "! " : ""}${kind}: ${message}`);

describe("the difference of two releases", () => {
  test("is nothing between equal ones", () => {
    const one = made(packTemplate({ own: { input: { a: "1" }, automatic: false } }));
    expect(compareReleases(one, one)).toEqual([]);
  });

  test("names rules, parameters, code and remediation", () => {
    const rules = (hash: string) => ({ rules: [{ name: "own", rule: "own", hash, scope: "regional" }] });
    const before = made(
      packTemplate({ own: {}, kept: { input: { a: "1", b: "2" } }, gone: {}, mended: { automatic: false } }),
      rules("h1"),
    );
    const after = made(
      packTemplate({
        own: {},
        kept: { input: { a: "9", c: "3" } },
        fresh: { automatic: true },
        mended: { automatic: true },
      }),
      rules("h2"),
      { MaxAge: "30" },
    );
    expect(shown(compareReleases(before, after))).toEqual([
      "rule-added: rule fresh is new",
      "rule-removed: rule gone is gone: nothing checks for it any more",
      'parameter-changed: parameter a of kept: "1" → "9"',
      'parameter-changed: parameter b of kept: "2" → unset',
      'parameter-changed: parameter c of kept: unset → "3"',
      "code-changed: rule own has other code or exemptions",
      "remediation-added: rule fresh gets a remediation",
      "! remediation-automatic: remediation of fresh becomes automatic: it acts without a person",
      "! remediation-automatic: remediation of mended becomes automatic: it acts without a person",
      'parameter-changed: stack parameter MaxAge: unset → "30"',
    ]);
  });

  test("takes the switch for automatic remediation as seriously as the remediation", () => {
    const template = packTemplate({ own: {} });
    const before = made(template, {}, { EnableAutomaticRemediation: "false" });
    const after = made(template, {}, { EnableAutomaticRemediation: "true" });
    expect(compareReleases(before, after)).toEqual([expect.objectContaining({ needsAcceptance: true })]);
    expect(compareReleases(after, before)).toEqual([expect.objectContaining({ needsAcceptance: false })]);
  });

  test("highlights wider roles: of functions, and of remediations by resource", () => {
    const manifest = (permissions: readonly string[], resources: readonly string[]) => ({
      functions: [{ name: "change", permissions }],
      rules: [
        {
          name: "own",
          rule: "own",
          scope: "regional",
          remediation: { automatic: false, permissions: [{ actions: ["s3:PutBucketAcl"], resources }] },
        },
      ],
    });
    const template = packTemplate({ own: { automatic: false } });
    const before = made(template, manifest(["s3:GetBucketAcl"], ["arn:*:s3:::a"]));
    const after = made(template, manifest(["s3:GetBucketAcl", "iam:ListUsers"], ["*"]));
    expect(shown(compareReleases(before, after))).toEqual([
      "! role-widened: the role of function change may also iam:ListUsers",
      "! role-widened: the remediation role of own may also s3:PutBucketAcl",
      "role-narrowed: the remediation role of own may no longer s3:PutBucketAcl on arn:*:s3:::a",
    ]);
  });

  test("tells where it goes", () => {
    const one = made(packTemplate({ own: {} }));
    const other = { ...one, target: target({ regions: ["eu-west-1"], excludedAccounts: ["111111111111"] }) };
    expect(shown(compareReleases(one, other))).toEqual([
      "target-changed: regions: eu-west-1, us-east-1 → eu-west-1",
      "target-changed: excludedAccounts: none → 111111111111",
    ]);
  });
});

describe("the difference of two stacks", () => {
  const at = (resources: JsonObject, parameters: JsonObject = {}) => ({
    ...made(packTemplate({ own: {} })),
    stackTemplate: { Parameters: parameters, Resources: resources },
  });
  const role = (properties: JsonObject) => ({ Type: "AWS::IAM::Role", Properties: properties });
  const policy = (...statements: readonly JsonObject[]) => [{ PolicyDocument: { Statement: statements } }];
  const allow = (action: string, resource: unknown = "*") => ({
    Sid: "A",
    Effect: "Allow",
    Action: [action],
    Resource: [resource],
  });
  const lambda = (properties: JsonObject = {}) => ({ Type: "AWS::Lambda::Function", Properties: properties });
  const other = (type: string, properties: JsonObject = {}) => ({ Type: type, Properties: properties });

  test.each<[string, JsonObject, JsonObject, readonly string[]]>([
    [
      "a new boundary takes nothing away, another one may",
      { A: role({}), B: role({ PermissionsBoundary: "one" }) },
      { A: role({ PermissionsBoundary: "one" }), B: role({ PermissionsBoundary: "two" }) },
      [
        'stack-changed: permissions boundary of role A: unset → "one"',
        '! boundary-changed: permissions boundary of role B: "one" → "two"',
      ],
    ],
    [
      "what a role may do is told once, with the resource",
      { XRole: role({ Policies: policy(allow("s3:Get", { "Fn::GetAtt": ["Queue", "Arn"] })) }) },
      {
        XRole: role({
          Policies: policy(allow("s3:Get"), allow("s3:Put", { "Fn::Sub": "arn:${AWS::Partition}:s3:::a" })),
        }),
      },
      [
        "! role-widened: the role XRole may also s3:Get, s3:Put on arn:${AWS::Partition}:s3:::a",
        "role-narrowed: the role XRole may no longer s3:Get on ${Queue.Arn}",
      ],
    ],
    [
      "a role that others may assume",
      { A: role({ AssumeRolePolicyDocument: { Statement: [{ Principal: "a" }] } }) },
      { A: role({ AssumeRolePolicyDocument: { Statement: [{ Principal: "b" }] } }) },
      ['! stack-changed: trust policy of role A: "a" → "b"'],
    ],
    [
      "a function comes and goes with all that is its own",
      {
        OwnFunction: lambda(),
        OwnFunctionLogs: other("AWS::Logs::LogGroup"),
        OwnFunctionErrorsAlarm: other("AWS::CloudWatch::Alarm"),
      },
      { NewFunction: lambda(), NewFunctionLogs: other("AWS::Logs::LogGroup") },
      [
        "stack-added: function NewFunction is new, with its role, logs, queue and alarms",
        "stack-removed: function OwnFunction is gone, with its role, logs, queue and alarms",
      ],
    ],
    [
      "a published version of other code is no other resource",
      {
        V: lambda(),
        VVersion0123456789abcdef: other("AWS::Lambda::Version"),
        P: other("AWS::Lambda::Permission", { FunctionName: { Ref: "VVersion0123456789abcdef" } }),
      },
      {
        V: lambda(),
        VVersionfedcba9876543210: other("AWS::Lambda::Version"),
        P: other("AWS::Lambda::Permission", { FunctionName: { Ref: "VVersionfedcba9876543210" } }),
      },
      [],
    ],
    [
      "a key that is gone leaves the queue's own encryption",
      { Q: other("AWS::SQS::Queue", { KmsMasterKeyId: "key" }) },
      { Q: other("AWS::SQS::Queue", { SqsManagedSseEnabled: true }) },
      ['! stack-changed: encryption key of queue Q: "key" → unset'],
    ],
    [
      "what has no words of its own",
      { X: { ...other("AWS::SNS::Topic", { A: { B: [1, { C: "x".repeat(200) }] } }), DeletionPolicy: "Retain" } },
      { X: other("AWS::SNS::Topic", { A: { B: [2, { C: `${"x".repeat(200)}y` }] } }), Y: other("AWS::SNS::Topic") },
      [
        "stack-added: AWS::SNS::Topic Y is new",
        "stack-changed: A.B.0 of AWS::SNS::Topic X: 1 → 2",
        "stack-changed: A.B.1.C of AWS::SNS::Topic X differs",
        'stack-changed: DeletionPolicy of AWS::SNS::Topic X: "Retain" → unset',
      ],
    ],
    [
      "the pack's own text is told by its rules",
      { P: other("AWS::Config::ConformancePack", { TemplateBody: "a", ConformancePackName: "p" }) },
      { P: other("AWS::Config::ConformancePack", { TemplateBody: "b", ConformancePackName: "p" }) },
      [],
    ],
  ])("%s", (_what, was, is, lines) => {
    expect(shown(compareReleases(at(was), at(is)))).toEqual(lines);
  });

  test("tells of parameters as they are declared, but not what CloudFormation itself does not show", () => {
    const before = at({}, { Runtime: { Default: "nodejs22.x" }, Pin: { NoEcho: true, Default: "planted-1" }, Old: {} });
    const after = at(
      {},
      { Runtime: { Default: "nodejs24.x" }, Pin: { NoEcho: true, Default: "planted-2" }, ChangeCodeKey: {} },
    );
    expect(shown(compareReleases(before, after))).toEqual([
      "stack-removed: stack parameter Old is gone",
      "stack-changed: default of stack parameter Pin: (secret) → another (secret)",
      'stack-changed: default of stack parameter Runtime: "nodejs22.x" → "nodejs24.x"',
    ]);
  });

  test("says that a template differs which cannot be read, and what files differ where nothing else does", () => {
    const withStack = (stackText: string, files: readonly JsonObject[] = []) => ({
      release: toRelease({ ...artifacts({ manifest: { files } }), stackText }, target(), {}),
      target: target(),
    });
    expect(shown(compareReleases(withStack("a"), withStack("b")))).toEqual([
      "! stack-changed: the stack's template differs; what is published of it cannot be read",
    ]);
    const file = (sha256: string) => [{ path: "controls.json", sha256 }];
    expect(shown(compareReleases(withStack("a", file("1")), withStack("a", file("2"))))).toEqual([
      "release-changed: nothing that runs differs; controls.json does",
    ]);
  });
});

describe("what the manifest tells of rules", () => {
  const rule = (facts: JsonObject, remediation: JsonObject = {}) => ({
    name: "own",
    logicalId: "Own",
    rule: "own",
    scope: "regional",
    hash: JSON.stringify([facts, remediation]),
    remediation: { automatic: false, permissions: [], ...remediation },
    ...facts,
  });
  const at = (facts: JsonObject, input: JsonObject = {}, parameters: Record<string, string> = {}) =>
    made(packTemplate({ own: { input, automatic: false } }), { rules: [rule(facts)] }, parameters);

  test("code is told apart from parameters", () => {
    const [before, after] = [at({ code: "a" }, { x: "1" }), at({ code: "b" }, { x: "2" })];
    expect(shown(compareReleases(before, after))).toEqual([
      'parameter-changed: parameter x of own: "1" → "2"',
      "code-changed: rule own has other code",
    ]);
    expect(shown(compareReleases(before, at({ code: "a" }, { x: "2" })))).toEqual([
      'parameter-changed: parameter x of own: "1" → "2"',
    ]);
    expect(shown(compareReleases(at({}, { x: "1" }), after))).toEqual([
      'parameter-changed: parameter x of own: "1" → "2"',
      "code-changed: rule own may have other code or exemptions, too",
    ]);
  });

  test("secrets are those of either release, and of what the deployment sets", () => {
    const input = { pin: { Ref: "OwnPin" }, word: "planted-1" };
    const before = at({ code: "a" }, input, { OwnPin: "planted-2" });
    const secretParameters = ["pin", "word"];
    const after = at({ code: "a", secretParameters }, { ...input, word: "planted-3" }, { OwnPin: "planted-4" });
    expect(shown(compareReleases(before, after))).toEqual([
      "parameter-changed: parameter word of own: (secret) → another (secret)",
      "parameter-changed: stack parameter OwnPin: (secret) → another (secret)",
    ]);
    expect(shown(compareReleases(at({ code: "a" }), after))[1]).toBe(
      "parameter-changed: parameter word of own: unset → (secret)",
    );
  });

  test.each<[string, JsonObject, JsonObject, readonly string[]]>([
    [
      "an exemption that only moved is the same",
      {
        entries: [
          { id: "#1", resourceIds: ["a"] },
          { id: "#2", resourceIds: ["b"] },
        ],
      },
      {
        entries: [
          { id: "#1", resourceIds: ["b"] },
          { id: "#2", resourceIds: ["a"] },
        ],
      },
      ["release-changed: nothing that runs differs; manifest.json does"],
    ],
    [
      "without automatic remediation nothing acts on what is exempt no more",
      { entries: [{ id: "R", resourceIds: ["a"], expires: "2030-01-01" }] },
      { entries: [{ id: "S", resourceIds: ["b"], expires: "2030-01-01" }] },
      ["exemptions-changed: own loses exemption R", "exemptions-changed: exemption S of own is new, until 2030-01-01"],
    ],
    [
      "one that ends sooner",
      { entries: [{ id: "R", accounts: ["*"], resourceIds: ["a"], expires: "2030-01-01" }] },
      { entries: [{ id: "R", accounts: ["*"], resourceIds: ["a"], expires: "2029-01-01" }] },
      ['exemptions-changed: expires of exemption R of own: "2030-01-01" → "2029-01-01"'],
    ],
  ])("%s", (_what, was, is, lines) => {
    const [before, after] = [at({ code: "a", exemptions: was }), at({ code: "a", exemptions: is })];
    expect(shown(compareReleases(before, after))).toEqual(lines);
  });

  test.each<[string, JsonObject, boolean]>([
    ["longer, for more resources", { accounts: ["*"], resourceIds: ["a", "b"], expires: "2031-01-01" }, false],
    ["anywhere", { accounts: ["*"], resourceIds: ["a"], expires: "2030-01-01", regions: undefined }, false],
    ["sooner", { accounts: ["*"], resourceIds: ["a"], expires: "2029-01-01", regions: ["eu-west-1"] }, true],
    ["another resource", { accounts: ["*"], resourceIds: ["b"], expires: "2030-01-01", regions: ["eu-west-1"] }, true],
    [
      "for those with a tag",
      { accounts: ["*"], resourceIds: ["a"], expires: "2030-01-01", tags: [{ key: "k", pattern: "v" }] },
      true,
    ],
  ])("an exemption %s, of an automatic remediation", (_what, covers, isRisky) => {
    const rules = (entry: JsonObject) => [
      rule({ code: "a", exemptions: { entries: [{ id: "R", ...entry }] } }, { automatic: true }),
    ];
    const template = packTemplate({ own: { automatic: true } });
    const was = { accounts: ["*"], resourceIds: ["a"], expires: "2030-01-01", regions: ["eu-west-1"] };
    const changes = compareReleases(made(template, { rules: rules(was) }), made(template, { rules: rules(covers) }));
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.every(({ needsAcceptance }) => needsAcceptance === isRisky)).toBe(true);
  });

  test("where a rule is, and what becomes of errors", () => {
    const before = at({ code: "a", onError: "non-compliant" });
    const after = at({ code: "a", onError: "not-applicable", regions: ["eu-west-1"], scope: "global" });
    expect(shown(compareReleases(before, after))).toEqual([
      "rule-changed: Regions of own: all → eu-west-1",
      "rule-changed: scope of own: regional → global",
      "rule-changed: onError of own: non-compliant → not-applicable",
    ]);
  });

  test.each([
    [true, "! runbook-changed: runbook of own differs: it does something else without a person"],
    [false, "runbook-changed: runbook of own differs"],
  ])("a runbook of its own, automatic %s", (automatic, line) => {
    const runbook = { runbookLogicalId: "OwnRunbook", runbookFile: "runbooks/own.yaml" };
    const side = (sha256: string) => ({
      ...made(packTemplate({ own: { automatic } }), {
        rules: [rule({ code: "a" }, runbook)],
        files: [{ path: "runbooks/own.yaml", sha256 }],
      }),
      stackTemplate: { Resources: { OwnRunbook: { Type: "AWS::SSM::Document", Properties: { Content: sha256 } } } },
    });
    expect(shown(compareReleases(side("1"), side("2")))).toEqual([line]);
  });
});

describe("the difference of two rules in the pack's template", () => {
  const at = (rule: JsonObject, remediation: JsonObject) =>
    made({
      Resources: {
        Own: { Type: "AWS::Config::ConfigRule", Properties: { ConfigRuleName: "own", ...rule } },
        Mend: { Type: "AWS::Config::RemediationConfiguration", Properties: { ConfigRuleName: "own", ...remediation } },
      },
    });
  const given = (...values: readonly unknown[]) => ({ StaticValue: { Values: values } });
  const switched = (value: unknown) => ({ "Fn::If": ["AutomaticRemediation", value, { Ref: "AWS::NoValue" }] });

  test("what starts it, its Guard text and its description", () => {
    const detail = { EventSource: "aws.config", MessageType: "ScheduledNotification" };
    const before = at(
      { Source: { SourceDetails: [detail], CustomPolicyDetails: { PolicyText: "a" } }, Description: "A." },
      {},
    );
    const after = at(
      {
        Source: {
          SourceDetails: [{ ...detail, MaximumExecutionFrequency: "One_Hour" }],
          CustomPolicyDetails: { PolicyText: "b" },
        },
        Description: "B.",
      },
      {},
    );
    expect(shown(compareReleases(before, after))).toEqual([
      'rule-changed: Description of own: "A." → "B."',
      "code-changed: rule own has another Guard text",
      'schedule-changed: Source.SourceDetails of own: "ScheduledNotification" → "ScheduledNotification One_Hour"',
    ]);
  });

  test.each([
    [switched(true), "! "],
    [false, ""],
  ])("what its remediation does, automatic %j", (Automatic, mark) => {
    const before = at(
      {},
      {
        Automatic,
        TargetId: "One",
        MaximumAutomaticAttempts: switched(5),
        Parameters: { A: given("x"), B: given("p", "q") },
      },
    );
    const after = at(
      {},
      {
        Automatic,
        TargetId: "Two",
        MaximumAutomaticAttempts: switched(6),
        Parameters: { A: given("y"), B: given("p") },
      },
    );
    expect(shown(compareReleases(before, after))).toEqual([
      "remediation-changed: most attempts of the remediation of own: 5 → 6",
      `${mark}remediation-changed: runbook of the remediation of own: "One" → "Two"`,
      `${mark}remediation-changed: parameter A of the remediation of own: "x" → "y"`,
      `${mark}remediation-changed: parameter B of the remediation of own: ["p","q"] → "p"`,
    ]);
  });

  test("a remediation that becomes automatic hides nothing else of it; one that no longer is needs no consent", () => {
    const manual = at({}, { Automatic: false, Parameters: { A: given("x") } });
    const automatic = at({}, { Automatic: true, MaximumAutomaticAttempts: 5, Parameters: { A: given("y") } });
    expect(shown(compareReleases(manual, automatic))).toEqual([
      "! remediation-automatic: remediation of own becomes automatic: it acts without a person",
      '! remediation-changed: parameter A of the remediation of own: "x" → "y"',
    ]);
    expect(shown(compareReleases(automatic, manual))).toEqual([
      "remediation-changed: remediation of own is no longer automatic: a person starts it",
      'remediation-changed: parameter A of the remediation of own: "y" → "x"',
    ]);
  });
});

test("what needs agreement is shown first, with how to agree", () => {
  const before = made(packTemplate({ own: {}, other: { automatic: false } }));
  const after = made(packTemplate({ other: { automatic: true }, fresh: {} }));
  const changes = compareReleases(before, after);
  const text = renderDiff([{ pack: "baseline", published: "a".repeat(64), release: "b".repeat(64), changes }], false);
  expect(text.split("\n")).toEqual([
    "baseline: 3 changes from aaaaaaaaaaaa to bbbbbbbbbbbb.",
    "  ! remediation of other becomes automatic: it acts without a person",
    "  + rule fresh is new",
    "  - rule own is gone: nothing checks for it any more",
    "  Lines with ! let Rulewright do more than before, or take a guard away; --accept agrees to them.",
    "",
  ]);
});
