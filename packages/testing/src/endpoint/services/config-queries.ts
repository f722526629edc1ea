import type {
  SelectAggregateResourceConfigCommandInput,
  SelectAggregateResourceConfigCommandOutput,
} from "@aws-sdk/client-config-service";
import { lengthWithin, refuseViolations } from "../constraints.ts";
import { operation } from "../operation.ts";
import { ServiceError } from "../service-error.ts";
import type { EndpointState } from "../state/endpoint-state.ts";
import type { ApiConfigurationItem } from "../state/item-from-event.ts";

const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 25;

/** One condition of a query: the property's value is one of these. */
interface Condition {
  readonly property: string;
  readonly values: readonly string[];
}

const QUERY = /^\s*SELECT\s+(?<columns>[\w.,\s]+?)\s+WHERE\s+(?<conditions>.+?)\s*$/is;
const CONDITION = /^(?<property>\w+)\s*(?:=\s*(?<one>'[^']*')|IN\s*\((?<many>\s*'[^']*'(?:\s*,\s*'[^']*')*\s*)\))$/i;

function invalid(what: string): ServiceError {
  return new ServiceError("InvalidExpressionException", `The endpoint does not read this query: ${what}`);
}

/** Reads the part of the language that the endpoint knows: named columns, `=` and `IN` joined by `AND`. */
function parseQuery(expression: string): { columns: readonly string[]; conditions: readonly Condition[] } {
  const { columns = "", conditions = "" } = QUERY.exec(expression)?.groups ?? {};
  if (columns === "") throw invalid(expression);
  return {
    columns: columns.split(",").map((column) => column.trim()),
    conditions: conditions.split(/\s+AND\s+/i).map((condition) => {
      const { property, one, many } = CONDITION.exec(condition)?.groups ?? {};
      if (property === undefined) throw invalid(condition);
      return { property, values: [...(one ?? many ?? "").matchAll(/'([^']*)'/g)].map(([, value = ""]) => value) };
    }),
  };
}

/** JSON as a query shows it: members that are null are left out. */
function parsed(json: string | undefined): unknown {
  return JSON.parse(json ?? "null", (_key, value: unknown) => value ?? undefined);
}

/** The properties that can be asked for. Tags are a list, relationships have no name. */
function properties(item: ApiConfigurationItem): Readonly<Record<string, unknown>> {
  const supplementary = Object.entries(item.supplementaryConfiguration ?? {});
  return {
    version: item.version,
    accountId: item.accountId,
    configurationItemCaptureTime: item.configurationItemCaptureTime?.toISOString(),
    configurationItemStatus: item.configurationItemStatus,
    configurationStateId: item.configurationStateId,
    arn: item.arn,
    resourceType: item.resourceType,
    resourceId: item.resourceId,
    resourceName: item.resourceName,
    awsRegion: item.awsRegion,
    availabilityZone: item.availabilityZone,
    resourceCreationTime: item.resourceCreationTime?.toISOString(),
    tags: Object.entries(item.tags ?? {}).map(([key, value]) => ({ tag: `${key}=${value}`, key, value })),
    relationships: (item.relationships ?? []).map(({ resourceType, resourceId, resourceName }) => ({
      resourceType,
      resourceId,
      resourceName,
    })),
    configuration: parsed(item.configuration),
    supplementaryConfiguration: Object.fromEntries(supplementary.map(([key, value]) => [key, parsed(value)])),
  };
}

/** The service's maximum; both members are there. */
function limitOf({ Limit, MaxResults }: { Limit?: number | undefined; MaxResults?: number | undefined }): number {
  const limit = Limit ?? MaxResults ?? 0;
  if (limit === 0) return DEFAULT_LIMIT;
  if (limit > 0 && limit <= MAX_LIMIT) return limit;
  throw new ServiceError("InvalidLimitException", `The specified limit ${limit} is outside the allowable range.`);
}

/** What an aggregator holds. @throws ServiceError where there is none of this name. */
export function aggregatedBy({ config }: EndpointState, name: string): readonly ApiConfigurationItem[] {
  const held = config.aggregatedItems(name);
  if (held) return held;
  const message = "The configuration aggregator does not exist. Check the configuration aggregator name.";
  throw new ServiceError("NoSuchConfigurationAggregatorException", message);
}

/**
 * Answers queries over what an aggregator holds, each result as JSON text.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_SelectAggregateResourceConfig.html
 * @see https://docs.aws.amazon.com/config/latest/developerguide/query-components.html
 */
export const selectAggregateResourceConfig = operation<
  SelectAggregateResourceConfigCommandInput,
  SelectAggregateResourceConfigCommandOutput
>((input, { state }) => {
  const { Expression = "", ConfigurationAggregatorName = "" } = input;
  refuseViolations([
    lengthWithin("expression", Expression, 1, 4096),
    lengthWithin("configurationAggregatorName", ConfigurationAggregatorName, 1, 256),
  ]);
  const held = aggregatedBy(state, ConfigurationAggregatorName);
  const { columns, conditions } = parseQuery(Expression);
  const page = state.config.pagers.queryResults.page({
    listing: JSON.stringify([ConfigurationAggregatorName, Expression]),
    token: input.NextToken,
    size: limitOf(input),
    items: () =>
      held
        .map(properties)
        .filter((row) => conditions.every(({ property, values }) => values.includes(String(row[property]))))
        .map((row) => JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column]])))),
    invalidToken: () => new ServiceError("InvalidNextTokenException", "The specified next token is not valid."),
  });
  return {
    Results: page.items,
    QueryInfo: { SelectFields: columns.map((Name) => ({ Name })) },
    NextToken: page.nextToken,
  };
});
