import type {
  ConfigRule,
  DescribeConfigRulesCommandInput,
  DescribeConfigRulesCommandOutput,
} from "@aws-sdk/client-config-service";
import type { StoredPackRule } from "../../conformance/pack-store.ts";
import { lengthWithin, refuseViolations } from "../../constraints.ts";
import { operation, type OperationContext } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";
import type { Wire } from "../../wire-shape.ts";
import { configPage } from "./paging.ts";

const PAGE_SIZE = 25;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);
const textsOf = (value: unknown) => (Array.isArray(value) ? value.map(String) : undefined);

function toSource(value: unknown): Wire<ConfigRule>["Source"] {
  const source = isRecord(value) ? value : {};
  const { SourceDetails: details } = source;
  return {
    Owner: textOf(source["Owner"]),
    SourceIdentifier: textOf(source["SourceIdentifier"]),
    SourceDetails: Array.isArray(details)
      ? details.filter(isRecord).map((detail) => ({
          EventSource: textOf(detail["EventSource"]),
          MessageType: textOf(detail["MessageType"]),
          MaximumExecutionFrequency: textOf(detail["MaximumExecutionFrequency"]),
        }))
      : undefined,
  };
}

/** A pack's rule as it is described; parameters are JSON text. */
function describePackRule({ name, arn, id, properties }: StoredPackRule): Wire<ConfigRule> {
  const { Scope: scope, InputParameters: parameters } = properties;
  return {
    ConfigRuleName: name,
    ConfigRuleArn: arn,
    ConfigRuleId: id,
    Description: textOf(properties["Description"]),
    Scope: isRecord(scope) ? { ComplianceResourceTypes: textsOf(scope["ComplianceResourceTypes"]) } : undefined,
    Source: toSource(properties["Source"]),
    InputParameters: parameters === undefined ? undefined : JSON.stringify(parameters),
    MaximumExecutionFrequency: textOf(properties["MaximumExecutionFrequency"]),
    ConfigRuleState: "ACTIVE",
    CreatedBy: "config-conforms.amazonaws.com",
  };
}

/** A rule of which no more than the name is known. */
const describeRegistered = (ConfigRuleName: string): Wire<ConfigRule> => ({
  ConfigRuleName,
  Source: { Owner: "CUSTOM_LAMBDA" },
  ConfigRuleState: "ACTIVE",
});

/** The rules of the caller's packs, then those registered by name, which are in every account and Region. */
function allRules({ state, caller }: OperationContext): readonly Wire<ConfigRule>[] {
  const { config } = state;
  const deployed = config.packs.all(caller).flatMap(({ rules }) => rules);
  const ofPacks = config.packs.ruleNames();
  const registered = config.ruleNames().filter((name) => !ofPacks.has(name));
  return [...deployed.map(describePackRule), ...registered.map(describeRegistered)];
}

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigRules.html */
export const describeConfigRules = operation<DescribeConfigRulesCommandInput, DescribeConfigRulesCommandOutput>(
  (input, context) => {
    const { ConfigRuleNames: names = [] } = input;
    refuseViolations([lengthWithin("configRuleNames", names, 0, 25)]);
    const rules = allRules(context);
    const unknown = names.find((name) => rules.every(({ ConfigRuleName }) => ConfigRuleName !== name));
    if (unknown !== undefined) {
      const message = `The ConfigRule '${unknown}' provided in the request is invalid. Please check the configRule name`;
      throw new ServiceError("NoSuchConfigRuleException", message);
    }
    const page = configPage(context.state.config.pagers.rules, { NextToken: input.NextToken }, PAGE_SIZE, {
      listing: JSON.stringify([context.caller, names]),
      items: () => rules.filter(({ ConfigRuleName: name = "" }) => names.length === 0 || names.includes(name)),
    });
    return { ConfigRules: page.items, NextToken: page.nextToken };
  },
);
