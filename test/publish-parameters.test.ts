import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { AwsEndpoint } from "@rulewright/testing";
import { BUCKETS, isChange, runAgainst, startAws } from "./support/publishing.ts";
import { rulewright } from "./support/rulewright.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

/** A pack of a framework that leaves values to whoever deploys it. */
const SOURCE = `import { iamAccountPasswordPolicy } from "@rulewright/rules";
import { defineConformancePack, packParameter, use } from "@rulewright/sdk/synthesis";
export default defineConformancePack({
  name: "open",
  framework: "cis-1.2.0",
  rules: [
    use(iamAccountPasswordPolicy, {
      parameters: {
        MinimumPasswordLength: packParameter({ name: "MinLen", default: 14 }),
        PasswordReusePrevention: packParameter({ name: "Reuse", default: 24 }),
      },
    }),
  ],
});
`;

let folder: string;
let endpoint: AwsEndpoint;
beforeAll(async () => {
  folder = await temporaryFolder({ "open.pack.ts": SOURCE });
  expect(await rulewright(["synth", join(folder, "open.pack.ts"), "--out", folder])).toMatchObject({ code: 0 });
});
beforeEach(async () => {
  await endpoint?.close();
  endpoint = await startAws(["eu-west-1"], true);
});
afterAll(() => endpoint.close());

const publish = (...options: readonly string[]) =>
  runAgainst(endpoint, [
    "publish",
    join(folder, "open"),
    "--bucket-prefix",
    BUCKETS,
    "--regions",
    "eu-west-1",
    "--yes",
    ...options,
  ]);

describe("values that are set at deployment", () => {
  test("reach the stack where the rule takes them", async () => {
    expect(await publish("--parameter", "MinLen=20")).toMatchObject({ code: 0, stderr: "" });
    const place = { account: "111122223333", region: "eu-west-1" };
    const stack = endpoint.state.cloudFormation.stacks.find(place, "rulewright-open");
    expect(stack?.content.parameters.get("MinLen")).toBe("20");
  });

  test("are refused together where it does not, before anything is changed", async () => {
    const ran = await publish("--parameter", "MinLen=4", "Reuse=", "Runtime=python");
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toMatch(/^RW1002: Parameter Runtime of pack open: "python" is not a text of the form/m);
    expect(ran.stderr).toMatch(/^RW1002: Parameter MinLen of pack open: .* "4" is not an integer from 6 to 128\.$/m);
    expect(ran.stderr).toMatch(/^RW1002: Parameter Reuse of pack open: .* "" is not an integer from 1 to 24\.$/m);
    expect(endpoint.calls.filter(isChange)).toEqual([]);
  });

  test("looser than the framework are refused with its control", async () => {
    const ran = await publish("--parameter", "MinLen=8");
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toMatch(/^RW1005: Parameter MinLen of pack open .*cis-1\.2\.0\/1\.9 wants .* >= 14\.$/m);
  });

  test("of a file of targets are told with the variant", async () => {
    const file = join(folder, "targets.yaml");
    const target = (name: string, MinLen: string) => ({ name, ous: ["ou-ex01-00000001"], parameters: { MinLen } });
    await writeFile(file, JSON.stringify([target("strict", "20"), target("relaxed", "ten")]));
    const ran = await publish("--topology", "stack-set", "--targets", file);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toMatch(/^RW1002: Parameter MinLen of pack open, variant relaxed: .*"ten" is not an integer/m);
    expect(ran.stderr).not.toMatch(/variant strict/);
  });
});
