import type { ResourceTree } from "@rulewright/catalog/resource-trees";
import type { ResourceTypeFacts } from "@rulewright/catalog/resource-types";
import { SKELETON, placeholderText } from "./placeholder-text.ts";
import { membersOf, type Value } from "./placeholder-value.ts";

type Members = { readonly [name: string]: Value };

interface Identity {
  readonly resourceId: string;
  readonly resourceName: string | null;
  readonly ARN: string;
}

const EXAMPLE = "example";

/**
 * A configuration item to start a fixture from, in the event's spelling and encoding: every documented property has a
 * value of its kind, and id, name and ARN agree as far as the catalogue knows how.
 */
export function skeletonItem(facts: ResourceTypeFacts, tree: ResourceTree | undefined): Members {
  const { name: resourceType } = facts;
  const configuration = tree ? membersOf(tree.configuration.members, resourceType) : {};
  const region = facts.scope === "global" ? "global" : SKELETON.region;
  const identity = identityOf(facts, configuration);
  return {
    configurationItemVersion: "1.3",
    configurationItemCaptureTime: SKELETON.capturedAt,
    configurationItemStatus: "OK",
    configurationStateId: Date.parse(SKELETON.capturedAt),
    awsAccountId: SKELETON.accountId,
    awsRegion: region,
    availabilityZone: null,
    resourceType,
    ...identity,
    resourceCreationTime: SKELETON.createdAt,
    relatedEvents: [],
    relationships: [],
    tags: {},
    configuration: withOwnArn(configuration, resourceType, identity.ARN),
    supplementaryConfiguration: tree ? membersOf(tree.supplementaryConfiguration.members, resourceType) : {},
  };
}

function identityOf(facts: ResourceTypeFacts, configuration: Members): Identity {
  const { kind, path = "" } = facts.resourceId ?? {};
  const plain = plainId(facts, configuration);
  const isNamed = kind !== "id" || facts.arnPattern?.includes("${resourceName}") === true;
  const resourceName = path === "accountId" || facts.scope === "account" ? null : kind === "name" ? plain : EXAMPLE;
  const named = isNamed ? resourceName : null;
  const ARN = arnOf(facts, { resourceId: plain, resourceName: named ?? EXAMPLE, configuration });
  return { resourceId: kind === "arn" ? ARN : plain, resourceName: named, ARN };
}

/** The id where it is no ARN. */
function plainId(facts: ResourceTypeFacts, configuration: Members): string {
  const path = facts.resourceId?.path ?? "";
  if (path === "accountId" || facts.scope === "account") return SKELETON.accountId;
  const property = /^configuration\.(.+)$/.exec(path)?.[1];
  if (property === undefined) return EXAMPLE;
  const value = configuration[property];
  return typeof value === "string" ? value : placeholderText(property, facts.name);
}

function arnOf(facts: ResourceTypeFacts, item: Omit<Identity, "ARN"> & { readonly configuration: Members }): string {
  const { name, scope, arnPattern = guessedPattern(name, scope) } = facts;
  return arnPattern.replaceAll("*", EXAMPLE).replaceAll(/\$\{([\w.]+)\}/g, (_whole, variable: string) => {
    if (variable === "partition") return "aws";
    if (variable === "region") return SKELETON.region;
    if (variable === "accountId") return SKELETON.accountId;
    if (variable === "resourceId") return item.resourceId;
    if (variable === "resourceName") return item.resourceName ?? EXAMPLE;
    const value = item.configuration[variable.replace("configuration.", "")];
    return typeof value === "string" ? value : EXAMPLE;
  });
}

/** The usual form, where the catalogue knows none. */
function guessedPattern(resourceType: string, scope: ResourceTypeFacts["scope"]): string {
  const [, service = "", noun = ""] = resourceType.split("::");
  if (scope === "account") return `arn:\${partition}:iam::\${accountId}:root`;
  const kebab = noun.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
  const resource = resourceType === "AWS::SNS::Topic" ? EXAMPLE : `${kebab}/${EXAMPLE}`;
  return `arn:\${partition}:${service.toLowerCase()}:${scope === "global" ? "" : "${region}"}:\${accountId}:${resource}`;
}

/** The resource's own ARN where its configuration repeats it: `arn`, or as SNS does, `TopicArn`. */
function withOwnArn(configuration: Members, resourceType: string, arn: string): Members {
  const noun = (resourceType.split("::")[2] ?? "").toLowerCase();
  return Object.fromEntries(
    Object.entries(configuration).map(([name, value]) => [
      name,
      typeof value === "string" && ["arn", `${noun}arn`].includes(name.toLowerCase()) ? arn : value,
    ]),
  );
}
