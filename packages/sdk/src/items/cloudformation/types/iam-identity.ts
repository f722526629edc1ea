import { mayBeNamedIn, type AdapterContext, type TemplateResource } from "../adapter.ts";
import { asIs, listOf, objectOf, orDefault, text, type Read, type Said } from "../properties.ts";
import { ABSENT, type Tree, type TreeObject } from "../tree.ts";
import { Unknown, isUnknown, isValueObject } from "../value.ts";

/** A managed policy is given by its ARN, which ends in its name. */
const attachedPolicy: Read<TreeObject> = (value) => {
  const policyArn = text(value);
  if (policyArn === undefined) return undefined;
  if (isUnknown(policyArn)) return { policyArn, policyName: policyArn };
  return { policyArn, policyName: policyArn.split("/").at(-1) };
};

/** Config sends the document as text, which is decoded before a rule sees it. */
const inlinePolicy: Read<TreeObject> = (value) => {
  if (value === undefined || isUnknown(value)) return value;
  if (!isValueObject(value)) return new Unknown();
  return { policyName: text(value["PolicyName"]), policyDocument: asIs(value["PolicyDocument"]) };
};

/** Resources that add policies to users and roles. */
const POLICY_TYPES = ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::UserPolicy", "AWS::IAM::RolePolicy"];

/** What users and roles have in common. A policy resource of the template that may name them adds what is not known. */
export function identityPolicies(
  resource: TemplateResource,
  name: Said<string>,
  context: AdapterContext,
): { readonly inline: Tree; readonly attached: Tree; readonly path: Tree; readonly permissionsBoundary: Tree } {
  const { properties } = resource;
  const isNamed = ["Users", "Roles", "UserName", "RoleName"].some((property) =>
    mayBeNamedIn(property, POLICY_TYPES, resource, name, context),
  );
  return {
    inline: isNamed ? new Unknown() : orDefault(listOf(inlinePolicy)(properties["Policies"]), []),
    attached: isNamed ? new Unknown() : orDefault(listOf(attachedPolicy)(properties["ManagedPolicyArns"]), []),
    path: orDefault(text(properties["Path"]), "/"),
    permissionsBoundary: orDefault(
      objectOf({ permissionsBoundaryArn: ["Arn", text] })(boundary(properties["PermissionsBoundary"])),
      ABSENT,
    ),
  };
}

function boundary(arn: Parameters<Read>[0]): Parameters<Read>[0] {
  return arn === undefined ? undefined : { Arn: arn };
}

/** The ARN of a user or role, where its name and path are known. */
export function identityArn(
  kind: "user" | "role",
  name: Said<string>,
  path: Tree,
  { partition, accountId }: AdapterContext,
): string | Unknown {
  if (typeof name !== "string" || typeof path !== "string") return new Unknown();
  return `arn:${partition}:iam::${accountId}:${kind}${path}${name}`;
}
