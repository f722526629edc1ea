import type {
  DescribeConformancePackComplianceCommandInput,
  DescribeConformancePackComplianceCommandOutput,
  GetConformancePackComplianceSummaryCommandInput,
  GetConformancePackComplianceSummaryCommandOutput,
} from "@aws-sdk/client-config-service";
import type { StoredPack, StoredPackRule } from "../../conformance/pack-store.ts";
import { lengthWithin, oneOf, refuseViolations } from "../../constraints.ts";
import { operation, type OperationContext } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";
import { requirePack } from "./packs.ts";
import { configPage } from "./paging.ts";

const COMPLIANCE = ["COMPLIANT", "NON_COMPLIANT", "INSUFFICIENT_DATA"];

/** The worst of several results: what is not compliant outweighs all, no data weighs nothing. */
function worst(types: readonly string[]): string {
  return ["NON_COMPLIANT", "COMPLIANT"].find((type) => types.includes(type)) ?? "INSUFFICIENT_DATA";
}

function ruleCompliance(pack: StoredPack, rule: StoredPackRule, { state }: OperationContext): string {
  const evaluations = state.config.evaluations(rule.name).map(({ complianceType }) => complianceType);
  return pack.compliance.get(rule.baseName) ?? worst(evaluations);
}

/**
 * Lists the rules of a pack with their results.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConformancePackCompliance.html
 */
export const describeConformancePackCompliance = operation<
  DescribeConformancePackComplianceCommandInput,
  DescribeConformancePackComplianceCommandOutput
>((input, context) => {
  const { ConformancePackName: name = "", Filters: filters = {} } = input;
  const { ConfigRuleNames: names = [], ComplianceType: type } = filters;
  const maxNameLength = context.switches.longRuleNames === "refused" ? 64 : 128;
  refuseViolations([
    lengthWithin("filters.configRuleNames", names, 0, 10),
    ...names.map((rule, index) => lengthWithin(`filters.configRuleNames.${index + 1}.member`, rule, 1, maxNameLength)),
    oneOf("filters.complianceType", type, COMPLIANCE),
  ]);
  const pack = requirePack(name, context);
  const unknown = names.find((wanted) => pack.rules.every((rule) => rule.name !== wanted));
  if (unknown !== undefined) {
    const message = `The conformance pack ${name} has no rule ${unknown}.`;
    throw new ServiceError("NoSuchConfigRuleInConformancePackException", message);
  }
  const page = configPage(context.state.config.packs.pagers.compliance, input, 1000, {
    listing: JSON.stringify([context.caller, name, names, type]),
    items: () =>
      pack.rules
        .filter((rule) => names.length === 0 || names.includes(rule.name))
        .filter((rule) => type === undefined || ruleCompliance(pack, rule, context) === type),
  });
  return {
    ConformancePackName: name,
    ConformancePackRuleComplianceList: page.items.map((rule) => ({
      ConfigRuleName: rule.name,
      ComplianceType: ruleCompliance(pack, rule, context),
      Controls: [],
    })),
    NextToken: page.nextToken,
  };
});

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_GetConformancePackComplianceSummary.html */
export const getConformancePackComplianceSummary = operation<
  GetConformancePackComplianceSummaryCommandInput,
  GetConformancePackComplianceSummaryCommandOutput
>((input, context) => {
  const { ConformancePackNames: names = [] } = input;
  refuseViolations([lengthWithin("conformancePackNames", names, 1, 5)]);
  const page = configPage(context.state.config.packs.pagers.summaries, input, 20, {
    listing: JSON.stringify([context.caller, names]),
    items: () => names.map((name) => requirePack(name, context)),
  });
  return {
    ConformancePackComplianceSummaryList: page.items.map((pack) => ({
      ConformancePackName: pack.name,
      ConformancePackComplianceStatus: worst(pack.rules.map((rule) => ruleCompliance(pack, rule, context))),
    })),
    NextToken: page.nextToken,
  };
});
