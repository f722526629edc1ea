import { isObject, type JsonObject } from "@rulewright/sdk";
import type { Release } from "../release.ts";
import { objectOf } from "./change.ts";

/** Properties of the pack's resources of a type, by the name of their rule. */
export function resourcesOf({ packTemplate }: Release, type: string): ReadonlyMap<string, JsonObject> {
  return new Map(
    Object.values(objectOf(packTemplate["Resources"])).flatMap((resource): [string, JsonObject][] => {
      if (!isObject(resource) || resource["Type"] !== type) return [];
      const properties = objectOf(resource["Properties"]);
      return [[String(properties["ConfigRuleName"]), properties]];
    }),
  );
}
