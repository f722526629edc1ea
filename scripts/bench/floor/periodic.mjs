// The floor of a periodic rule: list, ask for each, put, and clear what is gone, awaiting each call in turn.
import {
  ConfigServiceClient,
  GetComplianceDetailsByConfigRuleCommand,
  PutEvaluationsCommand,
} from "@aws-sdk/client-config-service";
import { IAMClient, ListAccessKeysCommand, ListUsersCommand } from "@aws-sdk/client-iam";

const config = new ConfigServiceClient({});
const iam = new IAMClient({});

export async function handler(event) {
  const OrderingTimestamp = new Date(JSON.parse(event.invokingEvent).notificationCreationTime);
  const evaluations = [];
  const seen = new Set();
  let Marker;
  do {
    const page = await iam.send(new ListUsersCommand({ Marker, MaxItems: 1000 }));
    for (const { UserId, UserName } of page.Users) {
      const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
      const active = AccessKeyMetadata.filter(({ Status }) => Status === "Active").length;
      seen.add(UserId);
      evaluations.push(evaluation(UserId, active > 1 ? "NON_COMPLIANT" : "COMPLIANT", OrderingTimestamp));
    }
    Marker = page.Marker;
  } while (Marker);
  let NextToken;
  do {
    const page = await config.send(
      new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: event.configRuleName, Limit: 100, NextToken }),
    );
    for (const { EvaluationResultIdentifier } of page.EvaluationResults) {
      const { ResourceId } = EvaluationResultIdentifier.EvaluationResultQualifier;
      if (!seen.has(ResourceId)) evaluations.push(evaluation(ResourceId, "NOT_APPLICABLE", OrderingTimestamp));
    }
    NextToken = page.NextToken;
  } while (NextToken);
  for (let at = 0; at < evaluations.length; at += 100) {
    const Evaluations = evaluations.slice(at, at + 100);
    await config.send(new PutEvaluationsCommand({ ResultToken: event.resultToken, Evaluations }));
  }
}

function evaluation(ComplianceResourceId, ComplianceType, OrderingTimestamp) {
  return { ComplianceResourceType: "AWS::IAM::User", ComplianceResourceId, ComplianceType, OrderingTimestamp };
}
