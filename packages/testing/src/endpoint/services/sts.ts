import { operation } from "../operation.ts";
import { awsQuery } from "../protocol/aws-query.ts";
import type { ClientModule } from "../protocol/schemas.ts";
import { ServiceError } from "../service-error.ts";
import { queryAction, type ServiceDefinition } from "./service.ts";

const VERSION = "2011-06-15";
const NAMESPACE = "com.amazonaws.sts";

/** The one shape needed, in the clients' notation, so that nobody has to install the STS client for it. */
const OUTPUT = [3, NAMESPACE, "GetCallerIdentityResponse", 0, ["UserId", "Account", "Arn"], [0, 0, 0]];
const SCHEMAS: ClientModule = { GetCallerIdentity$: [9, NAMESPACE, "GetCallerIdentity", 0, "unit", OUTPUT] };

interface CallerIdentity {
  UserId: string;
  Account: string;
  Arn: string;
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const getCallerIdentity = operation<object, CallerIdentity>((_input, { caller: { account } }) => ({
  UserId: "AROAEXAMPLE:rulewright",
  Account: account,
  Arn: `arn:aws:sts::${account}:assumed-role/rulewright-test/rulewright`,
}));

/** AWS STS. */
export const stsService: ServiceDefinition = {
  name: "sts",
  protocol: awsQuery("https://sts.amazonaws.com/doc/2011-06-15/"),
  operationOf: (request) => queryAction(request, VERSION),
  load: () => Promise.resolve(SCHEMAS),
  throttled: () => new ServiceError("Throttling", "Rate exceeded"),
  operations: { GetCallerIdentity: getCallerIdentity },
};
