import type { Adapter } from "../adapter.ts";
import { asIs, text } from "../properties.ts";
import { identityArn, identityPolicies } from "./iam-identity.ts";

/**
 * Roles. A role without policies or a boundary in the template has none, unless a policy of the template may name it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-role.html
 */
export const iamRole: Adapter = {
  resourceType: "AWS::IAM::Role",
  isGlobal: true,
  convert(resource, context) {
    const { properties } = resource;
    const roleName = text(properties["RoleName"]);
    const { inline, attached, path, permissionsBoundary } = identityPolicies(resource, roleName, context);
    const arn = identityArn("role", roleName, path, context);
    return {
      resourceName: roleName,
      arn,
      configuration: {
        arn,
        path,
        permissionsBoundary,
        roleName,
        assumeRolePolicyDocument: asIs(properties["AssumeRolePolicyDocument"]),
        rolePolicyList: inline,
        attachedManagedPolicies: attached,
      },
    };
  },
};
