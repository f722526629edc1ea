import * as rules from "@rulewright/rules";
import { frameworkPack, splitPack } from "@rulewright/sdk/synthesis";

/**
 * AWS Foundational Security Best Practices, in parts with room for more rules than AWS Config's limit of 130 leaves: a rule
 * more should not move others into another part.
 */
export default splitPack(frameworkPack("fsbp", Object.values(rules)).pack, {
  rulesPerPack: 120,
  templateBytes: 51_200,
});
