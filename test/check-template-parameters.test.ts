import { expect, test } from "@jest/globals";
import { parseCheckResult } from "./support/contracts.ts";
import { expectRefusal } from "./support/expect-refusal.ts";
import { rulewright } from "./support/rulewright.ts";
import { openGroup, snapshot } from "./support/samples.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const ONLY = ["--only", "ec2-security-group-admin-ports-closed"];

const template = (parameter: string) => `
Parameters:
  ${parameter}: { Type: String, Default: "0.0.0.0/0" }
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: g
      SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref ${parameter} }]
`;

async function checking(files: Readonly<Record<string, string>>) {
  const cwd = await temporaryFolder(files);
  return (...values: readonly string[]) =>
    rulewright(["check", ".", "--json", ...ONLY, "--template-parameter", ...values], { cwd });
}

test("a value goes to the templates that declare its name; one of them is enough", async () => {
  const check = await checking({
    "a.yaml": template("Open"),
    "b.yaml": template("Other"),
    "i.json": snapshot(openGroup()),
  });
  const ran = await check("Open=10.0.0.0/8");
  const verdicts = parseCheckResult(ran.stdout).evaluations.map(({ source, complianceType }) => [
    source.file,
    complianceType,
  ]);
  expect(Object.fromEntries(verdicts)).toEqual({
    "a.yaml": "COMPLIANT",
    "b.yaml": "NON_COMPLIANT",
    "i.json": "NON_COMPLIANT",
  });
  expect(ran.stderr).toBe("");
});

test("a name that no template declares is refused, each with the nearest one", async () => {
  const check = await checking({ "a.yaml": template("Open"), "b.yaml": template("Other") });
  expectRefusal(
    await check("Opn=10.0.0.0/8", "Other=10.0.0.0/8"),
    "RW5001",
    /--template-parameter Opn: no template of the inputs declares it\.\n {2}Did you mean Open\?/,
  );
  const several = await check("Opn=1", "Else=2");
  expect(several.stderr.match(/^RW5001: /gm)).toHaveLength(2);
  expect(several.stderr).toContain("\n  The templates declare Open, Other.\n");
});

test("a value is refused where none of the inputs is a template", async () => {
  const check = await checking({ "i.json": snapshot(openGroup()) });
  expectRefusal(await check("Open=1"), "RW5001", /None of the inputs is a template/);
  const sample = ["check", "examples/sample-account"]; // has an error of its own
  expectRefusal(await rulewright([...sample, "--template-parameter", "Open=1"]), "RW5001", /no template of the inputs/);
});

test("a template that cannot be read is told instead: it may declare the name", async () => {
  const check = await checking({ "a.yaml": template("Open"), "b.yaml": "Resources: [" });
  const ran = await check("Opn=1");
  expect(parseCheckResult(ran.stdout).errors.map(({ source }) => source.file)).toEqual(["b.yaml"]);
  expect(ran).toMatchObject({ code: 2, stderr: "" });
  const cut = await checking({ "a.json": '{"Resources": {' });
  expect(parseCheckResult((await cut("Opn=1")).stdout).errors).toHaveLength(1);
});

test("a Region and an account that cannot be are refused together, before anything is read", async () => {
  const cwd = await temporaryFolder({ "a.yaml": template("Open") });
  const check = (...argv: readonly string[]) => rulewright(["check", "a.yaml", ...ONLY, ...argv], { cwd });
  expectRefusal(
    await check("--region", "eu-west1"),
    "RW5001",
    /--region eu-west1 is no Region\.\n {2}Did you mean eu-west-1\?/,
  );
  expectRefusal(await check("--region", "global"), "RW5001", /--region global is no Region/);
  const several = await check("--region", "mars", "--account", "11112222333", "--template-parameter", "Open");
  expect(several.stderr.match(/^RW5001: --(account 11112222333|region mars|template-parameter Open) /gm)).toHaveLength(
    3,
  );
  expect(several).toMatchObject({ code: 2, stdout: "" });
  expect(await check("--region", "xx-nowhere-1", "--account", "111122223333")).toMatchObject({ stderr: "" });
});
