import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { cfnLint, hasCfnLint } from "./support/cfn-lint.ts";
import { contract } from "./support/contracts.ts";
import { readZip } from "./support/read-zip.ts";
import { ROOT, rulewright, runNode } from "./support/rulewright.ts";
import { ruleSource } from "./support/samples.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

/** A pack with every setting of a deployment; `functions` and the rest may be set otherwise. */
const settings = (members: string) => `import * as rules from "@rulewright/rules";
import { defineConformancePack, managedRule, packParameter, use } from "@rulewright/sdk/synthesis";
import mine from "./mine.ts";
export { mine };
export default defineConformancePack({
  name: "everything",
  deployment: {
    ${members}
    change: { timeoutSeconds: 30, memoryMb: 1024, reservedConcurrency: 5, maximumEventAgeSeconds: 600 },
    periodic: { timeoutSeconds: 600 },
    environment: { STAGE: "test" },
    vpc: { subnetIds: ["subnet-0123456789abcdef0"], securityGroupIds: ["sg-0123456789abcdef0"] },
    kmsKeyArn: "arn:\${AWS::Partition}:kms:\${AWS::Region}:\${AWS::AccountId}:key/mrk-00000000000000000000000000000000",
    permissionsBoundary: "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/boundary",
    rolePath: "/rulewright/",
    tags: { team: "security" },
    logRetentionDays: 14,
    alarmTopicArn: "arn:\${AWS::Partition}:sns:\${AWS::Region}:\${AWS::AccountId}:alarms",
    publishedVersions: true,
  },
  rules: [
    use(rules.iamAccountPasswordPolicy, { parameters: { MinimumPasswordLength: packParameter({ default: 16 }) } }),
    use(rules.iamUserOneActiveAccessKey),
    use(rules.s3BucketPublicAccessBlocked, { remediation: { automatic: true } }),
    use(mine),
    managedRule("ACCESS_KEYS_ROTATED", { parameters: { maxAccessKeyAge: 90 }, regions: ["eu-west-1"] }),
  ],
});
`;

/** The folders of three packs, made once. */
let made: ReadonlyMap<string, string>;
beforeAll(async () => {
  const [out, shared, split] = await Promise.all([
    temporaryFolder(),
    temporaryFolder({ "mine.ts": ruleSource("mine"), "a.pack.ts": settings("") }),
    temporaryFolder({
      "mine.ts": ruleSource("mine"),
      "a.pack.ts": settings('functions: "per-rule", rules: { mine: { memoryMb: 2048 } },'),
    }),
  ]);
  const packs = [
    ["conformance-packs/security-baseline.pack.ts", out],
    [join(shared, "a.pack.ts"), join(shared, "out")],
    [join(split, "a.pack.ts"), join(split, "out")],
  ] as const;
  for (const [pack, folder] of packs) {
    expect(await rulewright(["synth", pack, "--out", folder])).toMatchObject({ code: 0, stderr: "" });
  }
  made = new Map([
    ["security-baseline", join(out, "security-baseline")],
    ["everything", join(shared, "out/everything")],
    ["per-rule", join(split, "out/everything")],
  ]);
}, 240_000);

/** The stack templates of all packs of the repository, without their code, which takes time to bundle. */
async function repositoryStacks(): Promise<readonly (readonly [string, string])[]> {
  const script = `
    import { readdir } from "node:fs/promises";
    import { loadPacks } from "./packages/cli/dist/modules/definitions.js";
    import { synthesizeStack, toYaml } from "./packages/sdk/dist/synthesis/index.js";
    const sources = (await readdir("conformance-packs")).filter((name) => name.endsWith(".pack.ts"));
    const { packs } = await loadPacks(sources.map((name) => "conformance-packs/" + name), () => undefined);
    const stacks = packs.map((pack) => [pack.name, toYaml(synthesizeStack(pack, { tool: "rulewright", code: [] }))]);
    process.stdout.write(JSON.stringify(stacks));`;
  const { stdout } = await runNode(["--input-type=module", "-e", script]);
  return parseStacks(stdout);
}
const parseStacks = contract<readonly (readonly [string, string])[]>({
  type: "array",
  minItems: 11,
  items: { type: "array", minItems: 2, items: { type: "string" } },
});

const fileOf = (pack: string, path: string) => readFile(join(made.get(pack) ?? "", path));
const textOf = async (pack: string, path: string) => (await fileOf(pack, path)).toString("utf8");

interface Manifest {
  readonly hash: string;
  readonly functions: readonly { readonly name: string; readonly rules: readonly string[] }[];
  readonly rules: readonly { readonly name: string; readonly function?: string; readonly hash: string }[];
  readonly stack: {
    readonly template: string;
    readonly parameters: readonly { readonly name: string; readonly default?: string }[];
    readonly codeParameters: readonly { parameter: string; function: string; zip: string; key: string }[];
  };
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}
const parseManifest = contract<Manifest>({
  type: "object",
  required: ["hash", "functions", "rules", "stack", "files"],
});
const manifestOf = async (pack: string) => parseManifest(await textOf(pack, "manifest.json"));

interface Template {
  readonly Metadata: { readonly Rulewright: object };
  readonly Parameters?: Readonly<Record<string, { readonly Default?: string }>>;
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: object }>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}
const parseTemplate = contract<Template>({ type: "object", required: ["Metadata", "Resources", "Outputs"] });
const templateOf = async (pack: string) =>
  parseTemplate(JSON.stringify(parse(await textOf(pack, "stack.template.yaml"), { version: "1.1" })));

describe("the committed templates", () => {
  /** What changes with the code alone: hashes of code, versions and the manifest. */
  const steady = (text: string) =>
    text.replaceAll(/\b[0-9a-f]{64}\b|(?<=[=n])[0-9a-f]{16}\b/g, (hash) => "0".repeat(hash.length));

  test.each(["security-baseline", "everything", "per-rule"])("%s is as it was", async (pack) => {
    const golden = join(ROOT, `test/golden/stacks/${pack}.yaml`);
    const now = steady(await textOf(pack, "stack.template.yaml"));
    if (process.env["RULEWRIGHT_UPDATE_GOLDEN"]) await writeFile(golden, now);
    const before = await readFile(golden, "utf8").catch(() => "");
    // a change is meant or not: `npm run golden` writes it, and its diff is for a person to read
    expect(now).toBe(before);
  });

  test("have no error or warning of cfn-lint, for any pack", async () => {
    if (!(await hasCfnLint())) return;
    const texts = ["everything", "per-rule"].map(async (pack): Promise<[string, string]> => [
      pack,
      await textOf(pack, "stack.template.yaml"),
    ]);
    expect(await cfnLint(new Map([...(await Promise.all(texts)), ...(await repositoryStacks())]))).toBe("");
  }, 240_000);
});

describe("the manifest", () => {
  test.each(["security-baseline", "everything", "per-rule"])("of %s says how its stack is deployed", async (pack) => {
    const [manifest, template] = [await manifestOf(pack), await templateOf(pack)];
    const { stack, functions, files, hash } = manifest;
    expect(stack.parameters).toEqual(
      Object.entries(template.Parameters ?? {}).map(([name, { Default }]) => ({
        name,
        ...(Default === undefined ? {} : { default: Default }),
      })),
    );
    expect(stack.codeParameters.map(({ function: name }) => name)).toEqual(functions.map(({ name }) => name));
    for (const { parameter, zip, key } of stack.codeParameters) {
      expect(template.Parameters?.[parameter]).toBeDefined();
      expect(zip).toMatch(/^functions\/[a-z0-9-]+-[0-9a-f]{16}\.zip$/);
      expect(key).toBe(`rulewright/${pack === "per-rule" ? "everything" : pack}/${zip.replace("functions/", "")}`);
      expect(files.map(({ path }) => path)).toContain(zip);
    }
    expect(template.Metadata.Rulewright).toMatchObject({ manifestHash: hash });
    const listed = files.find(({ path }) => path === stack.template);
    expect(listed?.sha256).toBe(
      createHash("sha256")
        .update(await fileOf(pack, stack.template))
        .digest("hex"),
    );
  });

  test("tells which function serves a rule", async () => {
    const byRule = async (pack: string) =>
      Object.fromEntries((await manifestOf(pack)).rules.map((rule) => [rule.name, rule.function]));
    expect(await byRule("everything")).toMatchObject({ mine: "change", "iam-user-one-active-access-key": "periodic" });
    expect(await byRule("per-rule")).toMatchObject({ mine: "mine", "access-keys-rotated": undefined });
  });

  test("has a hash of each rule that knows its own code and parameters, and nothing of other rules", async () => {
    const rule = (name: string, verdict: string) => `import { compliant, defineRule } from "@rulewright/sdk";
      import { verdict } from "./verdict.ts";
      export default defineRule({ name: "${name}", description: "d", severity: "LOW", resourceTypes: ["AWS::SNS::Topic"],
        parameters: { size: { type: "integer", default: 1, description: "s" } }, evaluate: () => ${verdict} });`;
    const hashes = async (rules: string, verdict = "compliant()") => {
      const folder = await temporaryFolder({
        "a.pack.ts": `import { defineConformancePack, use } from "@rulewright/sdk/synthesis";
          import one from "./one.ts";
          import two from "./two.ts";
          export default defineConformancePack({ name: "a", rules: [${rules}] });`,
        "one.ts": rule("one", "verdict()"),
        "two.ts": rule("two", "compliant()"),
        "verdict.ts": `import { compliant } from "@rulewright/sdk"; export const verdict = () => ${verdict};`,
      });
      expect(await rulewright(["synth", "a.pack.ts"], { cwd: folder })).toMatchObject({ code: 0, stderr: "" });
      const manifest = parseManifest(await readFile(join(folder, "dist/a/manifest.json"), "utf8"));
      const hashOf = (name: string) => manifest.rules.find((each) => each.name === name)?.hash;
      return { hash: manifest.hash, one: hashOf("one"), two: hashOf("two") };
    };
    const both = await hashes("use(one), use(two)");
    expect(both.one).toMatch(/^[0-9a-f]{64}$/);
    const alone = await hashes("use(one)");
    expect(alone.one).toBe(both.one);
    expect(alone.hash).not.toBe(both.hash);
    const set = "use(one, { parameters: { size: 2 } }), use(two)";
    const larger = await hashes(set);
    expect([larger.one === both.one, larger.two === both.two]).toEqual([false, true]);
    const other = await hashes(set, 'compliant("fine")');
    expect([other.one === larger.one, other.two === larger.two]).toEqual([false, true]);
  });
});

describe("zips", () => {
  test("are the same bytes in another folder and time zone", async () => {
    const out = await temporaryFolder();
    const argv = ["synth", join(ROOT, "conformance-packs/security-baseline.pack.ts"), "--out", "again"];
    const ran = await rulewright(argv, { cwd: out, env: { TZ: "Pacific/Auckland" } });
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    const { stack } = await manifestOf("security-baseline");
    for (const { zip } of stack.codeParameters) {
      const again = await readFile(join(out, "again/security-baseline", zip));
      expect([zip, again.equals(await fileOf("security-baseline", zip))]).toEqual([zip, true]);
    }
  });

  test.each(["security-baseline", "per-rule"])("of %s hold what is in the folder beside them", async (pack) => {
    const { stack } = await manifestOf(pack);
    for (const { zip, function: name } of stack.codeParameters) {
      const files = readZip(await fileOf(pack, zip));
      const beside = await readdir(join(made.get(pack) ?? "", `functions/${name}`));
      expect([...files.keys()]).toEqual(beside.toSorted());
      for (const [path, content] of files) {
        expect([path, (await fileOf(pack, `functions/${name}/${path}`)).equals(content)]).toEqual([path, true]);
      }
    }
  });

  test("export what the stack's functions name, and re-evaluation loads its clients only when it runs", async () => {
    const { Resources } = await templateOf("security-baseline");
    expect(Resources["ReevaluationFunction"]?.Properties).toMatchObject({
      Handler: "index.reevaluate",
      Code: { S3Key: { Ref: "ChangeCodeKey" } },
    });
    const index = pathToFileURL(join(made.get("security-baseline") ?? "", "functions/change/index.mjs")).href;
    const script = `const m = await import(${JSON.stringify(index)}); process.stdout.write(JSON.stringify(Object.entries(m).map(([k, v]) => [k, typeof v])));`;
    const env = { AWS_REGION: "eu-west-1" };
    const ran = await runNode(["--input-type=module", "-e", script], { env });
    expect(JSON.parse(ran.stdout)).toEqual([
      ["handler", "function"],
      ["reevaluate", "function"],
    ]);
    // nothing that the entry imports at once speaks to the parameter store
    const folder = join(made.get("security-baseline") ?? "", "functions/change");
    const loaded = new Set<string>();
    const load = async (name: string): Promise<void> => {
      if (loaded.has(name)) return;
      loaded.add(name);
      const text = await readFile(join(folder, name), "utf8");
      expect([name, text.includes("AmazonSSM")]).toEqual([name, false]);
      for (const [, imported = ""] of text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)) await load(imported);
    };
    await load("index.mjs");
    const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")));
    expect(texts.some((text) => text.includes("AmazonSSM"))).toBe(true);
  });

  test("a rule's own function serves it, and the first that changes start also re-evaluates", async () => {
    const exportsOf = async (name: string) => {
      const index = pathToFileURL(join(made.get("per-rule") ?? "", `functions/${name}/index.mjs`)).href;
      const script = `process.stdout.write(Object.keys(await import(${JSON.stringify(index)})).join());`;
      return (await runNode(["--input-type=module", "-e", script], { env: { AWS_REGION: "eu-west-1" } })).stdout;
    };
    expect(await exportsOf("mine")).toBe("handler,reevaluate");
    expect(await exportsOf("s3-bucket-public-access-blocked")).toBe("handler");
    const { Resources } = await templateOf("per-rule");
    expect(Resources["ReevaluationFunction"]?.Properties).toMatchObject({ Code: { S3Key: { Ref: "MineCodeKey" } } });
    expect(Resources["MineFunction"]?.Properties).toMatchObject({ MemorySize: 2048 });
  });
});

test("a pack without rules of ours has a stack that is only the pack", async () => {
  const folder = await temporaryFolder({
    "a.pack.ts": `import { defineConformancePack, managedRule } from "@rulewright/sdk/synthesis";
      export default defineConformancePack({ name: "only", rules: [managedRule("IAM_PASSWORD_POLICY", { name: "kept" })] });`,
  });
  expect(await rulewright(["synth", "a.pack.ts"], { cwd: folder })).toMatchObject({ code: 0, stderr: "" });
  const template = parseTemplate(
    JSON.stringify(parse(await readFile(join(folder, "dist/only/stack.template.yaml"), "utf8"), { version: "1.1" })),
  );
  expect(Object.keys(template.Resources)).toEqual(["ConformancePack"]);
  expect(Object.keys(template.Parameters ?? {})).toEqual(["GlobalRulesRegion"]);
  expect(Object.keys(template.Outputs)).toEqual(["PackName"]);
});

test("an unsound deployment is refused before anything is written", async () => {
  const folder = await temporaryFolder({
    "mine.ts": ruleSource("mine"),
    "a.pack.ts": settings('functions: "one", alarms: 1,'),
  });
  const ran = await rulewright(["synth", "a.pack.ts"], { cwd: folder });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toMatch(/^RW3018: functions "one" is not "shared" or "per-rule"\./);
  expect(ran.stderr).toMatch(/RW3018: alarms 1 is neither|RW3018: alarms is 1/);
  expect(await readdir(folder)).toEqual(["a.pack.ts", "mine.ts"]);
});

test("a folder that an earlier version wrote is written anew", async () => {
  const folder = await temporaryFolder({
    "a.pack.ts": `import { defineConformancePack, managedRule } from "@rulewright/sdk/synthesis";
      export default defineConformancePack({ name: "only", rules: [managedRule("IAM_PASSWORD_POLICY", { name: "kept" })] });`,
    "dist/only/conformance-pack.yaml": "",
    "dist/only/manifest.json": "{}",
  });
  expect(await rulewright(["synth", "a.pack.ts"], { cwd: folder })).toMatchObject({ code: 0, stderr: "" });
});
