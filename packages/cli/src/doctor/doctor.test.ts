import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { doctorCommand, type DoctorOptions } from "../commands/doctor.ts";
import { publishCommand } from "../commands/publish.ts";
import { ACCOUNT, PLACE, REGIONS, startDeployment, type Deployment } from "../deployment/fixtures/deployment.ts";
import { expectSchema } from "../status/fixtures/expect-schema.ts";
import { writeChangePack } from "./fixtures/change-pack.ts";

const MEMBER = "444455556666";
let at: Deployment;
beforeEach(async () => {
  at = await startDeployment();
  for (const service of ["config-conforms", "remediation.config", "config-multiaccountsetup"]) {
    const name = { "config-conforms": "Conforms", "remediation.config": "Remediation" }[service] ?? "MultiAccountSetup";
    at.endpoint.state.iam.addRole({ RoleName: `AWSServiceRoleForConfig${name}` });
  }
});
afterEach(() => at.close());

const doctor = (paths: readonly string[], options: Partial<DoctorOptions> = {}) =>
  at.run((io) => doctorCommand(paths, { out: "dist", regions: REGIONS, now: "2026-11-24T00:00:00Z", ...options }, io));

interface Found {
  readonly findings: readonly { readonly id: string; readonly region?: string; readonly mend?: string }[];
}
async function found(paths: readonly string[], options: Partial<DoctorOptions> = {}) {
  const ended = await doctor(paths, { json: true, ...options });
  expect(ended.error).toBeUndefined();
  const document = JSON.parse(ended.out) as Found;
  expectSchema("doctor", document);
  const matter = document.findings.filter((finding) => !("severity" in finding) || finding.severity !== "info");
  return { code: ended.code, document, ids: matter.map(({ id, region = "account" }) => `${region} ${id}`) };
}

describe("doctor", () => {
  test("finds nothing to mend in an account that is ready, and tells what is left of quotas", async () => {
    const { code, document, ids } = await found([await writeChangePack()]);
    expect({ code, ids }).toEqual({ code: 0, ids: [] });
    expect(document).toMatchObject({
      accountId: ACCOUNT,
      packs: ["watch"],
      regions: REGIONS,
      summary: { errors: 0, warnings: 0, notLookedAt: 0 },
    });
    const quotas = document.findings.filter(({ id }) => /quota|concurrency/.test(id));
    expect(quotas).toHaveLength(6);
    expect(at.endpoint.calls.filter(({ operation }) => !/^(Describe|Get|List)/.test(operation))).toEqual([]);
  });

  test("takes a manifest for its folder, and works without any pack", async () => {
    expect(await found([`${await writeChangePack()}/manifest.json`])).toMatchObject({ code: 0 });
    expect(await found([])).toMatchObject({ code: 0, ids: [] });
  });

  test("shows what change rules cannot see, Region by Region", async () => {
    const { recorders } = at.endpoint.state.config;
    recorders.set({ account: ACCOUNT, region: "eu-west-1" }, { resourceTypes: ["AWS::EC2::Volume"] });
    recorders.set({ account: ACCOUNT, region: "us-east-1" }, { includesGlobalTypes: false });
    const { code, ids } = await found([await writeChangePack()]);
    expect(code).toBe(1);
    expect(ids).toEqual(["eu-west-1 type-cannot-be-seen", "us-east-1 type-cannot-be-seen"]);
    const { out } = await doctor([await writeChangePack()]);
    expect(out).toMatch(/^ {2}cannot see {2}bucket-key cannot see AWS::S3::Bucket in eu-west-1 and looks clean/m);
    expect(out).toMatch(/user-mfa cannot see AWS::IAM::User in us-east-1/);
    expect(out).toMatch(/^ us-east-1 +1 +0 +0$/m);
    expect(out).toMatch(/\n2 errors, 0 warnings\.\n$/);
  });

  test("finds recorders that are missing, stopped or failing, and no channel", async () => {
    const { recorders } = at.endpoint.state.config;
    recorders.remove({ account: ACCOUNT, region: "eu-west-1" });
    recorders.set({ account: ACCOUNT, region: "us-east-1" }, { recording: false, deliveryBucket: undefined });
    const { code, ids, document } = await found([await writeChangePack()]);
    expect(code).toBe(1);
    expect(ids).toEqual([
      "eu-west-1 recorder-missing",
      "eu-west-1 delivery-channel-missing",
      "us-east-1 recorder-stopped",
      "us-east-1 delivery-channel-missing",
    ]);
    expect(document.findings.find(({ id }) => id === "recorder-stopped")?.mend).toBe(
      "aws configservice start-configuration-recorder --region us-east-1 --configuration-recorder-name default",
    );
    recorders.set({ account: ACCOUNT, region: "us-east-1" }, { lastStatus: "FAILURE" });
    expect((await found([])).ids).toContain("us-east-1 recorder-failing");
  });

  test("names the permission that a check lacks, does the others, and exits 2", async () => {
    at.endpoint.state.config.recorders.remove({ account: ACCOUNT, region: "us-east-1" });
    at.endpoint.faults.add({
      operation: "DescribeConfigurationRecorders",
      kind: "error",
      code: "AccessDeniedException",
      nth: 1,
    });
    at.endpoint.faults.add({ operation: "GetRole", kind: "error", code: "AccessDenied", status: 403 });
    const { code, document } = await found([await writeChangePack()], { regions: ["eu-west-1"] });
    expect(code).toBe(2);
    expect(document.findings.filter(({ id }) => id === "not-looked-at")).toEqual([
      { id: "not-looked-at", severity: "warning", message: "Not looked at: needs iam:GetRole." },
      {
        id: "not-looked-at",
        severity: "warning",
        region: "eu-west-1",
        message: "Not looked at in eu-west-1: needs config:DescribeConfigurationRecorders.",
      },
    ]);
    expect(document.findings.map(({ id }) => id)).toEqual(expect.arrayContaining(["pack-quota", "concurrency"]));
  });

  test("finds roles that are missing, each once for all Regions", async () => {
    at.endpoint.state.account = MEMBER;
    const { code, document } = await found([await writeChangePack({ automatic: true })]);
    expect(code).toBe(0); // warnings
    expect(document.findings.filter(({ id }) => id === "role-missing").map(({ mend }) => mend)).toEqual([
      "aws iam create-service-linked-role --aws-service-name config-conforms.amazonaws.com",
      "aws iam create-service-linked-role --aws-service-name remediation.config.amazonaws.com",
    ]);
  });

  test("finds the runtime of a deployed stack, whatever the pack at hand says", async () => {
    const folder = await writeChangePack({ runtime: "nodejs20.x" });
    expect((await found([folder])).ids).toEqual(["account runtime-ended"]);
    await at.run((io) => publishCommand([folder], { ...PLACE, out: "dist" }, io));
    const { ids, document } = await found([await writeChangePack()]);
    expect(ids).toEqual(["eu-west-1 runtime-ended", "us-east-1 runtime-ended"]);
    expect(document.findings.find(({ id }) => id === "runtime-ended")?.mend).toBe(
      "aws cloudformation update-stack --region eu-west-1 --stack-name rulewright-watch --use-previous-template --capabilities CAPABILITY_IAM --parameters ParameterKey=Runtime,ParameterValue=nodejs24.x ParameterKey=CodeBucketPrefix,UsePreviousValue=true ParameterKey=ChangeCodeKey,UsePreviousValue=true ParameterKey=Minimum,UsePreviousValue=true",
    );
  });

  test("tells what is not there in a Region, and what cannot be said in one", async () => {
    const { document } = await found([await writeChangePack({ regionOf: "us-east-1" })]);
    expect(document.findings.filter(({ id }) => id === "rule-not-in-region")).toMatchObject([
      { region: "eu-west-1", rules: ["bucket-key"] },
    ]);
    const ended = await doctor([], { regions: ["eu-west"] });
    expect(ended.error).toMatchObject({ message: "RW4001: eu-west is no Region." });
  });
});

describe("doctor of an organization", () => {
  const STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com";
  const MULTI_ACCOUNT = "config-multiaccountsetup.amazonaws.com";
  const ids = async (topology: string) => {
    const result = await found([], { topology, regions: ["eu-west-1"] });
    return { code: result.code, ids: result.ids };
  };

  test("misses the organization, its features, trust and administrators", async () => {
    expect(await ids("stack-set")).toEqual({ code: 1, ids: ["account organization-missing"] });
    const { organization } = at.endpoint.state;
    organization.create({ managementAccount: ACCOUNT, featureSet: "CONSOLIDATED_BILLING" });
    expect(await ids("stack-set")).toEqual({
      code: 1,
      ids: ["account organization-features", "account trusted-access-missing"],
    });
    organization.create({ managementAccount: ACCOUNT, trustedAccess: [STACK_SETS] });
    expect(await ids("stack-set")).toEqual({ code: 0, ids: [] });
    // AWS Config is told to by the first organization pack itself
    expect(await ids("organization-pack")).toEqual({ code: 0, ids: ["account trusted-access-missing"] });
  });

  test("knows delegated administrators, service by service", async () => {
    at.endpoint.state.organization.create({
      managementAccount: MEMBER,
      accounts: [{ id: ACCOUNT }],
      trustedAccess: [STACK_SETS, MULTI_ACCOUNT],
      delegatedAdministrators: { [STACK_SETS]: [ACCOUNT] },
    });
    expect(await ids("stack-set")).toEqual({ code: 0, ids: [] });
    // whoever administers nothing may not ask either
    const other = await found([], { topology: "organization-pack", regions: ["eu-west-1"] });
    expect(other.document.findings.map(({ id }) => id)).toEqual(expect.arrayContaining(["not-administrator"]));
  });
});
