import { controlExists } from "@rulewright/catalog/controls";
import { managedRuleNames } from "@rulewright/catalog/managed-rules";
import { resourceTypeNames } from "@rulewright/catalog/resource-types";
import { runbookExists } from "@rulewright/catalog/runbooks";
import type { Facts } from "@rulewright/sdk";

/** What the catalogue knows, as `checkDefinition` wants it. */
export function facts(): Facts {
  return {
    controlExists,
    runbookExists,
    managedRuleNames: new Set(managedRuleNames()),
    resourceTypes: new Set(resourceTypeNames()),
  };
}
