import { afterEach, describe, expect, test } from "@jest/globals";
import { destroyCommand } from "../commands/destroy.ts";
import { publishCommand } from "../commands/publish.ts";
import type { ExitCode, Io } from "../io.ts";
import { printError } from "../print-error.ts";
import { ACCOUNT, PLACE, startDeployment, type Deployment } from "./fixtures/deployment.ts";

let at: Deployment;
afterEach(() => at.close());

interface Denied {
  /** An operation of the run, and the permission that its refusal names. */
  readonly operation: string;
  readonly permission: string;
}

/** Answered by what is known without them: their refusal alone ends nothing. */
const TOLERATED: ReadonlySet<string> = new Set(["DescribeConfigurationRecorderStatus", "GetCallerIdentity"]);

const FIRST_READS: readonly Denied[] = [
  { operation: "HeadBucket", permission: "s3:ListBucket" },
  { operation: "GetObject", permission: "s3:GetObject" },
  { operation: "HeadObject", permission: "s3:GetObject" },
];
const OF_STACKS: readonly Denied[] = [
  { operation: "DescribeStacks", permission: "cloudformation:DescribeStacks" },
  { operation: "CreateStack", permission: "cloudformation:CreateStack" },
];
const OF_ORGANIZATION: readonly Denied[] = [
  { operation: "DescribeOrganization", permission: "organizations:DescribeOrganization" },
  { operation: "ListAccountsForParent", permission: "organizations:ListAccountsForParent" },
  { operation: "ListOrganizationalUnitsForParent", permission: "organizations:ListOrganizationalUnitsForParent" },
];
const PUTS: readonly Denied[] = [{ operation: "PutObject", permission: "s3:PutObject" }];

interface Run {
  readonly topology: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly denied: readonly Denied[];
}

const RUNS: readonly Run[] = [
  {
    topology: "account",
    options: { waves: true, bakeMinutes: "0" },
    denied: [
      ...FIRST_READS,
      ...PUTS,
      ...OF_STACKS,
      { operation: "ListStackResources", permission: "cloudformation:ListStackResources" },
      { operation: "DescribeAlarms", permission: "cloudwatch:DescribeAlarms" },
    ],
  },
  {
    topology: "stack-set",
    options: { ous: ["r-ex01"] },
    denied: [
      ...FIRST_READS,
      ...PUTS,
      ...OF_STACKS,
      ...OF_ORGANIZATION,
      { operation: "ListObjectsV2", permission: "s3:ListBucket" },
      ...[
        "DescribeStackSet",
        "ListStackSetOperations",
        "ListStackInstances",
        "CreateStackSet",
        "CreateStackInstances",
        "DescribeStackSetOperation",
      ].map((operation) => ({ operation, permission: `cloudformation:${operation}` })),
    ],
  },
  {
    topology: "organization-pack",
    options: { ous: ["ou-ex01-00000001"] },
    denied: [
      ...FIRST_READS,
      ...PUTS,
      ...OF_ORGANIZATION,
      { operation: "ListAccounts", permission: "organizations:ListAccounts" },
      ...[
        "PutOrganizationConformancePack",
        "DescribeOrganizationConformancePacks",
        "DescribeOrganizationConformancePackStatuses",
      ].map((operation) => ({ operation, permission: `config:${operation}` })),
    ],
  },
];

async function start(): Promise<void> {
  at = await startDeployment();
  at.endpoint.state.clock.pollsPerStep = 0;
  at.endpoint.state.organization.create({
    managementAccount: ACCOUNT,
    trustedAccess: ["member.org.stacksets.cloudformation.amazonaws.com"],
    ous: [{ name: "workloads" }],
    accounts: [{ id: "222200000001", ou: "workloads" }],
  });
}

/** What the command line would leave: its exit code, and all that it says. */
async function told(command: (io: Io) => Promise<ExitCode>) {
  const ended = await at.run(command);
  let text = ended.out + ended.err;
  const io: Io = { out: () => undefined, err: (more) => void (text += more), color: false, width: 120 };
  if (ended.error !== undefined) printError(ended.error, false, io);
  return { code: ended.code ?? 2, text };
}

describe.each(RUNS)("denied access, topology $topology", ({ topology, options, denied }) => {
  const publish = async () => {
    const folder = await at.pack("one", { isManaged: topology === "organization-pack" });
    return told((io) => publishCommand([folder], { ...PLACE, out: "dist", topology, ...options }, io));
  };

  test("is tried for every operation that the publication calls", async () => {
    await start();
    expect(await publish()).toMatchObject({ code: 0 });
    const called = new Set(at.endpoint.calls.map(({ operation }) => operation).filter((each) => !TOLERATED.has(each)));
    expect([...called].toSorted()).toEqual(denied.map(({ operation }) => operation).toSorted());
  });

  test.each(denied)(
    "to $operation names $permission and what is left, and the same command completes",
    async ({ operation, permission }) => {
      await start();
      const fault = at.endpoint.faults.add({ kind: "error", operation, code: "AccessDenied", status: 403 });
      const refused = await publish();
      expect(refused.code).toBe(2);
      expect(refused.text).toMatch(/RW40(17|15)/);
      expect(refused.text).toContain(permission);
      expect(refused.text).toMatch(/Nothing was changed\.|refuses account|Done: \d+ steps?\.[^]*Not started: /);
      expect(refused.text).not.toMatch(/^ {4}at /m);
      fault.remove();
      expect(await publish()).toMatchObject({ code: 0 });
    },
  );
});

test.each([
  ["ListObjectVersions", "s3:ListBucketVersions"],
  ["DeleteObjects", "s3:DeleteObject"],
  ["DeleteStack", "cloudformation:DeleteStack"],
  ["DeleteStackInstances", "cloudformation:DeleteStackInstances"],
  ["DeleteStackSet", "cloudformation:DeleteStackSet"],
])("denied access to %s of destroy names %s, and the same command completes", async (operation, permission) => {
  await start();
  const folder = await at.pack("one");
  const options = { ...PLACE, out: "dist", topology: "stack-set", ous: ["r-ex01"] };
  expect(await told((io) => publishCommand([folder], options, io))).toMatchObject({ code: 0 });
  const fault = at.endpoint.faults.add({ kind: "error", operation, code: "AccessDenied", status: 403 });
  const destroy = () => told((io) => destroyCommand(["baseline"], PLACE, io));
  const refused = await destroy();
  expect(refused).toMatchObject({ code: 2, text: expect.stringContaining(permission) });
  expect(refused.text).toMatch(/RW4017/);
  fault.remove();
  expect(await destroy()).toMatchObject({ code: 0 });
});
