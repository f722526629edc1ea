import { expect, test } from "@jest/globals";
import { resourceTree, type TreeNode } from "./resource-trees.ts";
import { findResourceType, resourceTypeNames } from "./resource-types.ts";

const trees = resourceTypeNames().flatMap((name) => resourceTree(name) ?? []);

function* nodesOf(node: TreeNode): Generator<TreeNode> {
  yield node;
  if (node.kind === "object" || node.kind === "map")
    for (const each of Object.values(node.members)) yield* nodesOf(each);
  if (node.kind === "map") yield* nodesOf(node.value);
  if (node.kind === "array" || node.kind === "many") yield* nodesOf(node.item);
  if (node.kind === "one-of") for (const each of node.nodes) yield* nodesOf(each);
  if (node.kind === "json") yield* nodesOf(node.content);
}

test("every type that is typed has a tree, but for the account", () => {
  const typed = resourceTypeNames().filter((name) => findResourceType(name)?.typed);
  expect(typed.filter((name) => resourceTree(name) === undefined)).toEqual(["AWS::::Account"]);
  expect(trees.length).toBe(410);
});

test("there is no tree of a name of nothing", () => {
  for (const name of ["AWS::IAM::InstanceProfile", "AWS::EC2::SecurityGroups", "constructor", ""])
    expect(resourceTree(name)).toBeUndefined();
});

test("a bucket has JSON in text, maps, arrays and what is undecided", () => {
  const supplementary = resourceTree("AWS::S3::Bucket")?.supplementaryConfiguration.members;
  expect(resourceTree("AWS::S3::Bucket")?.configuration).toEqual({
    kind: "object",
    members: {
      creationDate: { kind: "string", format: "date" },
      name: { kind: "string" },
      owner: { kind: "object", members: { displayName: { kind: "string" }, id: { kind: "string" } } },
    },
  });
  expect(supplementary).toMatchObject({
    BucketPolicy: { members: { policyText: { kind: "json", urlEncoded: false, content: { kind: "unknown" } } } },
    BucketTaggingConfiguration: {
      members: { tagSets: { kind: "array", item: { members: { tags: { kind: "map", value: { kind: "string" } } } } } },
    },
    BucketWebsiteConfiguration: { members: { errorDocument: { kind: "many", item: { kind: "string" } } } },
  });
});

test("a role's policy documents are URL-encoded JSON", () => {
  const members = resourceTree("AWS::IAM::Role")?.configuration.members;
  expect(members?.["assumeRolePolicyDocument"]).toMatchObject({
    kind: "one-of",
    nodes: [{ kind: "map" }, { kind: "json", urlEncoded: true }],
  });
});

test("every kind of node occurs, and as many are undecided as the facts have", () => {
  const nodes = trees.flatMap((tree) => [...nodesOf(tree.configuration), ...nodesOf(tree.supplementaryConfiguration)]);
  const counts = new Map<string, number>();
  for (const { kind } of nodes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  expect([...counts.keys()].toSorted()).toEqual(
    ["array", "boolean", "json", "many", "map", "number", "object", "one-of", "string", "unknown"].toSorted(),
  );
  expect(counts.get("many")).toBe(153);
  expect(counts.get("json")).toBe(15);
});
