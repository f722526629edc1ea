import { execFile } from "node:child_process";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { frameworkControls, frameworks } from "@rulewright/catalog/controls";
import { managedRules } from "@rulewright/catalog/managed-rules";
import * as installed from "@rulewright/rules";
import { controlFacts } from "../packages/cli/src/explain/control-facts.ts";
import { controlSources } from "../packages/cli/src/explain/find-subject.ts";
import { frameworkFacts, type FrameworkFacts } from "../packages/cli/src/explain/framework-facts.ts";
import { frameworkText } from "../packages/cli/src/explain/framework-text.ts";
import { managedRuleFacts } from "../packages/cli/src/explain/managed-rule-facts.ts";
import type { PackLines } from "../packages/cli/src/explain/pack-lines.ts";
import { ruleFacts } from "../packages/cli/src/explain/rule-facts.ts";
import { controlText, managedRuleText, ruleText } from "../packages/cli/src/explain/text.ts";
import { contract } from "./support/contracts.ts";
import { expectRefusal } from "./support/expect-refusal.ts";
import { ROOT, rulewright } from "./support/rulewright.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const TEXT = { type: "string", minLength: 1 };
const TEXTS = { type: "array", items: TEXT };
const PACK = {
  type: "object",
  required: ["imports", "entries"],
  additionalProperties: false,
  properties: { imports: TEXTS, entries: TEXTS },
};

/** What every form of `explain --json` has. */
const parseExplained = contract<{ readonly kind: string; readonly pack: PackLines }>({
  type: "object",
  required: ["version", "kind", "pack"],
  properties: { version: { const: 1 }, kind: { enum: ["rule", "managed-rule", "control"] }, pack: PACK },
  oneOf: [
    {
      properties: { kind: { const: "rule" } },
      required: [
        "name",
        "description",
        "severity",
        "trigger",
        "scope",
        "resourceTypes",
        "parameters",
        "controls",
        "replaces",
        "permissions",
      ],
    },
    {
      properties: { kind: { const: "managed-rule" } },
      required: [
        "identifier",
        "name",
        "trigger",
        "resourceTypes",
        "parameters",
        "controls",
        "runbooks",
        "replacedBy",
        "inferred",
      ],
    },
    {
      properties: { kind: { const: "control" } },
      required: ["id", "source", "resourceTypes", "bounds", "securityHub", "related", "rules"],
    },
  ],
});

const parseFramework = contract<FrameworkFacts>({
  type: "object",
  required: ["version", "kind", "id", "name", "controls"],
  properties: {
    version: { const: 1 },
    controls: { type: "array", items: { type: "object", required: ["id", "rules"] } },
  },
});

async function explained(...argv: readonly string[]): Promise<{ readonly kind: string; readonly pack: PackLines }> {
  const ran = await rulewright(["explain", ...argv, "--json"]);
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  return parseExplained(ran.stdout);
}

const rules = Object.values(installed);
const controls = frameworks().flatMap(({ id }) => frameworkControls(id));

describe("a rule of ours", () => {
  test("has parameters with what frameworks ask of them, controls, remediation and pack lines", async () => {
    expect(await explained("iam-account-password-policy")).toMatchObject({
      kind: "rule",
      name: "iam-account-password-policy",
      trigger: "periodic",
      schedule: "TwentyFour_Hours",
      scope: "global",
      parameters: expect.arrayContaining([
        expect.objectContaining({
          name: "MinimumPasswordLength",
          type: "integer",
          minimum: 6,
          default: 14,
          bounds: expect.arrayContaining([
            expect.objectContaining({ op: ">=", value: 14, controls: expect.arrayContaining(["cis-1.2.0/1.9"]) }),
          ]),
        }),
      ]),
      controls: expect.arrayContaining([
        expect.objectContaining({
          framework: "cis-1.2.0",
          name: "CIS AWS Foundations Benchmark 1.2.0",
          controls: expect.arrayContaining([{ id: "cis-1.2.0/1.9", title: "password policy minimum length" }]),
        }),
      ]),
      replaces: ["IAM_PASSWORD_POLICY"],
      remediation: {
        runbook: "AWSConfigRemediation-SetIAMPasswordPolicy",
        parameters: expect.objectContaining({ MinimumPasswordLength: { parameter: "MinimumPasswordLength" } }),
      },
      pack: {
        imports: [
          'import { iamAccountPasswordPolicy } from "@rulewright/rules";',
          'import { use } from "@rulewright/sdk/synthesis";',
        ],
        entries: ["use(iamAccountPasswordPolicy),"],
      },
    });
  });

  test("says what a runbook of the rule's own does", async () => {
    const ran = await rulewright(["explain", "iam-user-one-active-access-key", "--json"]);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      remediation: {
        runbook: "own runbook",
        description: expect.stringMatching(/less recently used access key inactive/),
        parameters: { UserId: "RESOURCE_ID" },
      },
    });
    const { stdout } = await rulewright(["explain", "iam-user-one-active-access-key"]);
    expect(stdout).toMatch(/^ {2}own runbook: Makes [^]*^ {4}UserId {2}the resource's id$/m);
  });

  test("may come from a module", async () => {
    const folder = await temporaryFolder({
      "mine.ts": `import { compliant, defineRule } from "@rulewright/sdk";
        export default defineRule({ name: "topic-owned", description: "Topics have an owner.", severity: "LOW",
          resourceTypes: ["AWS::SNS::Topic"], controls: ["securityhub/SNS.1"],
          parameters: { tag: { type: "string", required: true, description: "The owner's tag." } },
          evaluate: () => compliant() });`,
    });
    const ran = await rulewright(["explain", "topic-owned", "--rules", "mine.ts"], { cwd: folder });
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).toContain("  tag  string, required\n    The owner's tag.\n");
    expect(ran.stdout).toContain("  // import topicOwned from the module that exports it\n");
    const control = await rulewright(["explain", "SNS.1", "--rules", "mine.ts", "--json"], { cwd: folder });
    expect(JSON.parse(control.stdout)).toMatchObject({
      rules: expect.arrayContaining([{ kind: "rule", name: "topic-owned" }]),
    });
  });
});

describe("a managed rule", () => {
  test.each(["IAM_PASSWORD_POLICY", "iam_password_policy", "iam-password-policy"])("is found as %s", async (name) => {
    expect(await explained(name)).toMatchObject({
      kind: "managed-rule",
      identifier: "IAM_PASSWORD_POLICY",
      replacedBy: ["iam-account-password-policy"],
      runbooks: [expect.objectContaining({ name: "AWSConfigRemediation-SetIAMPasswordPolicy" })],
    });
  });

  test("is told for people, with the pack lines to copy", async () => {
    const { stdout } = await rulewright(["explain", "ACCESS_KEYS_ROTATED"]);
    expect(stdout).toMatch(
      /^ACCESS_KEYS_ROTATED {2}MEDIUM\n {2}Managed rule of AWS: .+\.\n\n {2}name {4}access-keys-rotated\n/,
    );
    expect(stdout).toMatch(
      /\n {2}maxAccessKeyAge {2}integer, 90 in the console, required\n {4}at most 90: cis-1\.2\.0\/1\.4, /,
    );
    expect(stdout).toContain('\n  managedRule("ACCESS_KEYS_ROTATED", { parameters: { maxAccessKeyAge: 90 } }),\n');
  });
});

describe("a control", () => {
  test("names the rules that prove it; a rule of ours stands in the pack for the managed one", async () => {
    expect(await explained("cis-1.2.0/1.9")).toMatchObject({
      kind: "control",
      title: "password policy minimum length",
      bounds: [expect.objectContaining({ parameters: ["MinimumPasswordLength"], op: ">=", value: 14 })],
      securityHub: ["securityhub/IAM.15"],
      related: ["cis-1.4.0/1.8", "cis-3.0.0/1.8", "cis-5.0.0/1.7"],
      rules: [
        { kind: "rule", name: "iam-account-password-policy", replaces: ["IAM_PASSWORD_POLICY"] },
        { kind: "managed-rule", name: "IAM_PASSWORD_POLICY" },
      ],
      pack: { entries: ["use(iamAccountPasswordPolicy),"] },
    });
  });

  test.each(["securityhub/IAM.3", "IAM.3", "iam.3"])("of Security Hub is found as %s", async (name) => {
    expect(await explained(name)).toMatchObject({
      kind: "control",
      id: "securityhub/IAM.3",
      pack: { entries: ['managedRule("ACCESS_KEYS_ROTATED", { parameters: { maxAccessKeyAge: 90 } }),'] },
    });
  });

  test("without a rule says why", async () => {
    expect(await explained("cis-1.2.0/1.15")).toMatchObject({
      rules: [],
      missing: { reason: "manual", message: "No API of AWS tells: a person has to check it." },
      pack: { imports: [], entries: [] },
    });
    const { stdout } = await rulewright(["explain", "cis-1.2.0/1.15"]);
    expect(stdout).toContain("\nNot proved by any rule\n  No API of AWS tells: a person has to check it.\n");
    expect(stdout).not.toContain("In a pack");
  });
});

describe("a framework", () => {
  test.each(["cis-1.2.0", "CIS-1.2.0"])(
    "is found as %s, with its controls and the rules that claim them",
    async (name) => {
      const ran = await rulewright(["explain", name, "--json"]);
      expect(ran).toMatchObject({ code: 0, stderr: "" });
      const { controls: listed, ...framework }: FrameworkFacts = parseFramework(ran.stdout);
      expect(framework).toEqual({
        version: 1,
        kind: "framework",
        id: "cis-1.2.0",
        name: "CIS AWS Foundations Benchmark 1.2.0",
      });
      expect(listed.map(({ id }) => id)).toEqual(frameworkControls("cis-1.2.0").map(({ id }) => id));
      expect(listed.find(({ id }) => id === "cis-1.2.0/1.9")).toEqual({
        id: "cis-1.2.0/1.9",
        title: "password policy minimum length",
        rules: [
          { kind: "rule", name: "iam-account-password-policy", replaces: ["IAM_PASSWORD_POLICY"] },
          { kind: "managed-rule", name: "IAM_PASSWORD_POLICY" },
        ],
      });
      expect(listed.find(({ id }) => id === "cis-1.2.0/1.15")).toMatchObject({
        rules: [],
        missing: { reason: "manual" },
      });
    },
  );

  test("is told for people, control by control", async () => {
    const { stdout } = await rulewright(["explain", "cis-1.2.0"]);
    expect(stdout).toMatch(
      /^cis-1\.2\.0 {2}CIS AWS Foundations Benchmark 1\.2\.0\n {2}\d+ of 49 controls have a rule; /,
    );
    expect(stdout).toMatch(
      /^ {2}1\.9 {3}password policy minimum length\n {8}iam-account-password-policy, IAM_PASSWORD_POLICY$/m,
    );
    expect(stdout).toMatch(/^ {2}1\.15 .*\n {8}no rule: a person has to check it$/m);
  });

  test("may be any that the catalogue has", () => {
    for (const id of controlSources()) {
      const facts = frameworkFacts(id, rules);
      expect(facts.controls.length).toBeGreaterThan(10);
      expect(frameworkText(facts, 80)).not.toMatch(/undefined|\[object|NaN/);
    }
  });
});

test("every control has a rule or a reason", () => {
  for (const control of controls) {
    const { rules: proving, missing, pack } = controlFacts(control, rules, true);
    expect([control.id, proving.length > 0]).toEqual([control.id, missing === undefined]);
    expect([control.id, pack.entries.length > 0]).toEqual([control.id, proving.length > 0]);
  }
});

test("no line but code and unbreakable words is wider than 80 columns", () => {
  const texts = [
    ...rules.map((rule) => ruleText(ruleFacts(rule, true), 80)),
    ...managedRules().map((rule) => managedRuleText(managedRuleFacts(rule, rules), 80)),
    ...controls.map((control) => controlText(controlFacts(control, rules, true), 80)),
  ];
  const prose = texts.flatMap((text) => (text.split("\nIn a pack\n")[0] ?? "").split("\n"));
  expect(prose.filter((line) => line.length > 80 && / \S+ /.test(line.slice(40, 80)))).toEqual([]);
  expect(texts.filter((text) => /undefined|\[object|NaN/.test(text))).toEqual([]);
});

test("the pack lines of every managed rule and every rule of ours compile and make a sound pack", async () => {
  const lines = [
    ...rules.map((rule) => ruleFacts(rule, true).pack),
    ...managedRules().map((rule) => managedRuleFacts(rule, []).pack),
    ...controls.map((control) => controlFacts(control, rules, true).pack),
  ];
  const names = lines.flatMap(({ imports }) =>
    imports.flatMap((line) => /import \{ (.+) \} from "(.+)"/.exec(line)?.slice(1) ?? []),
  );
  const imported = new Map<string, Set<string>>();
  for (let at = 0; at < names.length; at += 2)
    for (const name of (names[at] ?? "").split(", "))
      imported.set(names[at + 1] ?? "", (imported.get(names[at + 1] ?? "") ?? new Set()).add(name));
  const imports = [...imported].map(([module, each]) => `import { ${[...each].join(", ")} } from "${module}";`);
  const entries = [...new Set(lines.flatMap((each) => each.entries))];
  const folder = await temporaryFolder({
    "packs.ts": `${imports.join("\n")}
      import { checkPack, defineConformancePack } from "@rulewright/sdk/synthesis";
      const entries = [\n${entries.join("\n")}\n];
      const problems = entries.flatMap((entry) => checkPack(defineConformancePack({ name: "one", rules: [entry] })));
      console.log(JSON.stringify({ entries: entries.length, problems: problems.filter((each) => each.severity === "error") }));`,
    "package.json": JSON.stringify({ type: "module" }),
    "tsconfig.json": JSON.stringify({
      compilerOptions: { strict: true, skipLibCheck: true, module: "nodenext", target: "es2022", types: ["node"] },
      files: ["packs.ts"],
    }),
  });
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const node = (...argv: string[]) =>
    promisify(execFile)(process.execPath, argv, { cwd: folder }).catch((error: { readonly stdout?: string }) => ({
      stdout: error.stdout ?? "It did not start.",
    }));
  expect((await node(join(ROOT, "node_modules/typescript/bin/tsc"), "-p", folder)).stdout).toBe("");
  expect(JSON.parse((await node("packs.js")).stdout)).toEqual({ entries: entries.length, problems: [] });
});

test.each([
  [["explain", "iam-account-pasword-policy"], "RW5031", /Did you mean iam-account-password-policy\?/],
  [["explain", "IAM_PASWORD_POLICY"], "RW5031", /Did you mean IAM_PASSWORD_POLICY\?/],
  [["explain", "IAM.155"], "RW5031", /Did you mean IAM\.15\?/],
  [["explain", "nothing whatsoever"], "RW5031", /is no rule, no managed rule, no control and no framework/],
  [["explain", "cis-5.0.1"], "RW5031", /Did you mean cis-5\.0\.0\?/],
  [["explain", "x", "--rules", "nowhere.ts"], "RW5003", /nowhere\.ts/],
  [["explain"], "RW5001", /name/],
])("refuses %j", async (argv, code, sentence) => {
  expectRefusal(await rulewright(argv), code, sentence);
});
