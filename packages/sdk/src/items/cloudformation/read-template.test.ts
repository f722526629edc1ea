import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { stringify } from "yaml";
import { RUNS } from "../../core/fixtures/property-runs.ts";
import { unknownReadsOf, wrapIncomplete } from "../incomplete/index.ts";
import { OPTIONS } from "./fixtures/read-one.ts";
import { isTemplate } from "../is-template.ts";
import { readTemplate } from "./index.ts";

const TOPIC = "{ Type: AWS::SNS::Topic }";

describe("a template", () => {
  test("gives each resource its file, line and logical id", () => {
    const text = `# a comment\nResources:\n  First: ${TOPIC}\n\n  "Second":\n    Type: AWS::SNS::Topic\n`;
    expect(readTemplate(text, OPTIONS).resources.map(({ source }) => source)).toEqual([
      { file: "stack.yaml", line: 3, logicalId: "First" },
      { file: "stack.yaml", line: 5, logicalId: "Second" },
    ]);
  });

  test("may be JSON, indented by tabs, with lines ended by CR LF", () => {
    const text = '{\r\n\t"Resources": {\r\n\t\t"A": {\r\n\t\t\t"Type": "AWS::SNS::Topic"\r\n\t\t}\r\n\t}\r\n}\r\n';
    const { resources, problems } = readTemplate(text, OPTIONS);
    expect(problems).toEqual([]);
    expect(resources.map(({ source }) => source.line)).toEqual([3]);
  });

  test("keeps a byte order mark out of the way", () => {
    expect(readTemplate(`\ufeffResources: { A: ${TOPIC} }`, OPTIONS).resources).toHaveLength(1);
  });

  test("lists what it cannot judge", () => {
    const text = `
Resources:
  Function: { Type: AWS::Lambda::Function }
  Nested: { Type: AWS::CloudFormation::Stack }
  Typeless: { Properties: {} }
  Text: hello
  Included: { Type: AWS::SNS::Topic, Properties: { Fn::Transform: { Name: AWS::Include } } }
  Elsewhere: { Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupId: sg-1, IpProtocol: "-1" } }
`;
    expect(readTemplate(text, OPTIONS)).toEqual({
      resources: [],
      notJudged: [
        ["Function", "AWS::Lambda::Function", 3, /AWS::Lambda::Function/],
        ["Nested", "AWS::CloudFormation::Stack", 4, /AWS::CloudFormation::Stack/],
        ["Typeless", "", 5, /no Type/],
        ["Text", "", 6, /no Type/],
        ["Included", "AWS::SNS::Topic", 7, /at deployment/],
        ["Elsewhere", "AWS::EC2::SecurityGroupIngress", 8, /AWS::EC2::SecurityGroupIngress/, "AWS::EC2::SecurityGroup"],
      ].map(([logicalId, resourceType, line, reason, partOf]) => ({
        ...(partOf === undefined ? {} : { partOf }),
        logicalId,
        resourceType,
        line,
        reason: expect.stringMatching(reason as RegExp),
      })),
      problems: [],
      parameters: [],
    });
  });

  test("tells the names of its parameters, whatever they are; not those of a text that is no template", () => {
    const text = `Parameters: { Open: { Type: String }, Odd: 7 }\nResources: { A: ${TOPIC} }`;
    expect(readTemplate(text, OPTIONS).parameters).toEqual(["Open", "Odd"]);
    expect(readTemplate(`Transform: X\n${text}`, OPTIONS).parameters).toEqual(["Open", "Odd"]);
    expect(readTemplate("Parameters: { Open: { Type: String } }\nResources: [", OPTIONS).parameters).toBeUndefined();
  });

  test("leaves out what a condition does, and keeps what one may not", () => {
    const text = `
Parameters: { Unset: { Type: String } }
Conditions:
  Never: !Equals [a, b]
  Perhaps: !Equals [!Ref Unset, b]
  Always: !Not [!Condition Never]
Resources:
  A: { Type: AWS::SNS::Topic, Condition: Never }
  B: { Type: AWS::SNS::Topic, Condition: Perhaps }
  C: { Type: AWS::SNS::Topic, Condition: Always }
  D: { Type: AWS::Lambda::Function, Condition: Never }
  E: { Type: AWS::SNS::Topic, Condition: Misspelt }
`;
    const { resources, notJudged } = readTemplate(text, OPTIONS);
    expect(resources.map(({ source }) => source.logicalId)).toEqual(["B", "C", "E"]);
    expect(notJudged).toEqual([]);
  });

  test("has the capture time it is given", () => {
    const [first] = readTemplate(`Resources: { A: ${TOPIC} }`, { ...OPTIONS, now: new Date(0) }).resources;
    expect(first?.item.configurationItemCaptureTime).toBe("1970-01-01T00:00:00.000Z");
    expect(first?.unknown).not.toContainEqual(["configurationItemCaptureTime"]);
  });

  test.each<[string, string, string, number | undefined]>([
    ["nothing", "", "RW6302", 1],
    ["a comment alone", "# hello", "RW6302", 1],
    ["text", "hello", "RW6302", 1],
    ["a list", "- a", "RW6302", 1],
    ["an object without resources", "a: 1", "RW6302", 1],
    ["resources that are no object", "Resources: [a]", "RW6302", 1],
    ["text that breaks off", `Resources: { A: ${TOPIC}`, "RW6301", 1],
    ["JSON that breaks off", '{\n "Resources": {\n  "A": {"Type": "AWS::SN', "RW6301", 3],
    ["two documents", `Resources: { A: ${TOPIC} }\n---\na: 1`, "RW6301", 2],
    ["an alias without an anchor", "Resources: *nobody", "RW6301", 1],
    ["a key that is a list", "Resources: {}\n? [a]\n: 1", "RW6301", 2],
    ["a key twice", `Resources:\n  A: ${TOPIC}\n  A: ${TOPIC}`, "RW6303", 3],
    ["a key twice in JSON", '{"Resources":{},\n"Resources":{}}', "RW6303", 2],
    ["deep nesting", `Resources: ${"[".repeat(200)}${"]".repeat(200)}`, "RW6304", 1],
    ["nesting deeper than the parser goes", "[".repeat(50_000), "RW6304", 1],
    ["an anchor within itself", "Resources: &a { a: *a }", "RW6304", 1],
    ["aliases of aliases of aliases", bomb(), "RW6304", undefined],
    ["too much text", `Resources: {} #${" ".repeat(3_000_000)}`, "RW6304", undefined],
    ["merged keys", `Resources:\n  A: &a ${TOPIC}\n  B: { <<: *a }`, "RW6306", 3],
  ])("with %s has a problem", (_what, text, code, line) => {
    const { resources, problems } = readTemplate(text, OPTIONS);
    expect(resources).toEqual([]);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      expect(problem).toMatchObject({ code, message: expect.stringMatching(/\.$/), hint: expect.any(String) });
    }
    if (line !== undefined) expect(problems[0]?.line).toBe(line);
  });

  test("with macros is not judged", () => {
    const text = `Transform: [AWS::LanguageExtensions]\nResources:\n  A: ${TOPIC}\n  Fn::ForEach::B: [x, [a], {}]`;
    const { resources, notJudged, problems } = readTemplate(text, OPTIONS);
    expect(resources).toEqual([]);
    expect(notJudged.map(({ logicalId, line }) => [logicalId, line])).toEqual([
      ["A", 3],
      ["Fn::ForEach::B", 4],
    ]);
    expect(problems).toMatchObject([{ code: "RW6305" }]);
  });

  test("refuses values that a parameter does not allow", () => {
    const text = `Parameters: { P: { Type: Number, AllowedValues: [1, 2] } }\nResources: { A: ${TOPIC} }`;
    const read = (P: string) => readTemplate(text, { ...OPTIONS, parameters: { P } }).problems;
    expect(read("3")).toMatchObject([{ code: "RW6307", message: 'The parameter P does not allow "3".' }]);
    expect(read("2")).toEqual([]);
  });

  test("may set an anchor again: an alias means the one before it", () => {
    const text = `
Resources:
  A: { Type: AWS::SNS::Topic, Properties: &p { DisplayName: &n one } }
  B: { Type: AWS::SNS::Topic, Properties: { DisplayName: *n } }
  C: { Type: AWS::SNS::Topic, Properties: { DisplayName: &n two } }
  D: { Type: AWS::SNS::Topic, Properties: *p }
  E: { Type: AWS::SNS::Topic, Properties: { DisplayName: *n } }
`;
    const { resources } = readTemplate(text, OPTIONS);
    expect(resources.map(({ item }) => item.configuration["DisplayName"])).toEqual(["one", "one", "two", "one", "two"]);
  });

  test("is told among other JSON", () => {
    expect(isTemplate({ Resources: { A: { Type: "AWS::SNS::Topic" } } })).toBe(true);
    expect(isTemplate({ AWSTemplateFormatVersion: "2010-09-09", Resources: { A: 1 } })).toBe(true);
    for (const other of [null, [], {}, { Resources: {} }, { Resources: { A: 1 } }, { configurationItems: [] }]) {
      expect(isTemplate(other)).toBe(false);
    }
  });
});

/** Each list holds the one before ten times: a million values in six lines. */
function bomb(): string {
  const lists = [0, 1, 2, 3, 4, 5].map((level) => {
    const before = level === 0 ? "x" : `*l${level - 1}`;
    return `L${level}: &l${level} [${Array.from({ length: 10 }, () => before).join(", ")}]`;
  });
  return `${lists.join("\n")}\nResources: {}`;
}

describe("whatever a template holds", () => {
  const types = ["EC2::SecurityGroup", "EC2::Volume", "ECS::Service", "IAM::Role", "IAM::User", "KMS::Key"];
  const moreTypes = ["RDS::DBInstance", "S3::Bucket", "SNS::Topic", "SQS::Queue", "EC2::SecurityGroupIngress"];
  const keys = [
    "Tags",
    "Policies",
    "ManagedPolicyArns",
    "SecurityGroupIngress",
    "GroupId",
    "IpProtocol",
    "CidrIp",
    "FromPort",
    "BucketName",
    "PublicAccessBlockConfiguration",
    "NetworkConfiguration",
    "AwsvpcConfiguration",
    "Key",
    "Value",
    "Ref",
    "Fn::If",
    "Fn::Sub",
    "Fn::Join",
    "Fn::GetAtt",
    "Fn::Select",
    "Fn::Split",
    "Fn::FindInMap",
    "Fn::Equals",
    "Fn::Not",
    "Fn::And",
    "Fn::Or",
    "Condition",
    "__proto__",
    "constructor",
    "Encrypted",
    "KmsKeyId",
    "Users",
  ];
  const values = ["A", "B", "P", "C", "true", "-1", "8", "", "${A}", "${P}", "${A.Arn}", "AWS::NoValue", "AWS::Region"];
  const value = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(fc.constantFrom<unknown>(...values, 0, 22, true, null), fc.string()),
      fc.array(tie("any"), { maxLength: 4 }),
      fc
        .uniqueArray(fc.tuple(fc.constantFrom(...keys), tie("any")), { maxLength: 4, selector: ([key]) => key })
        .map((entries) => Object.fromEntries(entries)),
    ),
  })).any;
  const resource = fc.record(
    {
      Type: fc.constantFrom(...[...types, ...moreTypes].map((type) => `AWS::${type}`)),
      Properties: value,
      Condition: fc.constantFrom("C", "D"),
    },
    { requiredKeys: ["Type"] },
  );
  const template = fc.record(
    {
      Parameters: fc.record({
        P: fc.oneof(fc.record({ Type: fc.constantFrom("String", "CommaDelimitedList"), Default: fc.string() }), value),
      }),
      Conditions: fc.record({ C: value, D: value }),
      Mappings: value,
      Resources: fc.record({ A: fc.oneof(resource, value), B: resource }),
    },
    { requiredKeys: ["Resources"] },
  );

  test("reading it never throws, as JSON or as YAML, and gives the same", () => {
    fc.assert(
      fc.property(template, (object) => {
        const fromJson = readTemplate(JSON.stringify(object), OPTIONS);
        expect(fromJson.problems.map(({ code }) => code)).toEqual([]);
        const fromYaml = readTemplate(stringify(object, { aliasDuplicateObjects: false, version: "1.1" }), OPTIONS);
        const withoutLines = (read: typeof fromJson) => read.resources.map(({ item, unknown }) => ({ item, unknown }));
        expect(withoutLines(fromYaml)).toEqual(withoutLines(fromJson));
      }),
      RUNS,
    );
  });

  test("what is read of its items is known, or recorded as unknown", () => {
    fc.assert(
      fc.property(template, (object) => {
        for (const { item, unknown } of readTemplate(JSON.stringify(object), OPTIONS).resources) {
          const wrapped = wrapIncomplete(item, unknown);
          expect(() => JSON.stringify(wrapped.configuration)).toThrow();
          expect(unknownReadsOf(wrapped).length).toBeGreaterThan(0);
          for (const path of unknown) readPath(wrapIncomplete(item, unknown), path);
        }
      }),
      RUNS,
    );
  });

  test("reading any text never throws", () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 200 }),
      fc
        .array(
          fc.constantFrom(
            "Resources",
            ": ",
            "\n",
            "  ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            "!Ref ",
            "!Sub ",
            "&a ",
            "*a",
            '"',
            "'",
            ",",
            "|",
            "A",
            "<<",
            "? ",
            "\t",
            "#",
            "%",
            "---\n",
          ),
          { maxLength: 40 },
        )
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (any) => {
        const { problems } = readTemplate(any, OPTIONS);
        for (const { code, message } of problems) {
          expect(code).toMatch(/^RW630\d$/);
          expect(message).not.toContain("\n");
        }
      }),
      RUNS,
    );
  });
});

/** Every path that is said to be unknown cannot be read. */
function readPath(item: object, path: readonly string[]): void {
  const read = () => {
    let value: unknown = item;
    for (const key of path) value = key === "*" ? Object.keys(Object(value)) : Reflect.get(Object(value), key);
  };
  expect(read).toThrow(/is not known\.$/);
}
