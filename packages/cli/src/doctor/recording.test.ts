import { describe, expect, test } from "@jest/globals";
import { recordingOf, widened, type RecorderFacts, type Strategy } from "./recording.ts";

const [BUCKET, USER, DISTRIBUTION, ACCOUNT] = [
  "AWS::S3::Bucket",
  "AWS::IAM::User",
  "AWS::CloudFront::Distribution",
  "AWS::::Account",
];
const ALL: Strategy = { kind: "all", includesGlobalTypes: false };
const ALL_AND_GLOBAL: Strategy = { kind: "all", includesGlobalTypes: true };
const only = (...resourceTypes: string[]): Strategy => ({ kind: "inclusion", resourceTypes });
const except = (...resourceTypes: string[]): Strategy => ({ kind: "exclusion", resourceTypes });

const recorder = (strategy: Strategy, rest: Partial<RecorderFacts> = {}): RecorderFacts => ({
  name: "default",
  roleArn: "arn:aws:iam::111122223333:role/config",
  recording: true,
  strategy,
  frequency: "continuous",
  overrides: [],
  ...rest,
});

describe("what becomes of a type", () => {
  test.each([
    ["all types", BUCKET, "eu-west-1", ALL, "continuous"],
    ["all types, without the global IAM ones", USER, "eu-west-1", ALL, "the recorder leaves the global IAM types out"],
    ["all types, with the global IAM ones", USER, "eu-west-1", ALL_AND_GLOBAL, "continuous"],
    ["a Region too young for the IAM types", USER, "eu-south-2", ALL_AND_GLOBAL, /cannot record it in eu-south-2/],
    ["a global type at home, whatever the flag", DISTRIBUTION, "us-east-1", ALL, "continuous"],
    [
      "a global type away from home",
      DISTRIBUTION,
      "eu-west-1",
      ALL_AND_GLOBAL,
      "AWS Config records it in us-east-1 only",
    ],
    ["a global type of another partition", DISTRIBUTION, "cn-north-1", ALL, "continuous"],
    ["an inclusion that names it", BUCKET, "eu-west-1", only(BUCKET), "continuous"],
    ["an inclusion of the global IAM types", USER, "eu-west-1", only(USER), "continuous"],
    ["an inclusion of others", BUCKET, "eu-west-1", only(USER), "it is not among the types of the recorder"],
    ["an exclusion of it", BUCKET, "eu-west-1", except(BUCKET), "the recorder excludes it"],
    ["an exclusion of others: the IAM types are recorded", USER, "eu-west-1", except(BUCKET), "continuous"],
    ["a type that no recorder knows", ACCOUNT, "eu-west-1", only(BUCKET), "continuous"],
  ])("%s", (_when, type, region, strategy, expected) => {
    const recording = recordingOf(type, recorder(strategy), region);
    if ("why" in recording) expect(recording.why).toMatch(expected);
    else expect(recording.state).toBe(expected);
  });

  test.each([
    ["the recorder's own frequency", "daily", [], "daily"],
    ["an override of the type", "daily", [BUCKET], "continuous"],
    ["an override of another type", "daily", [USER], "daily"],
    ["a daily override", "continuous", [BUCKET], "daily"],
  ] as const)("comes %s", (_when, frequency, types, expected) => {
    const other = frequency === "daily" ? "continuous" : "daily";
    const overrides = types.length === 0 ? [] : [{ resourceTypes: [...types], frequency: other } as const];
    expect(recordingOf(BUCKET, recorder(ALL, { frequency, overrides }), "eu-west-1")).toEqual({ state: expected });
  });
});

describe("a recorder that is told to record more", () => {
  test.each([
    ["all types", ALL, USER, ALL_AND_GLOBAL],
    ["an inclusion", only(BUCKET), USER, only(USER, BUCKET)],
    ["an exclusion", except(BUCKET, USER), USER, except(BUCKET)],
  ])("%s: keeps what it recorded", (_when, strategy, missing, expected) => {
    expect(widened(recorder(strategy), [missing], []).strategy).toEqual(expected);
  });

  test("takes the type into the one override of a daily recorder", () => {
    const overrides = [{ resourceTypes: [USER], frequency: "continuous" } as const];
    const daily = recorder(ALL, { frequency: "daily", overrides });
    expect(widened(daily, [], [BUCKET])).toMatchObject({
      frequency: "daily",
      overrides: [{ resourceTypes: [USER, BUCKET], frequency: "continuous" }],
    });
  });

  test("takes the type out of a daily override", () => {
    const overrides = [{ resourceTypes: [USER, BUCKET], frequency: "daily" } as const];
    expect(widened(recorder(ALL, { overrides }), [], [BUCKET]).overrides).toEqual([
      { resourceTypes: [USER], frequency: "daily" },
    ]);
    expect(widened(recorder(ALL, { overrides }), [], [BUCKET, USER]).overrides).toEqual([]);
  });
});
