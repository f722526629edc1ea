import type { Adapter } from "../adapter.ts";
import { asIs, flag, orDefault, text } from "../properties.ts";

/**
 * KMS keys. A key without a policy in the template gets the account's default policy, which is not known here.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kms-key.html
 */
export const kmsKey: Adapter = {
  resourceType: "AWS::KMS::Key",
  convert({ properties }, { accountId }) {
    const keySpec = orDefault(text(properties["KeySpec"]), "SYMMETRIC_DEFAULT");
    return {
      configuration: {
        awsaccountId: accountId,
        customerMasterKeySpec: keySpec, // the older name of the same
        description: text(properties["Description"]),
        enabled: orDefault(flag(properties["Enabled"]), true),
        keyManager: "CUSTOMER", // a template cannot make keys of AWS services
        keySpec,
        keyUsage: orDefault(text(properties["KeyUsage"]), "ENCRYPT_DECRYPT"),
        multiRegion: orDefault(flag(properties["MultiRegion"]), false),
        origin: orDefault(text(properties["Origin"]), "AWS_KMS"),
      },
      supplementaryConfiguration: {
        KeyRotationStatus: orDefault(flag(properties["EnableKeyRotation"]), false),
        Policy: asIs(properties["KeyPolicy"]),
      },
    };
  },
};
