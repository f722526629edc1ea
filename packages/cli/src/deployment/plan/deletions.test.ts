import { describe, expect, test } from "@jest/globals";
import { droppedDeletions, wholeDeletion } from "./deletions.ts";
import type { StackInstanceState } from "./observation.ts";

const REGIONS = ["eu-west-1", "us-east-1"];
const at = (account: string, region: string, organizationalUnit: string): StackInstanceState => ({
  account,
  region,
  organizationalUnit,
  status: "CURRENT",
});
const everywhere = (account: string, unit: string, regions = REGIONS) =>
  regions.map((region) => at(account, region, unit));

describe("what lies outside of a target", () => {
  test("goes by its unit where all of that goes, else by its accounts", () => {
    const instances = [...everywhere("1", "ou-a"), ...everywhere("2", "ou-a"), ...everywhere("3", "ou-b")];
    expect(droppedDeletions(instances, ["1"], REGIONS)).toEqual([
      {
        targets: { OrganizationalUnitIds: ["ou-a"], AccountFilterType: "INTERSECTION", Accounts: ["2"] },
        regions: REGIONS,
      },
      { targets: { OrganizationalUnitIds: ["ou-b"] }, regions: REGIONS },
    ]);
  });

  test("goes with a whole Region, and never takes along what stays", () => {
    const instances = [...everywhere("1", "ou-a"), ...everywhere("2", "ou-b")];
    const deletions = droppedDeletions(instances, ["1"], ["eu-west-1"]);
    expect(deletions).toEqual([
      { targets: { OrganizationalUnitIds: ["ou-a", "ou-b"] }, regions: ["us-east-1"] },
      { targets: { OrganizationalUnitIds: ["ou-b"] }, regions: ["eu-west-1"] },
    ]);
  });

  test("is named a few hundred accounts at a time", () => {
    const instances = Array.from({ length: 451 }, (_each, index) => at(String(index), "eu-west-1", "r-root"));
    const sizes = droppedDeletions(instances, ["0"], REGIONS).map(({ targets }) => targets.Accounts?.length);
    expect(sizes).toEqual([200, 200, 50]);
  });

  test("is nothing where all is as it should be, or out of reach", () => {
    const suspended = { ...at("9", "eu-west-1", "ou-a"), detailedStatus: "SKIPPED_SUSPENDED_ACCOUNT" };
    expect(droppedDeletions([...everywhere("1", "ou-a"), suspended], ["1"], REGIONS)).toEqual([]);
    expect(wholeDeletion([], ["ou-a"])).toEqual([]);
  });
});
