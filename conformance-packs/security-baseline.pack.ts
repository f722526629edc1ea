import {
  ec2SecurityGroupAdminPortsClosed,
  ecsServiceNoPublicIp,
  iamAccountPasswordPolicy,
  iamRootUserNotUsed,
  iamUserOneActiveAccessKey,
  s3BucketPublicAccessBlocked,
} from "@rulewright/rules";
import { defineConformancePack, managedRule, use } from "@rulewright/sdk/synthesis";

/** What every account should meet, whatever runs in it. */
export default defineConformancePack({
  name: "security-baseline",
  rules: [
    use(iamAccountPasswordPolicy),
    use(iamRootUserNotUsed),
    use(iamUserOneActiveAccessKey),
    use(ec2SecurityGroupAdminPortsClosed),
    use(ecsServiceNoPublicIp),
    use(s3BucketPublicAccessBlocked, { remediation: { automatic: true, maximumAutomaticAttempts: 3 } }),
    managedRule("ACCESS_KEYS_ROTATED", { parameters: { maxAccessKeyAge: 90 }, controls: ["cis-1.2.0/1.4"] }),
    managedRule("EC2_EBS_ENCRYPTION_BY_DEFAULT", { controls: ["securityhub/EC2.7"] }),
    managedRule("MULTI_REGION_CLOUD_TRAIL_ENABLED", { controls: ["cis-1.2.0/2.1"] }),
  ],
});
