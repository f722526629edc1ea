import * as rules from "@rulewright/rules";
import { frameworkPack, merge, splitPack } from "@rulewright/sdk/synthesis";

/**
 * CIS 1.2.0, CIS 5.0.0 and FSBP as one deployment: each rule once, at the strictest bound, since AWS bills every pack's
 * copy of a rule. Deploy this or the three, not both.
 */
export default splitPack(
  merge(
    (["cis-1.2.0", "cis-5.0.0", "fsbp"] as const).map(
      (framework) => frameworkPack(framework, Object.values(rules)).pack,
    ),
    { name: "foundations" },
  ),
);
