import { describe, expect, test } from "@jest/globals";
import { readManifest } from "../deployment/plan/manifest.ts";
import { instanceHealth, organizationPackHealth, releaseOf, stackHealth } from "./health.ts";

test.each([
  ["CREATE_COMPLETE", "ok"],
  ["UPDATE_COMPLETE", "ok"],
  ["UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "busy"],
  ["UPDATE_ROLLBACK_COMPLETE", "failed"],
  ["ROLLBACK_COMPLETE", "failed"],
  ["DELETE_FAILED", "failed"],
])("a stack in %s is %s", (status, health) => expect(stackHealth(status)).toBe(health));

test.each([
  ["CURRENT", "SUCCEEDED", "ok"],
  ["OUTDATED", "SUCCEEDED", "ok"],
  ["OUTDATED", "PENDING", "busy"],
  ["OUTDATED", "FAILED", "failed"],
  ["OUTDATED", "SKIPPED_SUSPENDED_ACCOUNT", "failed"],
  ["INOPERABLE", "INOPERABLE", "failed"],
  ["CURRENT", undefined, "ok"],
])("an instance %s %s is %s", (status, detailed, health) => expect(instanceHealth(status, detailed)).toBe(health));

test.each([
  ["CREATE_SUCCESSFUL", "ok"],
  ["UPDATE_IN_PROGRESS", "busy"],
  ["CREATE_FAILED", "failed"],
])("an organization pack in %s is %s", (status, health) => expect(organizationPackHealth(status)).toBe(health));

describe("a release", () => {
  const manifest = (key?: string) =>
    readManifest(
      {
        hash: "m1",
        pack: { name: "baseline" },
        rules: [],
        stack: { codeParameters: key === undefined ? [] : [{ parameter: "ChangeCodeKey", key }] },
      },
      "manifest.json",
    );
  const KEY = "rulewright/baseline/change-0123456789abcdef.zip";

  test.each([
    ["the same code and manifest", KEY, "m1", "current"],
    ["the same code, of a template that says nothing", KEY, undefined, "current"],
    ["other code", KEY.replace("0123", "9999"), "m1", "behind"],
    ["the same code, other rules", KEY, "m0", "behind"],
  ])("with %s", (_when, deployed, hash, release) => {
    expect(releaseOf(manifest(KEY), { ChangeCodeKey: deployed }, hash)).toMatchObject({
      release,
      code: [{ parameter: "ChangeCodeKey", expected: "0123456789abcdef" }],
    });
  });

  test("without functions is told by its manifest alone, or not at all", () => {
    expect(releaseOf(manifest(), {}, "m1")).toEqual({ release: "current" });
    expect(releaseOf(manifest(), {}, "m0")).toEqual({ release: "behind" });
    expect(releaseOf(manifest(), {}, undefined)).toEqual({});
  });
});
