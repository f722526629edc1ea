import * as rules from "@rulewright/rules";
import { frameworkPack, splitPack } from "@rulewright/sdk/synthesis";

/** AWS Foundational Security Best Practices, in as many packs as AWS Config's limits ask for. */
export default splitPack(frameworkPack("fsbp", Object.values(rules)).pack);
