import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { createExemptionMatcher, isObject, parseExemptions, type ExemptionFacts } from "@rulewright/sdk";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { temporaryFolder } from "../../../../test/support/temporary-folder.ts";
import { exemptionReport } from "./exemption-report.ts";
import { findExemptions } from "./find-exemptions.ts";
import { readExemptions } from "./read-exemptions.ts";

const FACTS: ExemptionFacts = {
  rules: [
    { name: "s3-bucket-encrypted", resourceTypes: ["AWS::S3::Bucket"] },
    { name: "iam-root-unused", resourceTypes: ["AWS::IAM::User"], exemptible: false },
  ],
  managedRuleNames: new Set(["access-keys-rotated"]),
  now: new Date("2026-11-24T12:00:00Z"),
};

const GOOD = `# accepted risks
version: 1
exemptions:
  - id: RISK-1
    rule: s3-bucket-encrypted
    accounts: &prod ["111122223333", 444455556666]
    resourceIds: [legacy]
    reason: Public downloads.
    owner: web
    expires: 2026-11-23
  - rule: access-keys-rotated
    accounts: *prod
    tags: { Stage: "sandbox-*" }
    reason: Moves in May.
    owner: iam
    expires: 2027-05-31
`;

async function read(text: string, facts = FACTS) {
  const folder = await temporaryFolder({ "exemptions.yaml": text });
  const path = join(folder, "exemptions.yaml");
  const short = (message: string) => message.replace(`${folder}/`, "");
  try {
    const file = await readExemptions(path, facts);
    return {
      file: { ...file, path: "exemptions.yaml" },
      told: file.warnings.map(({ code, message }) => `${code} ${short(message)}`),
    };
  } catch (error) {
    const problems =
      error instanceof Error && "problems" in error && Array.isArray(error.problems) ? error.problems : [];
    if (problems.length === 0) throw error;
    return { told: problems.map(({ code, message }) => `${code} ${short(String(message))}`) };
  }
}

describe("a file of exemptions", () => {
  test("is read, dates as texts, and warns with its lines", async () => {
    const { file, told } = await read(GOOD);
    expect(told).toEqual(["RW1037 exemptions.yaml:11: exemptions[1]: rule names access-keys-rotated, a managed rule."]);
    expect(file?.exemptions).toMatchObject([
      { id: "RISK-1", accounts: ["111122223333", "444455556666"], expires: "2026-11-23" },
      { id: "#2", accounts: ["111122223333", "444455556666"], tags: [{ key: "Stage", pattern: "sandbox-*" }] },
    ]);
  });

  test("may be JSON", async () => {
    expect(await read('{"version": 1, "exemptions": []}')).toMatchObject({ told: [], file: { exemptions: [] } });
  });

  test("tells every mistake at its line", async () => {
    const { told } = await read(`version: 1
exemptions:
  - rule: s3-bucket-encryptd
    accounts:
      - "*"
      - 011122223333
    regions: [global, eu-west1]
    resourceIds: ["*"]
    reason: x
    owner: y
    expires: 2027-02-30

  - rule: iam-root-unused
    accounts: ["*"]
    reason: x
    owner: y
    expires: 2027-02-28
    tags:
      a.b: 3
extra: 1
`);
    expect(told).toEqual([
      "RW1031 exemptions.yaml:20: extra is not a key of the document.",
      "RW1033 exemptions.yaml:6: exemptions[0]: accounts[1] is 11122223333, not an account id.",
      'RW1033 exemptions.yaml:7: exemptions[0]: regions[1] is "eu-west1", not a Region.',
      "RW1033 exemptions.yaml:11: exemptions[0]: expires is 2027-02-30, a day that no calendar has.",
      "RW1034 exemptions.yaml:3: exemptions[0]: rule names s3-bucket-encryptd, which is no rule.",
      "RW1033 exemptions.yaml:19: exemptions[1]: tags.a.b is 3, not a tag's value.",
      "RW1035 exemptions.yaml:13: exemptions[1]: rule names iam-root-unused, which cannot be exempted.",
    ]);
  });

  test.each([
    ["an empty file", "", /^RW1030 exemptions.yaml:1: The document is null/],
    ["no YAML", "version: 1\nexemptions: [\n", /^RW1030 exemptions.yaml:3: The text is no YAML: .+\.$/],
    ["a key twice", "version: 1\nversion: 1\nexemptions: []\n", /^RW1030 exemptions.yaml:2: .*unique/],
    ["two documents", "version: 1\n---\nversion: 1\n", /^RW1030 exemptions.yaml:2: .*multiple documents/],
    ["a tag", "version: 1\nexemptions: !all []\n", /^RW1030 exemptions.yaml:2: .*!all/],
    ["an unknown alias", "version: 1\nexemptions: *all\n", /^RW1030 exemptions.yaml:\d: .*all/],
    ["merged keys", `${GOOD}  - <<: *prod\n`, /^RW1037[\s\S]+RW1031 exemptions.yaml:17: exemptions\[2\]: <</],
    [
      "a missing key",
      GOOD.replace("    owner: iam\n", ""),
      /^RW1032 exemptions.yaml:11: exemptions\[1\]: owner is missing/,
    ],
    ["deep nesting", `version: 1\nexemptions: ${"[".repeat(50_000)}`, /^RW1030 exemptions.yaml:\d/],
    [
      "aliases without end",
      `a: &a [x, x]\n${["b", "c", "d", "e", "f", "g", "h", "i"].map((name, index) => `${name}: &${name} [${`*${"abcdefghi"[index]}, `.repeat(9)}]\n`).join("")}`,
      /^RW1030 exemptions.yaml:1: /,
    ],
  ])("with %s is refused", async (_what, text, message) => {
    const { told } = await read(text);
    expect(told.join("\n")).toMatch(message);
  });

  test("must be there", async () => {
    await expect(readExemptions("nowhere.yaml", FACTS)).rejects.toMatchObject({ code: "RW5003" });
  });
});

test("the report lists expired ones that were needed, then unused ones, with their lines", async () => {
  const { file } = await read(GOOD);
  if (!file) throw new Error("not read");
  const matcher = createExemptionMatcher(file.exemptions, new Date("2026-11-24T00:00:00Z"));
  const place = { accountId: "111122223333", region: "eu-west-1" };
  for (const rule of ["s3-bucket-encrypted", "access-keys-rotated"]) matcher.visit({ rule, ...place });
  matcher.match({ rule: "s3-bucket-encrypted", ...place, resourceType: "AWS::S3::Bucket", resourceId: "legacy" });
  expect(exemptionReport(file, matcher)).toEqual([
    "RW1038: exemptions.yaml:4: Exemption RISK-1 of web expired after 2026-11-23; 1 evaluation is NON_COMPLIANT again.",
    "  Mend the resources, or renew the exemption with a new date.",
    "warning RW1039: exemptions.yaml:11: Exemption #2 of iam covers nothing that is NON_COMPLIANT.",
    "  Remove the exemption, or correct what it covers.",
  ]);
});

test("the file is the one named, else the one in the working folder, or none", async () => {
  const before = process.cwd();
  expect(await findExemptions("mine.yaml")).toBe("mine.yaml");
  try {
    process.chdir(await temporaryFolder({}));
    expect(await findExemptions(undefined)).toBeUndefined();
    process.chdir(await temporaryFolder({ "exemptions.yaml": "" }));
    expect(await findExemptions(undefined)).toBe("exemptions.yaml");
    expect(await findExemptions(false)).toBeUndefined();
  } finally {
    process.chdir(before);
  }
});

test("the published schema and the reader agree", () => {
  const schema: unknown = JSON.parse(readFileSync(join(__dirname, "../../schemas/exemptions.schema.json"), "utf8"));
  const ajv = new Ajv2020({ allErrors: true, strictRequired: false });
  addFormats.default(ajv);
  const isValid = ajv.compile(isObject(schema) ? schema : {});
  const some = (...values: readonly unknown[]) => fc.constantFrom(...values);
  const lists = [["*"], [], ["a b", ""], [" x"], "*", null, ["eu-*"], ["AWS::S3::*"], ["x", 1]];
  const regions = ["eu-west-1", "eu-west1", "global", "mars", "*-1", "*1", "*-west", "eu--*", "1*"].map((each) => [
    each,
  ]);
  const good = {
    rule: some("s3-bucket-encrypted"),
    accounts: some(["111122223333"], ["*"], [111122223333]),
    resourceIds: some(["*"], ["a b"]),
    reason: some("x"),
    owner: some("y", " y"),
    expires: some("2027-01-01", "2028-02-29"),
  };
  const entry = fc.record(good).chain((base) =>
    fc
      .record(
        {
          id: some("RISK-1", "", "#1", 7, null),
          rule: some("s3-*", "", "a b", 7),
          accounts: some(["1*"], [11122223333], [1111222233334], [1.5], ...lists),
          regions: some(...lists, ...regions),
          resourceTypes: some(["AWS::S3::Bucket"], ["AWS S3"]),
          resourceIds: some(...lists, undefined),
          tags: some({}, { a: "" }, { a: 1 }, { a: "*" }, ["a"], null),
          reason: some("", "  ", 7, undefined),
          owner: some(null, undefined),
          expires: some("2027-02-29", "2027-1-1", "x", 2027, "2027-13-01"),
          other: some(1),
        },
        { requiredKeys: [] },
      )
      .chain((faults) => fc.subarray(Object.entries(faults), { maxLength: 2 }))
      .map((faults) => ({ ...base, ...Object.fromEntries(faults) })),
  );
  const document = fc.record(
    {
      version: some(1, 1, 1, 2),
      exemptions: fc.array(fc.oneof(entry, entry, some("x", null)), { maxLength: 2 }),
      more: some(1),
    },
    { requiredKeys: [] },
  );
  let valid = 0;
  const seen = fc.property(document, (given) => {
    const value: unknown = JSON.parse(JSON.stringify(given));
    const { problems } = parseExemptions(value, FACTS);
    // ids that stand twice are no matter of form
    const isTwice = ({ message }: { readonly message: string }) => message.includes(", as that of ");
    const isRead = !problems.some((each) => each.severity === "error" && !isTwice(each));
    if (isRead) valid += 1;
    expect([isRead, value]).toEqual([isValid(value), value]);
  });
  fc.assert(seen, { seed: 20261124, numRuns: 3000 });
  expect(valid).toBeGreaterThan(100);
});
