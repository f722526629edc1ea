import { describe, expect, test } from "@jest/globals";
import { WHOLE_ITEM, readOne, unknownOf } from "../fixtures/read-one.ts";

const ADMIN = "arn:aws:iam::aws:policy/job-function/Billing";
const DOCUMENT = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }] };

test("a whole user", () => {
  const it = readOne(
    "AWS::IAM::User",
    `
      UserName: alice
      Path: /people/
      Groups: [staff]
      PermissionsBoundary: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/edge"
      ManagedPolicyArns: [${ADMIN}]
      Policies: [{ PolicyName: inline, PolicyDocument: ${JSON.stringify(DOCUMENT)} }]
      Tags: [{ Key: Team, Value: red }]
`,
  );
  expect(it.item).toEqual({
    ...WHOLE_ITEM,
    awsRegion: "global",
    resourceType: "AWS::IAM::User",
    resourceId: "It",
    resourceName: "alice",
    ARN: "arn:aws:iam::111122223333:user/people/alice",
    tags: { Team: "red" },
    configuration: {
      arn: "arn:aws:iam::111122223333:user/people/alice",
      path: "/people/",
      userName: "alice",
      groupList: ["staff"],
      permissionsBoundary: { permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/edge" },
      userPolicyList: [{ policyName: "inline", policyDocument: DOCUMENT }],
      attachedManagedPolicies: [{ policyArn: ADMIN, policyName: "Billing" }],
    },
  });
  expect(unknownOf(it)).toEqual(["configuration.permissionsBoundary.*", "resourceId"]);
});

test("a whole role", () => {
  const it = readOne(
    "AWS::IAM::Role",
    `
      RoleName: reader
      AssumeRolePolicyDocument: ${JSON.stringify(DOCUMENT)}
      ManagedPolicyArns: [!Ref Unset]
      Policies:
        - PolicyName: inline
          PolicyDocument: { Statement: [{ Action: "*", Resource: !Ref Unset }] }
`,
  );
  expect(it.item).toEqual({
    ...WHOLE_ITEM,
    awsRegion: "global",
    resourceType: "AWS::IAM::Role",
    resourceId: "It",
    resourceName: "reader",
    ARN: "arn:aws:iam::111122223333:role/reader",
    configuration: {
      arn: "arn:aws:iam::111122223333:role/reader",
      path: "/",
      roleName: "reader",
      permissionsBoundary: undefined,
      assumeRolePolicyDocument: DOCUMENT,
      rolePolicyList: [{ policyName: "inline", policyDocument: { Statement: [{ Action: "*" }] } }],
      attachedManagedPolicies: [{}],
    },
  });
  expect(unknownOf(it)).toEqual([
    "configuration.attachedManagedPolicies.0.policyArn",
    "configuration.attachedManagedPolicies.0.policyName",
    "configuration.rolePolicyList.0.policyDocument.Statement.0.Resource",
    "resourceId",
  ]);
});

test("a user of which the template says nothing has nothing, but a name that is not known", () => {
  const it = readOne("AWS::IAM::User", "{}");
  expect(it.item.configuration).toEqual({
    path: "/",
    groupList: [],
    userPolicyList: [],
    attachedManagedPolicies: [],
    permissionsBoundary: undefined,
  });
  expect(unknownOf(it)).toEqual(["configuration.arn", "resourceId", "resourceName"]);
});

describe("policies of other resources", () => {
  const POLICIES = ["configuration.attachedManagedPolicies", "configuration.userPolicyList"];
  test.each<[string, string, string, readonly string[]]>([
    ["name the user", "AWS::IAM::Policy", "Users: [!Ref It]", POLICIES],
    ["name the user by its name", "AWS::IAM::ManagedPolicy", "Users: [alice]", POLICIES],
    ["name one user", "AWS::IAM::UserPolicy", "UserName: !Ref It", POLICIES],
    ["may name the user", "AWS::IAM::ManagedPolicy", "Users: !Ref Unset", POLICIES],
    ["name another user", "AWS::IAM::Policy", "Users: [bob, !Ref Other]", []],
    ["name a role", "AWS::IAM::Policy", "Roles: [x]", []],
    ["put the user into a group", "AWS::IAM::UserToGroupAddition", "Users: [!Ref It]", ["configuration.groupList"]],
  ])("%s", (_what, type, named, paths) => {
    const more = `  More: { Type: ${type}, Properties: { ${named} } }\n  Other: { Type: AWS::IAM::User }\n`;
    const it = readOne("AWS::IAM::User", "{ UserName: alice }", more);
    expect(unknownOf(it)).toEqual([...paths, "resourceId"]);
  });

  test("name a user that has no name in the template", () => {
    const more = (users: string) => `  More: { Type: AWS::IAM::Policy, Properties: { Users: [${users}] } }\n`;
    expect(unknownOf(readOne("AWS::IAM::User", "{}", more("alice, !Ref Unset")))).not.toContain(POLICIES[0]);
    expect(unknownOf(readOne("AWS::IAM::User", "{}", more("!Ref It")))).toContain(POLICIES[0]);
    expect(unknownOf(readOne("AWS::IAM::User", "{ UserName: !Ref Unset }", more("alice")))).toContain(POLICIES[0]);
  });
});
