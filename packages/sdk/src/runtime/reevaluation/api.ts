import {
  ConfigServiceClient,
  DescribeConfigRulesCommand,
  StartConfigRulesEvaluationCommand,
  type ConfigRule,
  type DescribeConfigRulesCommandOutput,
} from "@aws-sdk/client-config-service";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { CLIENT_SETTINGS } from "../aws.ts";
import type { DeployedRule } from "./plan.ts";
import type { ReevaluationApi } from "./reevaluate.ts";

/** Where the state is, and whose rules count. */
export interface ReevaluationPlace {
  readonly region: string | undefined;
  /** Name of the SSM parameter. */
  readonly stateParameter: string;
  /** ARNs of the pack's functions; rules of every custom function count where there are none. */
  readonly functionArns: readonly string[];
}

/** Speaks to AWS Config and to the parameter store, with the SDK's own retries. */
export function createReevaluationApi({ region, stateParameter, functionArns }: ReevaluationPlace): ReevaluationApi {
  const settings = { ...(region ? { region } : {}), ...CLIENT_SETTINGS };
  const config = new ConfigServiceClient(settings);
  const ssm = new SSMClient(settings);
  const isOurs = ({ Source: source, ConfigRuleState: state }: ConfigRule) =>
    source?.Owner === "CUSTOM_LAMBDA" &&
    state !== "DELETING" &&
    (functionArns.length === 0 || functionArns.includes(source.SourceIdentifier ?? ""));
  return {
    async readState() {
      const { Parameter: parameter } = await ssm.send(new GetParameterCommand({ Name: stateParameter }));
      return parameter?.Value ?? "";
    },

    async writeState(text) {
      await ssm.send(new PutParameterCommand({ Name: stateParameter, Value: text, Overwrite: true }));
    },

    async deployedRules() {
      const rules: DeployedRule[] = [];
      let token: string | undefined;
      do {
        const page: DescribeConfigRulesCommandOutput = await config.send(
          new DescribeConfigRulesCommand({ NextToken: token }),
        );
        rules.push(...(page.ConfigRules ?? []).filter(isOurs).map(toDeployedRule));
        token = page.NextToken;
      } while (token);
      return rules;
    },

    async start(deployedNames) {
      await config.send(new StartConfigRulesEvaluationCommand({ ConfigRuleNames: [...deployedNames] }));
    },
  };
}

function toDeployedRule({ ConfigRuleName, ConfigRuleState, InputParameters }: ConfigRule): DeployedRule {
  const isBusy = ConfigRuleState !== undefined && ConfigRuleState !== "ACTIVE";
  return { name: ConfigRuleName ?? "", isBusy, inputParameters: InputParameters ?? "{}" };
}
