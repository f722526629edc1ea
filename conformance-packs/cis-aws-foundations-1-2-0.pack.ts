import * as rules from "@rulewright/rules";
import { frameworkPack } from "@rulewright/sdk/synthesis";

/** CIS AWS Foundations Benchmark 1.2.0: AWS's managed rules, and ours where AWS has none. */
export default frameworkPack("cis-1.2.0", Object.values(rules), "cis-aws-foundations-1-2-0").pack;
