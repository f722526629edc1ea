import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  FIXTURE,
  changeEvent,
  configurationItem,
  createAwsEndpoint,
  scheduledEvent,
  type AwsEndpoint,
} from "@rulewright/testing";
import { parse } from "yaml";
import { contract, parseSynthResult } from "./support/contracts.ts";
import { expectRefusal } from "./support/expect-refusal.ts";
import { ROOT, rulewright, runNode, type Ran } from "./support/rulewright.ts";
import { STRICT_POLICY, openGroup, ruleSource } from "./support/samples.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const PACK = "security-baseline";
const SOURCE = `conformance-packs/${PACK}.pack.ts`;
const GROUPS = "ec2-security-group-admin-ports-closed";
const SUFFIX = "-conformance-pack-a1b2c3d4e"; // as AWS Config names the rules of packs

/** The pack of the repository, made once for all tests here. */
let made: { readonly ran: Ran; readonly folder: string };
beforeAll(async () => {
  const out = await temporaryFolder();
  made = { ran: await rulewright(["synth", SOURCE, "--out", out, "--json"]), folder: join(out, PACK) };
});

const madeText = (path: string) => readFile(join(made.folder, path), "utf8");

/** Every file below a folder, by path with forward slashes. */
async function filesBelow(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path): Promise<[string, Buffer]> => [path.slice(folder.length + 1), await readFile(path)]),
  );
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface Manifest {
  readonly tokens: readonly { readonly name: string }[];
  readonly functions: readonly {
    readonly name: string;
    readonly rules: readonly string[];
    readonly permissions: readonly string[];
  }[];
  readonly rules: readonly { readonly name: string; readonly logicalId: string }[];
  readonly files: readonly unknown[];
}
const parseManifest = contract<Manifest>({ type: "object", required: ["tokens", "functions", "rules", "files"] });

/** Every object of a value, with the key it stands under. */
function* objectsOf(value: unknown, key = ""): Generator<{ key: string; object: Readonly<Record<string, unknown>> }> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield { key, object: { ...value } };
  for (const [name, member] of Object.entries(value)) yield* objectsOf(member, name);
}

describe("the files of the repository's pack", () => {
  test("are those that --json lists, with their sizes and hashes", async () => {
    expect(made.ran).toMatchObject({ code: 0, stderr: "" });
    const { packs } = parseSynthResult(made.ran.stdout);
    const files = await filesBelow(made.folder);
    expect(packs.map((pack) => pack.name)).toEqual([PACK]);
    const listed = (packs[0]?.files ?? []).toSorted((a, b) => (a.path < b.path ? -1 : 1));
    expect(listed).toEqual(
      [...files].map(([path, content]) => ({
        path,
        bytes: content.length,
        sha256: createHash("sha256").update(content).digest("hex"),
      })),
    );
    const paths = [...files.keys()].map((path) => path.replace(/-[0-9a-f]{16}\.zip$/, "-HASH.zip"));
    expect(paths.filter((path) => !path.includes("/chunk-"))).toEqual([
      "conformance-pack.yaml",
      "controls.json",
      "functions/change-HASH.zip",
      "functions/change/index.mjs",
      "functions/periodic-HASH.zip",
      "functions/periodic/index.mjs",
      "manifest.json",
      "runbooks/ec2-security-group-admin-ports-closed.yaml",
      "runbooks/iam-user-one-active-access-key.yaml",
      "stack.template.yaml",
    ]);
    const manifest = parseManifest(await madeText("manifest.json"));
    const others = packs[0]?.files.filter(({ path }) => path !== "manifest.json");
    expect(manifest.files).toEqual(others);
  });

  test("are the same, byte for byte, from another folder", async () => {
    const elsewhere = await temporaryFolder();
    const ran = await rulewright(["synth", join(ROOT, SOURCE), "--out", "again"], { cwd: elsewhere });
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).toMatch(/^again\/security-baseline: \d+ files\n {2}conformance-pack.yaml +\d+\.\d KiB\n/);
    const [first, second] = await Promise.all([filesBelow(made.folder), filesBelow(join(elsewhere, "again", PACK))]);
    expect([...second.keys()]).toEqual([...first.keys()]);
    for (const [path, content] of first) expect([path, second.get(path)?.equals(content)]).toEqual([path, true]);
  });

  test("hold the template that is committed", async () => {
    expect(await madeText("conformance-pack.yaml")).toBe(await readFile(`conformance-packs/${PACK}.yaml`, "utf8"));
  });

  test("name no account", async () => {
    for (const path of ["conformance-pack.yaml", "controls.json", "manifest.json", "stack.template.yaml"]) {
      expect(await madeText(path)).not.toMatch(/\b\d{12}\b/);
    }
  });

  test("say which rules prove which control, and what each function needs", async () => {
    const manifest = parseManifest(await madeText("manifest.json"));
    expect(manifest.functions.map(({ name, rules }) => [name, rules.length])).toEqual([
      ["change", 3],
      ["periodic", 3],
    ]);
    expect(manifest.functions[1]?.permissions).toContain("iam:ListAccessKeys");
    const controls = await madeText("controls.json");
    expect(controls).toMatch(/"control": "cis-1.2.0\/1.4",\s+"rules": \[\s+"access-keys-rotated"\s+\]/);
    expect(controls).toMatch(
      /"control": "cis-1.2.0\/4.1",\s+"rules": \[\s+"ec2-security-group-admin-ports-closed"\s+\]/,
    );
  });
});

interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties: { readonly ConfigRuleName: string };
}
interface Template {
  readonly Parameters?: object;
  readonly Conditions?: object;
  readonly Resources: Readonly<Record<string, Resource>>;
}
const parseTemplate = contract<Template>({
  type: "object",
  required: ["Resources"],
  additionalProperties: false,
  properties: {
    Parameters: { type: "object" },
    Conditions: { type: "object" },
    Resources: {
      type: "object",
      additionalProperties: {
        type: "object",
        required: ["Type", "Properties"],
        additionalProperties: false,
        properties: {
          Type: { enum: ["AWS::Config::ConfigRule", "AWS::Config::RemediationConfiguration"] },
          Condition: { type: "string" },
          DependsOn: { type: "string" },
          Properties: { type: "object", required: ["ConfigRuleName"] },
        },
      },
    },
  },
});

const TEMPLATES = readdirSync("conformance-packs").filter((name) => name.endsWith(".yaml"));

describe.each(TEMPLATES)("the template %s", (name) => {
  const text = readFileSync(join("conformance-packs", name), "utf8");
  const template = parseTemplate(JSON.stringify(parse(text, { version: "1.1" })));

  test("keeps to the sections, resource types and functions that AWS's own packs use", () => {
    const functions = [...objectsOf(template)].flatMap(({ object }) =>
      Object.keys(object).filter((key) => key === "Ref" || key.startsWith("Fn::")),
    );
    expect(["Ref", "Fn::If", "Fn::Equals", "Fn::Not", "Fn::Sub"]).toEqual(expect.arrayContaining(functions));
    expect(text).not.toMatch(/arn:aws[:-]/); // GovCloud and China have the policies of AWS under other ARNs
    expect(text).not.toMatch(/(^|\s)[!&*][A-Za-z]/m); // short tags, anchors
    expect(text).not.toMatch(/\b\d{12}\b/); // accounts
  });

  test("refers to nothing that is not there, and declares nothing that is not used", () => {
    const { Parameters = {}, Conditions = {}, Resources } = template;
    const found = [...objectsOf({ Conditions, Resources })];
    const texts = (key: string) => found.map(({ object }) => object[key]).filter((value) => typeof value === "string");
    const references = texts("Ref").filter((value) => value !== "AWS::NoValue");
    expect(new Set(references)).toEqual(new Set(Object.keys(Parameters)));
    expect(Object.keys(Resources)).toEqual(expect.arrayContaining(texts("DependsOn")));
    const conditions = found.flatMap(({ object }) => {
      const [first]: readonly unknown[] = Array.isArray(object["Fn::If"]) ? object["Fn::If"] : [];
      return typeof first === "string" ? [first] : [];
    });
    expect(new Set([...texts("Condition"), ...conditions])).toEqual(new Set(Object.keys(Conditions)));
  });

  test("gives every remediation its rule, its role's token and the rule's own condition", () => {
    const { Resources } = template;
    const remediations = Object.entries(Resources).filter(
      ([, each]) => each.Type === "AWS::Config::RemediationConfiguration",
    );
    for (const [id, remediation] of remediations) {
      const ruleId = id.replace(/Remediation$/, "");
      const rule = Resources[ruleId];
      expect(remediation).toMatchObject({
        DependsOn: ruleId,
        Properties: {
          ConfigRuleName: rule?.Properties.ConfigRuleName,
          Parameters: { AutomationAssumeRole: { StaticValue: { Values: [`\${${ruleId}RemediationRoleArn}`] } } },
        },
      });
      expect(remediation.Condition).toBe(rule?.Condition);
    }
  });

  test("has placeholders only as whole scalars", () => {
    // the stack around the pack fills the partition in, or AWS Config does
    const lines = text.split("\n").filter((line) => !/^ +Fn::Sub: arn:\$\{AWS::Partition\}:[^$]*$/.test(line));
    for (const line of lines.filter((each) => /\$\{[^!]/.test(each))) {
      expect(line).toMatch(/^ +(- |[A-Za-z]+: )\$\{[A-Za-z0-9]+\}$/);
    }
  });
});

describe("the repository's template", () => {
  test("has no placeholder but the manifest's tokens", async () => {
    const { tokens } = parseManifest(await madeText("manifest.json"));
    const yaml = await madeText("conformance-pack.yaml");
    const found = [...yaml.matchAll(/\$\{([^!}][^}]*)\}/g)].map((match) => match[1]);
    expect(new Set(found)).toEqual(new Set(tokens.map((token) => token.name)));
    expect(tokens).toHaveLength(8);
  });

  test("passes cfn-lint, where that is installed", async () => {
    const run = promisify(execFile);
    const isInstalled = await run("cfn-lint", ["--version"]).catch(() => undefined);
    if (!isInstalled) {
      console.log("Skipped: cfn-lint is not on the PATH (pip install cfn-lint).");
      return;
    }
    const account = FIXTURE.accountId;
    const deployed = (await madeText("conformance-pack.yaml"))
      .replaceAll(/\$\{\w+FunctionArn\}/g, `arn:aws:lambda:eu-west-1:${account}:function:rules`)
      .replaceAll(/\$\{\w+RoleArn\}/g, `arn:aws:iam::${account}:role/remediation`)
      .replaceAll("${!", "${");
    const folder = await temporaryFolder({ "pack.yaml": deployed });
    const linted = await run("cfn-lint", ["--regions", "eu-west-1", "--", join(folder, "pack.yaml")]).catch(
      (error: unknown) => error,
    );
    expect(linted).toMatchObject({ stdout: "", stderr: "" });
  });
});

const IMPORTS = `import * as rules from "@rulewright/rules";
import { compliant, defineRule } from "@rulewright/sdk";
import { defineConformancePack, managedRule, use } from "@rulewright/sdk/synthesis";
`;

describe("a pack of the user's own", () => {
  test("may lie anywhere, with TypeScript rules beside it", async () => {
    const folder = await temporaryFolder({
      "packs/mine.pack.ts": `${IMPORTS}import mine from "../rules/mine.ts";
        export default defineConformancePack({ name: "mine", rules: [use(mine), use(mine, { name: "mine-again" })] });
        export const second = defineConformancePack({ name: "second", rules: [managedRule("IAM_PASSWORD_POLICY", { name: "kept" })] });`,
      "rules/mine.ts": ruleSource("mine", 'import { helper } from "./helper.ts";\nhelper();'),
      "rules/helper.ts": "export const helper = (): void => undefined;",
    });
    const ran = await rulewright(["synth", join(folder, "packs"), "--out", join(folder, "out"), "--json"]);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(
      parseSynthResult(ran.stdout).packs.map(({ name, files }) => [
        name,
        files.some(({ path }) => path.startsWith("functions/")),
      ]),
    ).toEqual([
      ["mine", true],
      ["second", false],
    ]);
    const template = await readFile(join(folder, "out/mine/conformance-pack.yaml"), "utf8");
    expect(template).toMatch(/^ {2}Mine:\n/m);
    expect(template).toMatch(/^ {2}MineAgain:\n/m);
  });

  test("keeps text that looks like a placeholder, and names no token for it", async () => {
    const rule = `defineRule({
      name: "priced", description: "Costs \${money}: \\"quoted\\", on.", severity: "LOW", resourceTypes: ["AWS::SNS::Topic"],
      parameters: { note: { type: "string", description: "A note.", default: "\${AWS::AccountId}" } }, evaluate: () => compliant(),
    })`;
    const folder = await temporaryFolder({
      "priced.pack.ts": `${IMPORTS}export const rule = ${rule};
        export default defineConformancePack({ name: "priced", rules: [use(rule)] });`,
    });
    expect(await rulewright(["synth", "priced.pack.ts"], { cwd: folder })).toMatchObject({ code: 0, stderr: "" });
    const template = await readFile(join(folder, "dist/priced/conformance-pack.yaml"), "utf8");
    expect(parse(template, { version: "1.1" })).toMatchObject({
      Resources: {
        Priced: {
          Properties: {
            Description: 'Costs ${!money}: "quoted", on.',
            InputParameters: { note: "${!AWS::AccountId}" },
          },
        },
      },
    });
    const manifest = parseManifest(await readFile(join(folder, "dist/priced/manifest.json"), "utf8"));
    expect(manifest.tokens.map((token) => token.name)).toEqual(["ChangeFunctionArn"]);
  });
});

describe("an unsound pack", () => {
  const unsound = `${IMPORTS}export default defineConformancePack({ name: "1st_pack", framwork: "cis-5.0.0", rules: [
    use(rules.ecsServiceNoPublicIp, { parameters: { nope: 1 }, remediation: { automatic: true } }),
    use(rules.ecsServiceNoPublicIp),
    use(rules.ec2SecurityGroupAdminPortsClosed, { parameters: { ports: [70000] } }),
    use(rules.iamAccountPasswordPolicy, { parameters: { MinimumPasswordLength: "many", RequireSymbols: 1 } }),
    use(rules.s3BucketPublicAccessBlocked, { remediation: { automatic: true, maximumAutomaticAttempts: 26, retryAttemptSeconds: 0 } }),
    use(rules.s3BucketPublicAccessBlocked, { name: "has space", paramaters: {}, onError: "kep" }),
    managedRule("ACCESS_KEY_ROTATED"),
    managedRule("ACCESS_KEYS_ROTATED", { parameters: { maxAge: 1 } }),
    rules.iamRootUserNotUsed,
    undefined,
  ] });`;

  test("is refused with everything that is wrong at once, and nothing is written", async () => {
    const folder = await temporaryFolder({ "a.pack.ts": unsound });
    const ran = await rulewright(["synth", "a.pack.ts"], { cwd: folder });
    const problems = ran.stderr.trimEnd().split("\n");
    const sentences = problems.filter((_line, index) => index % 2 === 0);
    const expected = [
      /^RW3001: "1st_pack" is no name/,
      /^RW3021: Pack 1st_pack: framwork is not a setting\.$/,
      /^RW3017: Entry 9 of pack 1st_pack/,
      /^RW3017: Entry 10 of pack 1st_pack/,
      /^RW3021: Rule has space: onError "kep" is not one of not-applicable, keep, non-compliant\.$/,
      /^RW3021: Rule has space: paramaters is not a setting\.$/,
      /^RW3003: The pack has two rules named ecs-service-no-public-ip\.$/,
      /^RW3009: "has space"/,
      /^RW3004: Rule ecs-service-no-public-ip has no parameter nope\.$/,
      /^RW3006: Rule ecs-service-no-public-ip has no remediation/,
      /^RW1002: Parameter ports .*70000/,
      /^RW1002: Parameter RequireSymbols .*: 1 is not true or false\.$/,
      /^RW1002: Parameter MinimumPasswordLength .*"many" is not an integer from 6 to 128\.$/,
      /^RW3007: .*maximumAutomaticAttempts 26 is not an integer from 1 to 25\.$/,
      /^RW3007: .*retryAttemptSeconds 0 is not an integer from 1 to 2678000\.$/,
      /^RW3010: AWS has no managed rule ACCESS_KEY_ROTATED\.$/,
      /^RW3004: Managed rule ACCESS_KEYS_ROTATED has no parameter maxAge\.$/,
      /^RW3004: Managed rule ACCESS_KEYS_ROTATED needs its parameter maxAccessKeyAge/,
    ];
    expect(sentences).toEqual(expected.map((sentence) => expect.stringMatching(sentence)));
    for (const hint of problems.filter((_line, index) => index % 2 === 1)) expect(hint).toMatch(/^ {2}[A-Z].*[.?]$/);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(await readdir(folder)).toEqual(["a.pack.ts"]);
  });

  test("leaves what was written before as it was; a sound one replaces it whole", async () => {
    const sound = `${IMPORTS}export default defineConformancePack({ name: "mine", rules: [managedRule("IAM_PASSWORD_POLICY")] });`;
    const folder = await temporaryFolder({ "mine.pack.ts": sound });
    await rulewright(["synth", "mine.pack.ts"], { cwd: folder });
    await writeFile(join(folder, "dist/mine/stray.txt"), "");
    const before = await filesBelow(folder);

    await writeFile(join(folder, "mine.pack.ts"), sound.replace("IAM_PASSWORD_POLICY", "IAM_PASSWORD_POLICIES"));
    const refused = await rulewright(["synth", "mine.pack.ts"], { cwd: folder });
    expectRefusal(refused, "RW3010", /Did you mean IAM_PASSWORD_POLICY\?/);
    const { "mine.pack.ts": _source, ...kept } = Object.fromEntries(await filesBelow(folder));
    expect(Object.keys(kept).toSorted()).toEqual([...before.keys()].filter((path) => path !== "mine.pack.ts"));
    for (const [path, content] of Object.entries(kept))
      expect([path, before.get(path)?.equals(content)]).toEqual([path, true]);

    await writeFile(join(folder, "mine.pack.ts"), sound);
    expect(await rulewright(["synth", "mine.pack.ts"], { cwd: folder })).toMatchObject({ code: 0 });
    expect((await readdir(join(folder, "dist/mine"))).toSorted()).toEqual([
      "conformance-pack.yaml",
      "controls.json",
      "manifest.json",
      "stack.template.yaml",
    ]);
    expect(await readdir(join(folder, "dist"))).toEqual(["mine"]);
  });

  test("does not replace a folder that holds other things", async () => {
    const sound = `${IMPORTS}export default defineConformancePack({ name: "src", rules: [managedRule("IAM_PASSWORD_POLICY")] });`;
    const folder = await temporaryFolder({ "a.pack.ts": sound, "src/precious.txt": "mine" });
    const ran = await rulewright(["synth", "a.pack.ts", "--out", "."], { cwd: folder });
    expectRefusal(ran, "RW5017", /src holds other things than a pack's files/);
    expect(await readFile(join(folder, "src/precious.txt"), "utf8")).toBe("mine");
  });

  test.each<[string, Record<string, string>, string[], string, RegExp]>([
    [
      "a module without a pack",
      { "a.ts": "export const x = 1;" },
      ["a.ts"],
      "RW5012",
      /a\.ts exports no conformance pack\.\n {2}A pack is what defineConformancePack returns: export it\./,
    ],
    [
      "a rule",
      { "a.ts": ruleSource("mine") },
      ["a.ts"],
      "RW5012",
      /exports no conformance pack\.\n {2}A pack is .+; put the rule in one with use\(rule\)\./,
    ],
    [
      "a module that throws",
      { "a.ts": 'throw new Error("boom");' },
      ["a.ts"],
      "RW5011",
      /a\.ts throws when it is loaded: boom/,
    ],
    [
      "an import of nothing",
      { "a.ts": 'import { nothing } from "@rulewright/rules";\nvoid nothing;' },
      ["a.ts"],
      "RW5011",
      /nothing/,
    ],
    ["no pack at all", {}, [], "RW5015", /No pack is named/],
    ["a path that is not there", {}, ["nowhere.ts"], "RW5003", /nowhere\.ts/],
    [
      "a pack without rules",
      { "a.ts": `${IMPORTS}export default defineConformancePack({ name: "empty", rules: [] });` },
      ["a.ts"],
      "RW3002",
      /no rules/,
    ],
    [
      "a rule that no module exports",
      {
        "a.ts": `${IMPORTS}export default defineConformancePack({ name: "hidden", rules: [use(defineRule({ name: "hidden-rule", description: "Hides.", severity: "LOW", resourceTypes: ["AWS::SNS::Topic"], evaluate: () => compliant() }))] });`,
      },
      ["a.ts"],
      "RW5014",
      /No module exports the rule hidden-rule/,
    ],
    [
      "two packs of one name",
      {
        "a.ts": `${IMPORTS}const rules = [managedRule("IAM_PASSWORD_POLICY")];\nexport const a = defineConformancePack({ name: "same", rules });\nexport const b = defineConformancePack({ name: "same", rules });`,
      },
      ["a.ts"],
      "RW1013",
      /Two packs have the name same/,
    ],
    [
      "a folder that cannot be written",
      {
        "a.ts": `${IMPORTS}export default defineConformancePack({ name: "mine", rules: [managedRule("IAM_PASSWORD_POLICY")] });`,
        taken: "",
      },
      ["a.ts", "--out", "taken"],
      "RW5017",
      /taken\/mine cannot be/,
    ],
  ])("%s", async (_what, files, argv, code, sentence) => {
    const folder = await temporaryFolder(files);
    expectRefusal(await rulewright(["synth", ...argv], { cwd: folder }), code, sentence);
    expect(await readdir(folder)).toEqual(Object.keys(files));
  });
});

describe("the built functions", () => {
  const RUNNER = resolve("test/support/answer-events.mjs");
  let endpoint: AwsEndpoint;
  beforeAll(async () => {
    endpoint = await createAwsEndpoint({ region: FIXTURE.region });
  });
  afterAll(() => endpoint.close());

  /** Registers a rule as deployed; its event is made with the overrides returned. */
  function deploy(rule: string): { readonly configRuleName: string; readonly resultToken: string } {
    const deployed = { configRuleName: rule + SUFFIX, resultToken: `token of ${rule}` };
    endpoint.state.config.registerRule(deployed.configRuleName, { resultToken: deployed.resultToken });
    return deployed;
  }

  /** @returns How each invocation ended. */
  async function answer(
    module: string,
    events: readonly unknown[],
    env: Record<string, string> = {},
  ): Promise<unknown> {
    const ran = await runNode([RUNNER, module], {
      stdin: JSON.stringify(events),
      cwd: await temporaryFolder(), // nothing of the repository can be resolved from there
      env: {
        AWS_REGION: FIXTURE.region,
        AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "example",
        AWS_ENDPOINT_URL: endpoint.url,
        ...env,
      },
    });
    expect(ran.stderr).toBe("");
    return JSON.parse(ran.stdout.trimEnd().split("\n").at(-1) ?? "");
  }

  const stored = (rule: string) =>
    endpoint.state.config
      .evaluations(rule + SUFFIX)
      .map(({ resourceType, resourceId, complianceType }) => [resourceType, resourceId, complianceType]);

  test("answer a change with a stored evaluation", async () => {
    const event = changeEvent(openGroup(), deploy(GROUPS));
    expect(await answer(join(made.folder, "functions/change/index.mjs"), [event])).toEqual(["answered"]);
    expect(stored(GROUPS)).toEqual([["AWS::EC2::SecurityGroup", "sg-open", "NON_COMPLIANT"]]);
  });

  test("answer schedules with what IAM says", async () => {
    const { iam } = endpoint.state;
    iam.accountPasswordPolicy = STRICT_POLICY;
    iam.addUser({ UserName: "two", UserId: "AIDATWO", accessKeys: [{ AccessKeyId: "A" }, { AccessKeyId: "B" }] });
    iam.addUser({ UserName: "none", UserId: "AIDANONE" });
    iam.stageCredentialReport({
      content: [
        "user,arn,user_creation_time,password_enabled,password_last_used,access_key_1_active,access_key_1_last_used_date,access_key_2_active,access_key_2_last_used_date",
        `<root_account>,arn:aws:iam::${FIXTURE.accountId}:root,2019-01-01T00:00:00+00:00,not_supported,2026-01-14T00:00:00+00:00,false,N/A,false,N/A`,
      ].join("\n"),
      pollsUntilComplete: 0,
      generatedTime: new Date(FIXTURE.now),
    });
    const rules = ["iam-account-password-policy", "iam-root-user-not-used", "iam-user-one-active-access-key"];
    const events = rules.map((rule) => scheduledEvent(deploy(rule)));
    const endings = await answer(join(made.folder, "functions/periodic/index.mjs"), events);
    expect(endings).toEqual(["answered", "answered", "answered"]);
    expect(rules.map(stored)).toEqual([
      [["AWS::::Account", FIXTURE.accountId, "COMPLIANT"]],
      [["AWS::::Account", FIXTURE.accountId, "NON_COMPLIANT"]],
      [
        ["AWS::IAM::User", "AIDATWO", "NON_COMPLIANT"],
        ["AWS::IAM::User", "AIDANONE", "COMPLIANT"],
      ],
    ]);
  });

  test("outlive a rule module that throws when it is loaded", async () => {
    const folder = await temporaryFolder({
      "my.pack.ts": `${IMPORTS}import broken from "./broken.ts";\nimport fine from "./fine.ts";
        export default defineConformancePack({ name: "mine", rules: [use(broken), use(fine)] });`,
      "broken.ts": ruleSource("broken", 'if (process.env.IN_LAMBDA) throw new Error("boom");'),
      "fine.ts": ruleSource("fine"),
    });
    await rulewright(["synth", "my.pack.ts"], { cwd: folder });
    const topic = configurationItem("AWS::SNS::Topic", { resourceId: "topic" });
    const events = ["broken", "fine", "broken"].map((rule) => changeEvent(topic, deploy(rule)));
    const endings = await answer(join(folder, "dist/mine/functions/change/index.mjs"), events, { IN_LAMBDA: "yes" });
    expect(endings).toEqual(["RW2011", "answered", "RW2011"]);
    expect([stored("broken"), stored("fine")]).toEqual([[], [["AWS::SNS::Topic", "topic", "NON_COMPLIANT"]]]);
  });
});

test("foundations loosens nothing that one of its packs checks", () => {
  const texts = TEMPLATES.filter((name) => name.startsWith("foundations")).map((name) =>
    readFileSync(join("conformance-packs", name), "utf8"),
  );
  const inputs = (name: string) =>
    texts.flatMap(
      (text) =>
        new RegExp(`ConfigRuleName: ${name}.*\\n(?: {6}InputParameters:\\n((?: {8}.*\\n)*))?`).exec(text)?.[1] ?? [],
    );
  // ports 22, 3389 and 445 of CIS 5.0.0 and those of FSBP; without ipType the rule looks at IPv4 and IPv6
  expect(inputs("vpc-sg-port-restriction-check")).toEqual([
    expect.stringMatching(/^ {8}restrictPorts: 445,22,3389,20,21,23,25,.*,9200,9300\n$/),
  ]);
  const blocked = [20, 21, 3389, 3306, 4333].map((port, index) => `        blockedPort${index + 1}: "${port}"\n`);
  expect(inputs("restricted-incoming-traffic")).toEqual([blocked.join("")]);
  expect(inputs("iam-user-unused-credentials-check")).toEqual(['        maxCredentialUsageAge: "45"\n']);
});
