import { mayBeNamedIn, type Adapter } from "../adapter.ts";
import { listOf, orDefault, text } from "../properties.ts";
import { Unknown } from "../value.ts";
import { identityArn, identityPolicies } from "./iam-identity.ts";

/**
 * Users. A user without groups, policies or a boundary in the template has none, unless another resource of the template
 * may name it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-user.html
 */
export const iamUser: Adapter = {
  resourceType: "AWS::IAM::User",
  isGlobal: true,
  convert(resource, context) {
    const { properties } = resource;
    const userName = text(properties["UserName"]);
    const { inline, attached, path, permissionsBoundary } = identityPolicies(resource, userName, context);
    const joins = mayBeNamedIn("Users", ["AWS::IAM::UserToGroupAddition"], resource, userName, context);
    const arn = identityArn("user", userName, path, context);
    return {
      resourceName: userName,
      arn,
      configuration: {
        arn,
        path,
        permissionsBoundary,
        userName,
        groupList: joins ? new Unknown() : orDefault(listOf(text)(properties["Groups"]), []),
        userPolicyList: inline,
        attachedManagedPolicies: attached,
      },
    };
  },
};
