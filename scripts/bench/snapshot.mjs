// node scripts/bench/snapshot.mjs FILE COUNT [--gzip]: a synthetic snapshot in the form that AWS Config delivers, some
// 2.3 KB an item. The same count gives the same bytes.
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import { createGzip } from "node:zlib";

/** Types of the items, round robin. */
export const TYPES = [
  "AWS::EC2::SecurityGroup",
  "AWS::EC2::Instance",
  "AWS::EC2::NetworkInterface",
  "AWS::EC2::Volume",
  "AWS::S3::Bucket",
  "AWS::IAM::Role",
  "AWS::Lambda::Function",
  "AWS::RDS::DBInstance",
  "AWS::SNS::Topic",
  "AWS::SQS::Queue",
];

/** Writes a snapshot of so many items. */
export async function writeSnapshot(file, count, { gzip = false } = {}) {
  const output = createWriteStream(file);
  const stream = gzip ? createGzip({ level: 6 }) : output;
  if (gzip) stream.pipe(output);
  const put = async (text) => {
    if (!stream.write(text)) await new Promise((resolve) => stream.once("drain", resolve));
  };
  await put('{"fileVersion":"1.0","configSnapshotId":"5f2b7c1e-9a44-4d0e-8f55-0c3d2f1a7b90","configurationItems":[');
  const random = createRandom(count);
  let batch = [];
  for (let index = 0; index < count; index += 1) {
    batch.push(`${index === 0 ? "" : ","}${JSON.stringify(item(index, random))}`);
    if (batch.length < 500 && index < count - 1) continue;
    await put(batch.join(""));
    batch = [];
  }
  stream.end("]}");
  await finished(output);
}

function item(index, random) {
  const resourceType = TYPES[index % TYPES.length];
  const resourceId = `${resourceType.split("::")[2].toLowerCase()}-${hex(random, 17)}`;
  const accountId = String(111122220000 + (index % 50));
  const awsRegion = ["eu-west-1", "us-east-1", "eu-central-1"][index % 3];
  return {
    relatedEvents: [],
    relationships: Array.from({ length: 3 }, (_, number) => ({
      resourceId: `vpc-${hex(random, 17)}`,
      resourceType: ["AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::Instance"][number],
      name: "Is contained in Vpc",
    })),
    configuration: configuration(resourceId, random),
    supplementaryConfiguration: {},
    tags: { Name: `service-${index % 977}`, team: `team-${index % 41}`, stage: index % 3 === 0 ? "prod" : "dev" },
    configurationItemVersion: "1.3",
    configurationItemCaptureTime: "2026-01-15T11:58:00.000Z",
    configurationStateId: 1_700_000_000_000 + index,
    awsAccountId: accountId,
    configurationItemStatus: index % 7 === 0 ? "ResourceDiscovered" : "OK",
    resourceType,
    resourceId,
    resourceName: `name-${index}`,
    ARN: `arn:aws:${resourceType.split("::")[1].toLowerCase()}:${awsRegion}:${accountId}:thing/${resourceId}`,
    awsRegion,
    availabilityZone: "Not Applicable",
    configurationStateMd5Hash: "",
    resourceCreationTime: "2025-06-01T09:00:00.000Z",
  };
}

function configuration(resourceId, random) {
  const permission = (port) => ({
    fromPort: port,
    ipProtocol: "tcp",
    ipv6Ranges: [],
    prefixListIds: [],
    toPort: port,
    userIdGroupPairs: [{ groupId: `sg-${hex(random, 17)}`, userId: "111122223333" }],
    ipv4Ranges: [
      { cidrIp: `10.${Math.floor(random() * 256)}.0.0/16`, description: random() < 0.0005 ? "Königsallee" : "office" },
    ],
    ipRanges: ["10.0.0.0/8"],
  });
  return {
    id: resourceId,
    description: "A synthetic resource that says nothing.",
    encrypted: random() < 0.9,
    isPublic: random() < 0.02,
    kmsKeyId: `arn:aws:kms:eu-west-1:111122223333:key/${hex(random, 32)}`,
    state: { code: 16, name: "running" },
    ipPermissions: [22, 443, 5432].map(permission),
    ipPermissionsEgress: [permission(0)],
    versions: Array.from({ length: 4 }, (_, number) => ({ id: hex(random, 8), number, current: number === 3 })),
  };
}

/** Mulberry32. */
function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function hex(random, length) {
  let text = "";
  while (text.length < length)
    text += Math.floor(random() * 0x1000000)
      .toString(16)
      .padStart(6, "0");
  return text.slice(0, length);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [, , file, count, flag] = process.argv;
  await writeSnapshot(file, Number(count), { gzip: flag === "--gzip" });
}
