import { describe, expect, test } from "@jest/globals";
import { readTemplate } from "./index.ts";
import { OPTIONS } from "./fixtures/read-one.ts";

const HEAD = `
Parameters:
  Text: { Type: String, Default: abc }
  Number: { Type: Number, Default: 8 }
  Flag: { Type: String, Default: true }
  List: { Type: CommaDelimitedList, Default: "a, b,c" }
  Numbers: { Type: List<Number>, Default: "1,2" }
  Unset: { Type: String }
  Image: { Type: "AWS::SSM::Parameter::Value<String>", Default: /my/parameter }
Mappings:
  Regions: { eu-west-1: { Key: mapped, Keys: [m, n] } }
Conditions:
  IsTrue: !Equals [!Ref "AWS::Region", eu-west-1]
  IsFalse: !Not [!Condition IsTrue]
  Open: !Equals [!Ref Unset, x]
  AndOpen: !And [!Condition IsTrue, !Condition Open]
  AndNo: !And [!Condition IsFalse, !Condition Open]
  OrYes: !Or [!Condition Open, { Condition: IsTrue }]
  OrOpen: !Or [!Condition IsFalse, !Condition Open]
  NumberIsText: !Equals [!Ref Number, 8]
  FlagIsText: !Equals [!Ref Flag, "true"]
  Case: !Equals [A, a]
  Loop: !Not [!Condition Loop]
`;

/** What a function gives for a topic's display name: its text, `undefined` when the name is left out, or "UNKNOWN". */
function resolved(expression: string, options = OPTIONS): unknown {
  const text = `${HEAD}Resources:
  Other: { Type: AWS::S3::Bucket }
  It:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Value: ${expression}
        End: true
`;
  const { resources, problems } = readTemplate(text, options);
  expect(problems).toEqual([]);
  const it = resources.find(({ source }) => source.logicalId === "It");
  const path = "configuration.assumeRolePolicyDocument.Value";
  if (it?.unknown.some((unknown) => unknown.join(".").startsWith(path))) return "UNKNOWN";
  const document: unknown = it?.item.configuration["assumeRolePolicyDocument"];
  return Reflect.get(Object(document), "Value");
}

describe("the functions of a template", () => {
  test.each<[string, unknown]>([
    ["!Ref Text", "abc"],
    ['{ "Ref": "Text" }', "abc"],
    ["!Ref Number", "8"],
    ["!Ref Flag", "true"],
    ["!Ref List", ["a", "b", "c"]],
    ["!Ref Numbers", ["1", "2"]],
    ["!Ref Unset", "UNKNOWN"],
    ["!Ref Image", "UNKNOWN"],
    ["!Ref Nobody", "UNKNOWN"],
    ["!Ref Other", "UNKNOWN"],
    ["!GetAtt Other.Arn", "UNKNOWN"],
    ["!GetAtt [Other, Arn]", "UNKNOWN"],
    ["!Ref AWS::AccountId", "111122223333"],
    ["!Ref AWS::Region", "eu-west-1"],
    ["!Ref AWS::Partition", "aws"],
    ["!Ref AWS::URLSuffix", "amazonaws.com"],
    ["!Ref AWS::StackName", "UNKNOWN"],
    ["!Ref AWS::NoValue", undefined],
    ['!Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"', "arn:aws:iam::111122223333:root"],
    ['!Sub "${Text}-${!Text}-$Text"', "abc-${Text}-$Text"],
    ['!Sub ["${a}/${Text}", { a: !Ref Number }]', "8/abc"],
    ['!Sub ["${a}", { a: !Ref Unset }]', "UNKNOWN"],
    ['!Sub "${Other.Arn}/*"', "UNKNOWN"],
    ['!Sub "${Unset}"', "UNKNOWN"],
    ['!Join ["-", [a, !Ref Text, 1]]', "a-abc-1"],
    ['!Join [",", !Ref List]', "a,b,c"],
    ['!Join ["", [a, !Ref AWS::NoValue]]', "a"],
    ['!Join ["-", [a, !Ref Unset]]', "UNKNOWN"],
    ["!Select [1, !Ref List]", "b"],
    ['!Select ["0", [a, !Ref Unset]]', "a"],
    ["!Select [1, [a, !Ref Unset]]", "UNKNOWN"],
    ["!Select [7, [a]]", "UNKNOWN"],
    ["!Select [0, !GetAZs '']", "UNKNOWN"],
    ['!Split ["|", "a|b"]', ["a", "b"]],
    ['!Select [1, !Split [":", !Sub "x:${Text}"]]', "abc"],
    ["!FindInMap [Regions, !Ref AWS::Region, Key]", "mapped"],
    ["!FindInMap [Regions, eu-west-1, Keys]", ["m", "n"]],
    ["!FindInMap [Regions, us-east-1, Key]", "UNKNOWN"],
    ["!FindInMap [Regions, __proto__, Key]", "UNKNOWN"],
    ["!FindInMap [Regions, !Ref Unset, Key]", "UNKNOWN"],
    ["!If [IsTrue, a, b]", "a"],
    ["!If [IsFalse, a, b]", "b"],
    ["!If [IsFalse, a, !Ref AWS::NoValue]", undefined],
    ["!If [Open, a, b]", "UNKNOWN"],
    ["!If [Open, a, a]", "a"],
    ["!If [Open, !Ref Unset, !Ref Unset]", "UNKNOWN"],
    ["!If [AndOpen, a, b]", "UNKNOWN"],
    ["!If [AndNo, a, b]", "b"],
    ["!If [OrYes, a, b]", "a"],
    ["!If [OrOpen, a, b]", "UNKNOWN"],
    ["!If [NumberIsText, a, b]", "a"],
    ["!If [FlagIsText, a, b]", "a"],
    ["!If [Case, a, b]", "b"],
    ["!If [Loop, a, b]", "UNKNOWN"],
    ["!If [Nobody, a, b]", "UNKNOWN"],
    ["!If [toString, a, b]", "UNKNOWN"],
    ["!Base64 abc", "YWJj"],
    ["!ImportValue x", "UNKNOWN"],
    ["!Cidr [10.0.0.0/16, 4, 8]", "UNKNOWN"],
    ["!Transform { Name: AWS::Include }", "UNKNOWN"],
    ["!Custom x", "UNKNOWN"],
    ['{ "Fn::Transform": { Name: AWS::Include }, a: 1 }', "UNKNOWN"],
    ["'{{resolve:ssm:/my/parameter}}'", "UNKNOWN"],
    ["2012-10-17", "2012-10-17"],
    ["22:22", "22:22"],
    ["yes", "UNKNOWN"],
    ["n", "n"],
    ["TRUE", true],
    ["'yes'", "yes"],
    ["012345678901", "UNKNOWN"],
    ["5.70", "UNKNOWN"],
    ["5.5", 5.5],
    [
      "{ Condition: { Bool: { 'aws:SecureTransport': false } } }",
      { Condition: { Bool: { "aws:SecureTransport": false } } },
    ],
    ["[a, !Ref AWS::NoValue, b]", ["a", "b"]],
    ["{ a: !Ref AWS::NoValue, b: 1 }", { b: 1 }],
  ])("%s", (expression, value) => {
    expect(resolved(expression)).toEqual(value);
  });

  test("given parameters come before defaults", () => {
    const parameters = { Text: "given", Unset: "set", List: "x", Image: "y" };
    const options = { ...OPTIONS, parameters };
    expect(resolved('!Sub "${Text}-${Unset}"', options)).toBe("given-set");
    expect(resolved("!Ref List", options)).toEqual(["x"]);
    expect(resolved("!Ref Image", options)).toBe("UNKNOWN"); // still the name of a parameter
  });

  test.each([
    ["cn-north-1", "arn:aws-cn:x amazonaws.com.cn"],
    ["us-gov-west-1", "arn:aws-us-gov:x amazonaws.com"],
  ])("the partition of %s", (region, value) => {
    expect(resolved('!Sub "arn:${AWS::Partition}:x ${AWS::URLSuffix}"', { ...OPTIONS, region })).toBe(value);
  });
});
