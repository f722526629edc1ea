import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import {
  ConfigServiceClient,
  DescribeOrganizationConformancePackStatusesCommand,
  GetOrganizationConformancePackDetailedStatusCommand,
} from "@aws-sdk/client-config-service";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { CreateOrganizationCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import {
  CreateBucketCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { DescribeParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { isObject, type JsonObject } from "@rulewright/sdk";
import { parse, stringify } from "yaml";
import { parseObject } from "./support/contracts.ts";
import { startMoto, type Moto } from "./support/moto.ts";
import { PACK_SOURCES } from "./support/publishing.ts";
import { rulewright } from "./support/rulewright.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const REGIONS = ["eu-west-1", "us-east-1"] as const;
const [HOME] = REGIONS;
const STACK = "rulewright-custom";
const PLACE = ["--bucket-prefix", "acme-rules", "--yes", "--regions", ...REGIONS];
const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };

/**
 * Resources that moto cannot make, and waits for without end. The stack of this test lacks them: what is tested here is
 * that S3, CloudFormation, IAM and SSM of somebody else's making take what we send.
 */
const UNKNOWN_TO_MOTO = /^AWS::(Config|CloudWatch)::|^AWS::Lambda::EventInvokeConfig$/;

let moto: Moto | undefined;
let folder: string;
beforeAll(async () => {
  moto = await startMoto();
  if (!moto) return;
  folder = await temporaryFolder(PACK_SOURCES);
  const modules = Object.keys(PACK_SOURCES).map((name) => join(folder, name));
  expect(await rulewright(["synth", ...modules, "--out", folder])).toMatchObject({ code: 0 });
  await withoutUnknown(join(folder, "custom"));
}, 120_000);
beforeEach(async () => {
  if (!moto) return;
  await moto.reset();
  for (const region of REGIONS) await createBucket(region);
});
afterAll(() => moto?.close());

const at = (region: string) => ({
  region,
  endpoint: moto?.url ?? "",
  credentials: CREDENTIALS,
  forcePathStyle: true,
});
const run = (...argv: readonly string[]) =>
  rulewright(argv, {
    env: {
      AWS_ENDPOINT_URL: moto?.url ?? "",
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_REGION: HOME,
      RULEWRIGHT_POLL_MS: "50",
    },
  });

async function createBucket(region: string): Promise<void> {
  const client = new S3Client(at(region));
  const Bucket = `acme-rules-${region}`;
  const place = region === "us-east-1" ? {} : { CreateBucketConfiguration: { LocationConstraint: HOME } };
  await client.send(new CreateBucketCommand({ Bucket, ...place }));
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
}

/** Takes from a pack's stack what moto does not know, and tells the manifest of the new file. */
async function withoutUnknown(pack: string): Promise<void> {
  const file = join(pack, "stack.template.yaml");
  const template = objectOf(parse(await readFile(file, "utf8"), { version: "1.1" }));
  const kept = Object.entries(objectOf(template["Resources"])).flatMap(([id, resource]): [string, JsonObject][] => {
    const { Type: type, Properties: properties, ...rest } = objectOf(resource);
    if (UNKNOWN_TO_MOTO.test(String(type))) return [];
    // moto gives parameters no names of its own
    const name = type === "AWS::SSM::Parameter" ? { Name: `/rulewright/${id}` } : {};
    return [[id, { Type: String(type), Properties: { ...name, ...objectOf(properties) }, ...rest }]];
  });
  const { PackName: _pack, ...outputs } = objectOf(template["Outputs"]);
  const text = stringify(
    { ...template, Resources: Object.fromEntries(kept), Outputs: outputs },
    { version: "1.1", aliasDuplicateObjects: false },
  );
  await writeFile(file, text);
  const manifest = parseObject(await readFile(join(pack, "manifest.json"), "utf8"));
  const sha256 = createHash("sha256").update(text).digest("hex");
  const files = (Array.isArray(manifest["files"]) ? manifest["files"] : [])
    .filter(isObject)
    .map((each) => (each["path"] === "stack.template.yaml" ? { ...each, sha256 } : each));
  await writeFile(join(pack, "manifest.json"), JSON.stringify({ ...manifest, files }));
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

async function stacks(): Promise<(string | undefined)[]> {
  return Promise.all(
    REGIONS.map(async (region) => {
      const { Stacks = [] } = await new CloudFormationClient(at(region)).send(new DescribeStacksCommand({}));
      return Stacks.find(({ StackName }) => StackName === STACK)?.StackStatus;
    }),
  );
}

describe("against a server that others wrote", () => {
  test("an account's stacks are made, left alone, brought to another release, and gone in the end", async () => {
    if (!moto) return;
    const publish = ["publish", join(folder, "custom"), ...PLACE];
    expect(await run(...publish)).toMatchObject({ code: 0, stderr: "" });
    expect(await stacks()).toEqual(["CREATE_COMPLETE", "CREATE_COMPLETE"]);
    const { Roles = [] } = await new IAMClient(at(HOME)).send(new ListRolesCommand({}));
    expect(Roles.map(({ RoleName }) => RoleName)).toContainEqual(expect.stringMatching(/FunctionRole/));
    const { Parameters = [] } = await new SSMClient(at(HOME)).send(new DescribeParametersCommand({}));
    expect(Parameters).not.toEqual([]);
    expect(await run(...publish)).toMatchObject({ code: 0, stdout: expect.stringMatching(/Nothing to do/) });
    const changed = [...publish, "--parameter", "Architecture=x86_64"];
    expect(await run(...changed)).toMatchObject({ code: 0, stderr: "" });
    expect(await stacks()).toEqual(["UPDATE_COMPLETE", "UPDATE_COMPLETE"]);
    expect(await run("rollback", "custom", ...PLACE)).toMatchObject({ code: 0, stderr: "" });
    expect(await run("destroy", "custom", ...PLACE)).toMatchObject({ code: 0, stderr: "" });
    expect((await stacks()).map((status) => status ?? "DELETE_COMPLETE")).toEqual([
      "DELETE_COMPLETE",
      "DELETE_COMPLETE",
    ]);
    for (const region of REGIONS) {
      const input = { Bucket: `acme-rules-${region}` };
      const { Versions = [] } = await new S3Client(at(region)).send(new ListObjectVersionsCommand(input));
      expect(Versions).toEqual([]);
    }
  }, 120_000);

  test("an organization pack is put, seen as done, left alone, and gone in the end", async () => {
    if (!moto) return;
    await new OrganizationsClient(at(HOME)).send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
    const publish = ["publish", join(folder, "managed"), ...PLACE, "--topology", "organization-pack"];
    expect(await run(...publish)).toMatchObject({ code: 0, stderr: "" });
    const client = new ConfigServiceClient(at(HOME));
    const { OrganizationConformancePackStatuses = [] } = await client.send(
      new DescribeOrganizationConformancePackStatusesCommand({}),
    );
    expect(OrganizationConformancePackStatuses).toMatchObject([
      { OrganizationConformancePackName: "managed", Status: "CREATE_SUCCESSFUL" },
    ]);
    const details = new GetOrganizationConformancePackDetailedStatusCommand({
      OrganizationConformancePackName: "managed",
    });
    expect((await client.send(details)).OrganizationConformancePackDetailedStatuses).toHaveLength(1);
    expect(await run(...publish)).toMatchObject({ code: 0, stdout: expect.stringMatching(/Nothing to do/) });
    expect(await run("destroy", "managed", ...PLACE)).toMatchObject({ code: 0, stderr: "" });
    const left = await client.send(new DescribeOrganizationConformancePackStatusesCommand({}));
    expect(left.OrganizationConformancePackStatuses ?? []).toEqual([]);
  }, 120_000);
});
