import { execFile } from "node:child_process";
import { readFile, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { resourceTree } from "@rulewright/catalog/resource-trees";
import { findResourceType, resourceTypeNames } from "@rulewright/catalog/resource-types";
import { skeletonItem } from "../packages/cli/src/item/skeleton-item.ts";
import { parseCheckResult, parseObject } from "./support/contracts.ts";
import { expectRefusal } from "./support/expect-refusal.ts";
import { ROOT, rulewright } from "./support/rulewright.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const everyItem = resourceTypeNames().flatMap((name) => {
  const facts = findResourceType(name);
  return facts ? [skeletonItem(facts, resourceTree(name))] : [];
});

test("prints an item in the event's spelling", async () => {
  const ran = await rulewright(["item", "AWS::EC2::SecurityGroup"]);
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(await rulewright(["item", "AWS::EC2::SecurityGroup", "--json"])).toEqual(ran);
  expect(parseObject(ran.stdout)).toMatchObject({
    configurationItemStatus: "OK",
    configurationItemCaptureTime: "2026-01-15T11:58:00.000Z",
    awsAccountId: "111122223333",
    awsRegion: "eu-west-1",
    resourceType: "AWS::EC2::SecurityGroup",
    resourceId: "sg-0123456789abcdef0",
    configuration: { groupId: "sg-0123456789abcdef0", ipPermissions: [{ fromPort: 0, ipRanges: ["10.0.0.0/16"] }] },
    supplementaryConfiguration: {},
  });
});

test("writes a file that check reads", async () => {
  const folder = await temporaryFolder();
  const made = await rulewright(["item", "AWS::ECS::Service", "--output", "service.json"], { cwd: folder });
  expect(made).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(await readdir(folder)).toEqual(["service.json"]);
  const checked = await rulewright(["check", "service.json", "--only", "ecs-service-no-public-ip", "--json"], {
    cwd: folder,
  });
  expect(checked.stderr).toBe("");
  expect(parseCheckResult(checked.stdout)).toMatchObject({
    evaluations: [{ resourceId: expect.any(String), complianceType: "COMPLIANT" }],
    errors: [],
  });
});

test("check reads the item of every type", async () => {
  const names = everyItem.map((item) => item["resourceType"]);
  const folder = await temporaryFolder({
    "items.json": JSON.stringify(everyItem),
    // a rule's scope takes 100 types
    "rules.ts": `import { compliant, defineRule, untyped } from "@rulewright/sdk";
      const names = ${JSON.stringify(names)};
      const rule = (from) => defineRule({ name: "types-from-" + from, description: "Anything goes.", severity: "LOW",
        resourceTypes: names.slice(from, from + 100).map(untyped), evaluate: () => compliant() });
      export const [a, b, c, d, e, f] = [0, 100, 200, 300, 400, 500].map(rule);`,
  });
  const ran = await rulewright(["check", "items.json", "--rules", "rules.ts", "--json"], { cwd: folder });
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(parseCheckResult(ran.stdout)).toMatchObject({ errors: [], summary: { compliant: names.length } });
});

test("the item of every type is of the catalogue's type", async () => {
  const lines = everyItem.map(({ resourceType, configuration, supplementaryConfiguration }, index) => {
    const value = JSON.stringify({ configuration, supplementaryConfiguration });
    return `export const item${index}: ResourceTypes[${JSON.stringify(resourceType)}] = ${value};`;
  });
  const folder = await temporaryFolder({
    "items.ts": `import type { ResourceTypes } from "@rulewright/catalog";\n${lines.join("\n")}\n`,
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        module: "nodenext",
        target: "es2022",
        types: [],
      },
      files: ["items.ts"],
    }),
  });
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const compiled = promisify(execFile)(
    process.execPath,
    [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", folder],
    { cwd: folder },
  );
  expect(await compiled.catch((error: { stdout?: string }) => ({ stdout: error.stdout, stderr: "" }))).toEqual({
    stdout: "",
    stderr: "",
  });
});

test.each([
  ["AWS::IAM::InstanceProfile", /^note: no source lists the properties of AWS::IAM::InstanceProfile; /],
  ["AWS::::Account", /^note: AWS Config does not record AWS::::Account; /],
])("says so where %s has no properties", async (resourceType, note) => {
  const ran = await rulewright(["item", resourceType]);
  expect(ran).toMatchObject({ code: 0, stderr: expect.stringMatching(note) });
  expect(parseObject(ran.stdout)).toMatchObject({ resourceType, configuration: {} });
});

test.each([
  [["item", "AWS::EC2::SecurityGroups"], "RW5030", /Did you mean AWS::EC2::SecurityGroup\?/],
  [["item", "aws::s3::bucket"], "RW5030", /Did you mean AWS::S3::Bucket\?/],
  [["item", "AWS::Nothing::AtAllLikeThis"], "RW5030", /such as AWS::S3::Bucket/],
  [["item"], "RW5001", /resource-type/],
  [["item", "AWS::S3::Bucket", "--output", "nowhere/bucket.json"], "RW5017", /nowhere\/bucket\.json cannot be written/],
])("refuses %j", async (argv, code, sentence) => {
  expectRefusal(await rulewright(argv), code, sentence);
});

test("the trees are loaded by this command alone", async () => {
  const folders = ["sdk", "testing", "reports", "rules", "cli"];
  const users: string[] = [];
  for (const folder of folders) {
    const source = join(ROOT, "packages", folder, "src");
    for (const path of await readdir(source, { recursive: true })) {
      if (!path.endsWith(".ts") || path.endsWith(".test.ts")) continue;
      const text = await readFile(join(source, path), "utf8");
      if (/^import (?!type ).*catalog\/resource-trees"/m.test(text)) users.push(`${folder}/${path}`);
    }
  }
  expect(users).toEqual(["cli/commands/item.ts"]);
});
