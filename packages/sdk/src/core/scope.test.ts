import { expect, test } from "@jest/globals";
import { findResourceType, resourceTypeNames } from "@rulewright/catalog/resource-types";
import { isGlobalType } from "./scope.ts";

test("agrees with the catalogue on every resource type", () => {
  const disagreeing = resourceTypeNames().filter(
    (name) => isGlobalType(name) !== (findResourceType(name)?.scope === "global"),
  );
  expect(disagreeing).toEqual([]);
});
