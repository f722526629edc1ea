import { describe, expect, test } from "@jest/globals";
import type { AnyRule } from "../any-rule.ts";
import { checkDefinition } from "../check-definition.ts";
import type { JsonObject } from "../json.ts";
import { RESOURCE_ID, parameter } from "../remediation-values.ts";
import { defineRule } from "../rule.ts";
import { compliant } from "../verdict.ts";
import { defineRunbook, isRunbook, runbookLabel } from "./runbook.ts";

const runbook = defineRunbook({
  description: "Turns versioning on.",
  parameters: {
    Bucket: { type: "String", allowedPattern: "^[a-z]+$", description: "The bucket." },
    State: { type: "String", allowedValues: ["Enabled", "Suspended"], default: "Enabled", description: "The state." },
    Tries: { type: "Integer", default: 3, description: "Tries." },
    Topics: { type: "StringList", default: [], description: "Topics." },
    Force: { type: "Boolean", default: false, description: "Force." },
    Tags: { type: "StringMap", default: { a: "b" }, description: "Tags." },
    Rows: { type: "MapList", default: [{ a: 1 }], description: "Rows." },
  },
  steps: [
    {
      name: "Read",
      action: "aws:executeAwsApi",
      inputs: { Service: "s3", Api: "GetBucketVersioning", Bucket: "{{ Bucket }}" },
      outputs: [{ Name: "Status", Selector: "$.Status", Type: "String" }],
    },
    {
      name: "IsOn",
      action: "aws:branch",
      inputs: {
        Choices: [{ NextStep: "Verify", Variable: "{{ Read.Status }}", StringEquals: "{{ State }}" }],
        Default: "Write",
      },
    },
    {
      name: "Write",
      action: "aws:executeAwsApi",
      inputs: { Service: "s3", Api: "PutBucketVersioning", Bucket: "{{ Bucket }}", By: "{{automation:EXECUTION_ID}}" },
      onFailure: "step:Verify",
    },
    {
      name: "Verify",
      action: "aws:executeScript",
      inputs: {
        Runtime: "python3.12",
        Handler: "verify",
        Script: "def verify(events, context):\n  return {}\n",
        InputPayload: { bucket: "{{ Bucket }}", region: "{{ global:REGION }}", before: "{{ Read.Status }}" },
      },
      isEnd: true,
    },
  ],
  outputs: ["Read.Status", "Verify.Payload"],
});
type Steps = typeof runbook.steps;

const rule = defineRule({
  name: "versioned",
  description: "Buckets keep versions.",
  severity: "LOW",
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: { state: { type: "string", default: "Enabled", description: "The state." } },
  remediation: {
    runbook,
    parameters: { Bucket: RESOURCE_ID, State: parameter("state") },
    permissions: [
      { actions: ["s3:GetBucketVersioning"], resources: ["*"] },
      { actions: ["s3:PutBucketVersioning"], resources: ["arn:*:s3:::*"] },
    ],
  },
  evaluate: () => compliant(),
});

/** As plain JavaScript would write it. */
function remedied(members: JsonObject): AnyRule {
  return Object.assign({}, rule, { remediation: { ...rule.remediation, ...members } });
}
const withRunbook = (members: JsonObject) => remedied({ runbook: { ...runbook, ...members } });
const withStep = (position: number, members: JsonObject) =>
  withRunbook({ steps: runbook.steps.map((step, index) => (index === position ? { ...step, ...members } : step)) });
const withInputs = (position: number, members: JsonObject) =>
  withStep(position, { inputs: { ...runbook.steps[position]?.inputs, ...members } });
const passing = (members: JsonObject) => remedied({ parameters: { ...rule.remediation?.parameters, ...members } });
const withParameter = (name: string, spec: unknown) =>
  withRunbook({ parameters: { ...runbook.parameters, [name]: spec } });
const stepsBut = (change: (steps: Steps) => unknown) => withRunbook({ steps: change(runbook.steps) });

const brief = (given: AnyRule) =>
  checkDefinition(given).map(({ code, severity, path, message }) => {
    return `${severity} ${code} ${path.replace("versioned.remediation.", "")}: ${message.replace("Rule versioned: ", "")}`;
  });

test("a sound runbook has no problem", () => {
  expect(checkDefinition(rule)).toEqual([]);
  expect(isRunbook(runbook)).toBe(true);
  expect([undefined, "AWS-Known", { kind: "rule" }].map(isRunbook)).toEqual([false, false, false]);
  expect([runbookLabel("AWS-Known"), runbookLabel(runbook)]).toEqual(["AWS-Known", "own runbook"]);
});

describe("what is passed", () => {
  test.each<[string, AnyRule, string[]]>([
    [
      "nothing",
      remedied({ parameters: {} }),
      ["error RW1018 parameters: its runbook needs its parameter Bucket, which has no default."],
    ],
    [
      "no object",
      remedied({ parameters: "x" }),
      ["error RW1016 parameters: the remediation's parameters are no object."],
    ],
    [
      "an unknown parameter",
      passing({ Stat: "Enabled" }),
      ["error RW1018 parameters.Stat: its runbook has no parameter Stat."],
    ],
    [
      "a name that every object has",
      passing({ constructor: "x" }),
      ["error RW1018 parameters.constructor: its runbook has no parameter constructor."],
    ],
    [
      "the role",
      passing({ AutomationAssumeRole: "arn" }),
      ["error RW1018 parameters.AutomationAssumeRole: AutomationAssumeRole is passed by the pack."],
    ],
    [
      "a value that is not allowed",
      passing({ State: "On" }),
      ['error RW1018 parameters.State: State takes one of Enabled, Suspended; this is "On".'],
    ],
    [
      "a value off the pattern",
      passing({ Bucket: "abc1" }),
      ['error RW1018 parameters.Bucket: Bucket takes a value that matches its allowedPattern; this is "abc1".'],
    ],
    [
      "no whole number",
      passing({ Tries: 1.5 }),
      ['error RW1018 parameters.Tries: Tries takes a whole number; this is "1.5".'],
    ],
    [
      "no boolean",
      passing({ Force: "yes" }),
      ['error RW1018 parameters.Force: Force takes true or false; this is "yes".'],
    ],
    [
      "a list for one",
      passing({ State: ["Enabled", "Suspended"] }),
      ['error RW1018 parameters.State: State takes one value; this is "Enabled, Suspended".'],
    ],
    ["no map", passing({ Tags: "a=b" }), ['error RW1018 parameters.Tags: Tags takes a JSON object; this is "a=b".']],
    [
      "no maps",
      passing({ Rows: ["{}", "x"] }),
      ['error RW1018 parameters.Rows: Rows takes JSON objects; this is "{}, x".'],
    ],
    [
      "RESOURCE_ID for a number",
      passing({ Tries: RESOURCE_ID }),
      ["error RW1018 parameters.Tries: RESOURCE_ID is a text, and Tries is of the type Integer."],
    ],
    [
      "a reference to no parameter of the rule",
      passing({ State: parameter("status") }),
      [
        'error RW1010 parameters.State: the runbook\'s State refers to a parameter "status" that the rule does not have.',
      ],
    ],
    ["no runbook at all", remedied({ runbook: 7 }), ["error RW1016 runbook: 7 is no runbook."]],
  ])("%s", (_what, given, problems) => {
    expect(brief(given)).toEqual(problems);
  });

  test("values of the right kind, and as AWS Config writes them", () => {
    expect(
      brief(
        passing({ Tries: "5", Force: "TRUE", Topics: ["a", "b"], Tags: '{"a":1}', Rows: ["{}"], State: "Suspended" }),
      ),
    ).toEqual([]);
  });

  test("permissions: some where AWS is called, a pattern where something is written, no wildcards in actions", () => {
    expect(brief(remedied({ permissions: [] }))).toEqual([
      "error RW1016 permissions: its runbook calls AWS, and the remediation declares no permissions.",
    ]);
    const loose = [{ actions: ["s3:PutBucketVersioning", "s3:*"], resources: ["*"] }, { actions: [] }];
    expect(brief(remedied({ permissions: loose }))).toEqual([
      "warning RW1016 permissions[0]: its runbook may s3:PutBucketVersioning on everything.",
      'error RW1016 permissions[0]: "s3:*" is not an IAM action.',
      "error RW1016 permissions[1]: a permission names actions and resources.",
    ]);
  });
});

describe("a runbook", () => {
  test.each<[string, AnyRule, string[]]>([
    ["without steps", withRunbook({ steps: [] }), ["error RW1016 runbook.steps: its runbook has no steps."]],
    [
      "without a description",
      withRunbook({ description: " " }),
      ["warning RW1016 runbook.description: its runbook has no description."],
    ],
    ["with a key too many", withRunbook({ step: [] }), ["error RW1016 runbook.step: step is not a key of a runbook."]],
    [
      "with two steps of one name",
      stepsBut((steps) => [...steps.slice(0, 3), steps[3], { ...steps[3] }]),
      ["error RW1016 runbook.steps[4].name: the runbook has two steps named Verify."],
    ],
    [
      "with a step that no way leads to",
      stepsBut((steps) => [...steps, { ...steps[3], name: "Again" }]),
      ["warning RW1016 runbook.steps[4]: no way leads to the runbook's step Again."],
    ],
    [
      "with a name that is none",
      withStep(0, { name: "Read it" }),
      ['error RW1016 runbook.steps[0].name: "Read it" is no name for a step: letters, digits and _.'],
    ],
    [
      "with an unknown action",
      withStep(0, { action: "aws:executeApi" }),
      ['error RW1016 runbook.steps[0].action: there is no action "aws:executeApi".'],
    ],
    [
      "with a misspelt key of a step",
      withStep(0, { nextstep: "Write" }),
      ["error RW1016 runbook.steps[0].nextstep: nextstep is not a key of a runbook's step."],
    ],
    [
      "with a step that is none",
      stepsBut(() => [null]),
      ["error RW1016 runbook.steps[0]: null is no step of a runbook."],
    ],
    [
      "with a step without inputs",
      withStep(0, { inputs: undefined }),
      ["error RW1016 runbook.steps[0].inputs: the step has no inputs."],
    ],
    [
      "that goes nowhere",
      withStep(0, { nextStep: "Wrote", onFailure: "step:Vérify", onCancel: "step:Stop" }),
      [
        'error RW1016 runbook.steps[0].nextStep: the runbook has no step "Wrote".',
        'error RW1016 runbook.steps[0].onFailure: the runbook has no step "Vérify".',
        'error RW1016 runbook.steps[0].onCancel: the runbook has no step "Stop".',
      ],
    ],
    [
      "that branches nowhere",
      withInputs(1, { Choices: [{ NextStep: "On", Variable: "{{ State }}", StringEquals: "x" }], Default: "Off" }),
      [
        'error RW1016 runbook.steps[1].inputs.Choices[0].NextStep: the runbook has no step "On".',
        'error RW1016 runbook.steps[1].inputs.Default: the runbook has no step "Off".',
      ],
    ],
    [
      "with members of the wrong kind",
      withStep(0, { maxAttempts: 0, timeoutSeconds: "60", isEnd: "yes", onFailure: "Go", onCancel: "Continue" }),
      [
        "error RW1016 runbook.steps[0].maxAttempts: maxAttempts is a whole number above 0; this is 0.",
        'error RW1016 runbook.steps[0].timeoutSeconds: timeoutSeconds is a whole number above 0; this is "60".',
        'error RW1016 runbook.steps[0].isEnd: isEnd is true or false; this is "yes".',
        'error RW1016 runbook.steps[0].onFailure: onFailure is Abort, Continue or step:NAME; this is "Go".',
        'error RW1016 runbook.steps[0].onCancel: onCancel is Abort or step:NAME; this is "Continue".',
      ],
    ],
    [
      "with outputs that select nothing",
      withStep(0, { outputs: [{ Name: "Status", Selector: "Status", Type: "String" }] }),
      [
        'error RW1016 runbook.steps[0].outputs: outputs is a list of { Name, Selector, Type }, where Selector begins with $; this is [{"Name":"Status","Selector":"Status","Type":"String"}].',
      ],
    ],
    [
      "whose steps lack inputs",
      stepsBut(() => [
        { name: "A", action: "aws:executeAwsApi", inputs: { Service: "s3" } },
        {
          name: "B",
          action: "aws:assertAwsResourceProperty",
          inputs: { Service: "s3", Api: "X", PropertySelector: "a" },
        },
        { name: "C", action: "aws:sleep", inputs: {} },
        { name: "D", action: "aws:branch", inputs: { Choices: [{}] } },
        { name: "E", action: "aws:executeScript", inputs: { Runtime: "nodejs24.x", Script: "" } },
        {
          name: "F",
          action: "aws:executeScript",
          inputs: { Runtime: "python3.12", Handler: "f", Script: "def g(): 1" },
        },
      ]),
      [
        "error RW1016 runbook.steps[0].inputs.Api: aws:executeAwsApi needs Api.",
        "error RW1016 runbook.steps[1].inputs.PropertySelector: aws:assertAwsResourceProperty needs a PropertySelector.",
        "error RW1016 runbook.steps[1].inputs.DesiredValues: aws:assertAwsResourceProperty needs DesiredValues.",
        "error RW1016 runbook.steps[2].inputs.Duration: aws:sleep takes either Duration or Timestamp.",
        "error RW1016 runbook.steps[3].inputs.Choices[0]: a choice of aws:branch names its NextStep.",
        'error RW1016 runbook.steps[4].inputs.Runtime: there is no runtime "nodejs24.x".',
        "error RW1016 runbook.steps[4].inputs.Script: aws:executeScript needs a Script.",
        "error RW1016 runbook.steps[5].inputs.Handler: the script defines no function f.",
      ],
    ],
    [
      "that writes and does not verify",
      stepsBut((steps) => steps.slice(2, 3).map((step) => ({ ...step, onFailure: "Abort" }))),
      ["warning RW1019 runbook.steps[0]: nothing verifies what the runbook's step Write changed."],
    ],
    [
      "that verifies before it writes",
      stepsBut(([read, , write, verify]) => [read, { ...verify, isEnd: false }, { ...write, onFailure: "Abort" }]),
      ["warning RW1019 runbook.steps[2]: nothing verifies what the runbook's step Write changed."],
    ],
    [
      "with a parameter that every runbook gets",
      withParameter("AutomationAssumeRole", {
        type: "String",
        default: "x",
        description: "R.",
      }),
      ["error RW1016 runbook.parameters.AutomationAssumeRole: AutomationAssumeRole is added to every runbook."],
    ],
    [
      "with a parameter's name that is none",
      withParameter("a-b", { type: "String", default: "x", description: "D." }),
      [
        'error RW1016 runbook.parameters.a-b: "a-b" is no name for a runbook\'s parameter: a letter, then letters, digits and _.',
      ],
    ],
    [
      "with a long name",
      withParameter("P".repeat(51), { type: "String", default: "x", description: "D." }),
      [
        `error RW1016 runbook.parameters.${"P".repeat(51)}: the parameter's name has 51 characters; an execution takes 50.`,
      ],
    ],
    [
      "with a parameter of no type",
      withParameter("Days", { type: "Number", default: 1 }),
      [
        'error RW1016 runbook.parameters.Days: {"type":"Number","default":1} is not the form of a runbook\'s parameter.',
      ],
    ],
    [
      "with a key of another type",
      withParameter("Days", { type: "Integer", default: 1, allowedPattern: "1" }),
      [
        "error RW1016 runbook.parameters.Days.allowedPattern: allowedPattern is not a key of a runbook's Integer parameter.",
      ],
    ],
    [
      "with a default that it refuses",
      withParameter("Days", { type: "Integer", default: 2, allowedValues: [1] }),
      ["error RW1016 runbook.parameters.Days.default: Days takes one of 1; its default is 2."],
    ],
    [
      "with parameters in a list",
      withRunbook({ parameters: [] }),
      ["error RW1016 runbook.parameters: the runbook's parameters are no object."],
    ],
  ])("%s", (_what, given, problems) => {
    const found = brief(given).filter((each) => !each.includes("RW1018") && !each.includes("RW1017"));
    expect(found).toEqual(problems);
  });
});

describe("references", () => {
  const refused = (given: AnyRule) =>
    checkDefinition(given)
      .filter(({ code }) => code === "RW1017")
      .map(({ path, message, hint }) => [path.replace("versioned.remediation.runbook.", ""), message, hint]);
  const nothingFills = (reference: string) => `Rule versioned: nothing fills in the runbook's ${reference}.`;

  test.each<[string, string]>([
    ["{{ Buckt }}", "Did you mean Bucket?"],
    ["x{{ Read.State }}y", "Did you mean Read.Status?"],
    ["{{ Read.Owner }}", "Declare it in the outputs of step Read."],
    ["{{ Verify.Payload }}", "Step Verify does not run before this one."],
    ["{{ global:ACCOUNT }}", "Did you mean global:ACCOUNT_ID?"],
  ])("%s is to nothing", (text, hint) => {
    const [reference = ""] = /\{\{.*\}\}/.exec(text) ?? [];
    expect(refused(withInputs(2, { By: [{ deep: text }] }))).toEqual([
      ["steps[2].inputs.By[0].deep", nothingFills(reference), hint],
    ]);
  });

  test.each(["{{ ssm:name }}", "{{ }}", "{{ variable:x }}", "{{ Bucket | x }}", "{{ Nobody.Knows }}"])(
    "%s is to nothing",
    (text) => {
      expect(refused(withInputs(0, { By: text }))).toHaveLength(1);
    },
  );

  test("an output of a step that comes later in the list, but runs before, is known", () => {
    const [read, , write, verify] = runbook.steps;
    const back = [
      {
        ...write,
        name: "First",
        nextStep: "Read",
        inputs: { Service: "s3", Api: "GetX", Bucket: "b" },
        onFailure: "Abort",
      },
      { ...verify, isEnd: true },
      { ...read, nextStep: "Verify" },
    ];
    expect(refused(stepsBut(() => back))).toEqual([]);
  });

  test("an output of the own step, or of one after the end, is not known", () => {
    expect(refused(withInputs(0, { By: "{{ Read.Status }}" }))).toHaveLength(1);
    const ended = stepsBut((steps) => steps.map((step, index) => (index === 0 ? { ...step, isEnd: true } : step)));
    expect(refused(ended).map(([path]) => path)).toEqual([
      "steps[1].inputs.Choices[0].Variable",
      "steps[3].inputs.InputPayload.before",
    ]);
  });

  test("outputs of actions with outputs of their own are taken as they are", () => {
    const image = { name: "Image", action: "aws:createImage", inputs: { InstanceId: "i" } };
    const tail = { name: "Tell", action: "aws:sleep", inputs: { Duration: "{{ Image.ImageId }}" } };
    expect(refused(stepsBut(() => [image, tail])).filter(([path]) => path?.startsWith("steps"))).toEqual([]);
  });

  test("a script holds none: values come in by InputPayload", () => {
    const Script = 'def verify(events, context):\n  return "{{ Bucket }}"\n';
    expect(refused(withInputs(3, { Script })).map(([path]) => path)).toEqual(["steps[3].inputs.Script"]);
    expect(refused(withInputs(3, { InputPayload: { Script: "{{ Bucket }}" } }))).toEqual([]);
  });

  test("outputs of the runbook are those of its steps", () => {
    expect(refused(withRunbook({ outputs: ["Read.Status", "Read.State", "Bucket"] }))).toEqual([
      ["outputs[1]", nothingFills("Read.State"), "Did you mean Read.Status?"],
      ["outputs[2]", nothingFills("Bucket"), "Write step.Output."],
    ]);
  });
});
