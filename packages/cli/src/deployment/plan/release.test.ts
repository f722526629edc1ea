import { describe, expect, test } from "@jest/globals";
import { artifacts, packTemplate, release, target } from "./fixtures/samples.ts";
import { parsePointer, parseRecord, recordText, settled, begun, earlierRelease } from "./record.ts";
import { organizationPackParameters, releaseProblems, toRelease } from "./release.ts";

describe("a release", () => {
  test("has the hash of content and parameters, whoever made it", () => {
    const one = release();
    expect(toRelease(artifacts({ manifest: { tool: "rulewright 9" } }), target(), {}).hash).toBe(one.hash);
    expect(release(target({ regions: ["us-east-1"] })).hash).toBe(one.hash);
    expect(release(target(), { MaxAge: "30" }).hash).not.toBe(one.hash);
    expect(release(target({ globalRulesRegion: "eu-west-1" })).hash).not.toBe(one.hash);
    expect(toRelease({ ...artifacts(), stackText: "Resources: {A: {}}\n" }, target(), {}).hash).not.toBe(one.hash);
  });

  test("hands a stack the parameters that it declares only", () => {
    expect(release().parameters).toEqual({
      ChangeCodeKey: "rulewright/baseline/change-0123456789abcdef.zip",
      CodeBucketPrefix: "acme-rules",
      GlobalRulesRegion: "us-east-1",
    });
    const without = { ...artifacts(), stackParameters: { ChangeCodeKey: {} } };
    expect(Object.keys(toRelease(without, target(), {}).parameters)).toEqual(["ChangeCodeKey"]);
  });

  test("frees the pack's text of what only a stack needs", () => {
    const made = toRelease({ ...artifacts(), packText: "a: ${!b}\n" }, target(), {});
    expect(Buffer.from(made.bodies.get(made.packTemplateKey) ?? []).toString()).toBe("a: ${b}\n");
  });

  test("survives its record, without the code", () => {
    const made = { release: release(), target: target() };
    const text = recordText(made);
    const read = parseRecord(text, "record");
    expect(read).toEqual({ target: made.target, release: { ...made.release, bodies: new Map() } });
    expect(recordText(read)).toBe(text);
  });
});

test.each(["{", "[]", "{}", '{"version":1,"hash":"x"}'])("the record %s is refused", (text) => {
  expect(() => parseRecord(text, "bucket/key")).toThrow(/^bucket\/key /);
});

describe("the pointer", () => {
  const here = { regions: ["eu-west-1"], topologies: ["account" as const] };

  test("remembers the release before, also over an unfinished one and the same one again", () => {
    expect(settled({}, "a")).toEqual({ current: "a" });
    expect(settled({ current: "a", pending: "b" }, "b")).toEqual({ current: "b", previous: "a" });
    expect(settled({ current: "a", previous: "z", pending: "a" }, "a")).toEqual({ current: "a", previous: "z" });
    expect(begun({ current: "a", previous: "z" }, "b", false, here)).toEqual({
      current: "a",
      previous: "z",
      pending: "b",
      reach: here,
    });
  });

  test("remembers everywhere that the pack ever was", () => {
    const there = { regions: ["us-east-1"], topologies: ["stack-set" as const] };
    const both = { regions: ["us-east-1", "eu-west-1"], topologies: ["account", "stack-set"] };
    const moved = settled(begun({ current: "a", reach: there }, "a", false, here), "a");
    expect(moved).toEqual({ current: "a", reach: both });
    expect(parsePointer(JSON.stringify(moved), "pointer")).toEqual(moved);
  });

  test("says what to go back to, the same however often that is interrupted", () => {
    expect(earlierRelease({ current: "b", previous: "a" })).toBe("a");
    expect(earlierRelease({ current: "a", previous: "z", pending: "b" })).toBe("a");
    expect(earlierRelease(begun({ current: "b", previous: "a" }, "a", true, here))).toBe("a");
    expect(earlierRelease(begun({ current: "a", previous: "z", pending: "b" }, "a", true, here))).toBe("a");
    const text = JSON.stringify(begun({ current: "b", previous: "a" }, "a", true, here));
    expect(earlierRelease(parsePointer(text, "pointer"))).toBe("a");
  });
});

describe("what keeps a pack from being published", () => {
  const messages = (...args: Parameters<typeof releaseProblems>) =>
    releaseProblems(...args).map(({ code, message }) => `${code} ${message}`);

  test("are parameters that it has not, that are ours, or that lack a value", () => {
    const made = artifacts();
    const open = { ...made, stackParameters: { ...made.stackParameters, Must: { Type: "String" } } };
    expect(messages(open, target(), { Nope: "1", ChangeCodeKey: "x" })).toEqual([
      "RW4007 Pack baseline has no parameter Nope.",
      "RW4007 --parameter ChangeCodeKey is set by Rulewright itself.",
      "RW4008 Parameter Must of pack baseline has no default.",
    ]);
    expect(messages(open, target(), { Must: "1", MaxAge: "2" })).toEqual([]);
  });

  test("are rules of our own in an organization pack", () => {
    expect(messages(artifacts(), target({ topology: "organization-pack" }), {})).toEqual([
      "RW4004 Pack baseline has rules of our own, which need functions in every account: own.",
    ]);
  });

  test("is a folder that was written without a stack", () => {
    expect(messages(artifacts({ manifest: { stack: null } }), target(), {})).toEqual([
      "RW4005 Pack baseline was written without a stack.",
    ]);
  });
});

test("an organization pack gets the Region's switches, and only what it declares", () => {
  const manifest = {
    rules: [
      { name: "limited", scope: "regional", regions: ["eu-west-1"], switch: "DeployLimited" },
      { name: "gone", scope: "regional", regions: ["eu-west-1"], switch: "DeployGone" },
    ],
  };
  const to = target({ topology: "organization-pack" });
  const made = toRelease(artifacts({ manifest, template: packTemplate({ limited: {} }) }), to, { MaxAge: "30" });
  expect(organizationPackParameters(made, to, "eu-west-1")).toEqual({
    DeployGlobalRules: "false",
    DeployLimited: "true",
    MaxAge: "30",
  });
  expect(organizationPackParameters(made, to, "us-east-1")).toEqual({
    DeployGlobalRules: "true",
    DeployLimited: "false",
    MaxAge: "30",
  });
});

test("a global rule of one Region is there, wherever the other global rules are", () => {
  const rules = [{ name: "limited", scope: "global", regions: ["us-west-2"], switch: "DeployLimited" }];
  const to = target({ topology: "organization-pack" });
  const made = toRelease(artifacts({ manifest: { rules }, template: packTemplate({ limited: {} }) }), to, {});
  const switches = ["us-west-2", to.globalRulesRegion].map(
    (region) => organizationPackParameters(made, to, region)["DeployLimited"],
  );
  expect(switches).toEqual(["true", "false"]);
});
