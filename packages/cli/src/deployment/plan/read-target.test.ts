import { describe, expect, test } from "@jest/globals";
import { ProblemsError } from "../../problems-error.ts";
import { readIntent, type RolloutOptions, type TargetOptions } from "./read-target.ts";
import { readTargets } from "./read-targets.ts";

type Options = TargetOptions & RolloutOptions;

const sound: Options = { bucketPrefix: "acme-rules", regions: ["eu-west-1,us-east-1"] };
const problems = (options: Options) => {
  try {
    readIntent(options);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return error.problems.map(({ code, message }) => `${code} ${message}`);
  }
};

describe("a sound target", () => {
  test("has the account topology and global rules in the usual Region, where that is one of them", () => {
    expect(readIntent(sound).target).toMatchObject({
      topology: "account",
      regions: ["eu-west-1", "us-east-1"],
      globalRulesRegion: "us-east-1",
    });
    expect(readIntent({ ...sound, regions: ["eu-west-1", "eu-west-1"] }).target).toMatchObject({
      regions: ["eu-west-1"],
      globalRulesRegion: "eu-west-1",
    });
    expect(readIntent({ bucketPrefix: "acme-rules" }, "eu-north-1").target.regions).toEqual(["eu-north-1"]);
  });

  test("takes values with equals signs, and waves by any of their options", () => {
    const intent = readIntent({ ...sound, parameter: ["A=b=c", "Empty="], bakeMinutes: "5" });
    expect(intent.parameters).toEqual({ A: "b=c", Empty: "" });
    expect(intent.rollout).toMatchObject({ waves: true, bakeMinutes: 5 });
  });
});

test("everything that is wrong is told at once", () => {
  const found = problems({
    topology: "everywhere",
    regions: ["Europe", "eu-west-1"],
    globalRulesRegion: "us_east",
    ous: ["ou-1"],
    accounts: ["12"],
    excludeAccounts: ["1234567890123"],
    bucketPrefix: "Acme_Rules",
    parameter: ["oops", "A=1", "A=2"],
    callAs: "ME",
    bakeMinutes: "soon",
    concurrency: "0",
  });
  expect(found).toEqual([
    "RW4001 --regions Europe is none.",
    "RW4001 --global-rules-region us_east is none.",
    "RW4001 --topology everywhere is none.",
    "RW4001 --bucket-prefix Acme_Rules is no beginning of a bucket's name.",
    "RW4001 --ous ou-1 is none.",
    "RW4001 --accounts 12 is none.",
    "RW4001 --exclude-accounts 1234567890123 is none.",
    "RW4001 --call-as ME is none.",
    "RW4001 --bake-minutes soon is none.",
    "RW4001 --concurrency 0 is none.",
    "RW4001 --parameter oops is none.",
    "RW4001 --parameter A is set twice.",
    "RW4002 --ous has no meaning with --topology account, which is the account of the credentials.",
    "RW4002 --accounts has no meaning with --topology account, which is the account of the credentials.",
    "RW4002 --exclude-accounts has no meaning with --topology account, which is the account of the credentials.",
  ]);
});

const account = (number: number) => String(number).padStart(12, "0");
const unit = "ou-ab12-cdef3456";

test.each<[string, Options, readonly string[]]>([
  ["a stack set without units", { topology: "stack-set" }, ["RW4001 --topology stack-set needs organizational units."]],
  [
    "a stack set with both lists",
    { topology: "stack-set", ous: [unit], accounts: [account(1)], excludeAccounts: [account(2)] },
    ["RW4002 --accounts and --exclude-accounts cannot both narrow a stack set."],
  ],
  [
    "a first account that is excluded",
    { topology: "stack-set", ous: [unit], firstAccount: account(1), excludeAccounts: [account(1)] },
    [`RW4002 --first-account ${account(1)} is excluded.`],
  ],
  [
    "1,001 exclusions of an organization pack",
    { topology: "organization-pack", excludeAccounts: Array.from({ length: 1_001 }, (_each, index) => account(index)) },
    ["RW4003 1001 accounts are excluded."],
  ],
  [
    "1,000 exclusions of an organization pack",
    { topology: "organization-pack", excludeAccounts: Array.from({ length: 1_000 }, (_each, index) => account(index)) },
    [],
  ],
  [
    "1,001 exclusions of a stack set",
    {
      topology: "stack-set",
      ous: [unit],
      excludeAccounts: Array.from({ length: 1_001 }, (_each, index) => account(index)),
    },
    [],
  ],
  [
    "a first account of an organization pack",
    { topology: "organization-pack", firstAccount: account(1) },
    ["RW4002 --first-account has no meaning with --topology organization-pack."],
  ],
  [
    "Regions of two partitions",
    { regions: ["cn-north-1,eu-west-1,us-gov-west-1,cn-northwest-1"] },
    [
      "RW4002 The Regions belong to different partitions: cn-north-1, cn-northwest-1 of aws-cn; eu-west-1 of aws; " +
        "us-gov-west-1 of aws-us-gov.",
    ],
  ],
  ["Regions of one partition that is not the usual one", { regions: ["cn-north-1,cn-northwest-1"] }, []],
  [
    "a Region for global rules that gets nothing",
    { globalRulesRegion: "us-west-2" },
    [
      "RW4002 --global-rules-region us-west-2 is not among the Regions: rules about the account itself would be deployed nowhere.",
    ],
  ],
  ["the root as unit", { topology: "stack-set", ous: ["r-ab12"] }, []],
  [
    "a delegated account",
    { callAs: "DELEGATED_ADMIN" },
    ["RW4002 --call-as DELEGATED_ADMIN is for --topology stack-set."],
  ],
])("%s", (_what, options, expected) => {
  expect(problems({ ...sound, ...options })).toEqual(expected);
});

test("targets of a file are of one partition too, whose credentials they share", () => {
  const of = (...regions: readonly string[]) =>
    JSON.stringify(regions.map((region, index) => ({ name: `t${index}`, ous: ["r-ab12"], regions: [region] })));
  const read = (text: string) => () => readTargets(text, "targets.yaml", { ...sound, topology: "stack-set" });
  expect(read(of("eu-west-1", "us-east-1"))).not.toThrow();
  expect(read(of("eu-west-1", "cn-north-1"))).toThrow(
    /^RW4002: targets\.yaml: The Regions belong to different partitions: eu-west-1 of aws; cn-north-1 of aws-cn\.$/,
  );
});
