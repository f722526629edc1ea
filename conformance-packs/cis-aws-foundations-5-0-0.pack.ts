import * as rules from "@rulewright/rules";
import { frameworkPack } from "@rulewright/sdk/synthesis";

/** CIS AWS Foundations Benchmark 5.0.0: AWS's managed rules, and ours where AWS has none. */
export default frameworkPack("cis-5.0.0", Object.values(rules), "cis-aws-foundations-5-0-0").pack;
