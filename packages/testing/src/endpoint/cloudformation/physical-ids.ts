import { createHash } from "node:crypto";

/** Whose resource it is. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Properties that name a resource. */
const NAME_PROPERTIES = [
  "FunctionName",
  "RoleName",
  "LogGroupName",
  "QueueName",
  "AlarmName",
  "TopicName",
  "ConformancePackName",
  "ConfigRuleName",
  "Name",
];

/** ARNs by resource type, where they do not follow the common pattern. */
const ARNS: Readonly<Record<string, (name: string, place: Place) => string>> = {
  "AWS::Lambda::Function": (name, { account, region }) => `arn:aws:lambda:${region}:${account}:function:${name}`,
  "AWS::IAM::Role": (name, { account }) => `arn:aws:iam::${account}:role/${name}`,
  "AWS::Logs::LogGroup": (name, { account, region }) => `arn:aws:logs:${region}:${account}:log-group:${name}:*`,
  "AWS::CloudWatch::Alarm": (name, { account, region }) => `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
  "AWS::Events::Rule": (name, { account, region }) => `arn:aws:events:${region}:${account}:rule/${name}`,
};

/**
 * The name of a resource: its own when the template gives one, else made of the stack's name, the logical id and
 * letters that stay the same as long as the stack lives.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
 */
export function physicalName(
  logicalId: string,
  properties: Readonly<Record<string, unknown>>,
  stack: { readonly id: string; readonly name: string },
): string {
  const given = NAME_PROPERTIES.map((name) => properties[name]).find((name) => typeof name === "string");
  if (given !== undefined) return given;
  const letters = createHash("sha256")
    .update(`${stack.id}/${logicalId}`)
    .digest("base64")
    .replaceAll(/[^A-Za-z0-9]/g, "");
  return `${stack.name}-${logicalId}-${letters.slice(0, 12)}`;
}

/** What `Fn::GetAtt … Arn` gives. */
export function resourceArn(type: string, name: string, place: Place): string {
  const own = Object.hasOwn(ARNS, type) ? ARNS[type] : undefined;
  const [, service = "", kind = ""] = type.toLowerCase().split("::");
  const { account, region } = place;
  const tail = service === "sqs" || service === "sns" ? name : `${kind}/${name}`;
  return own?.(name, place) ?? `arn:aws:${service}:${region}:${account}:${tail}`;
}

/** What `Ref` gives: the name, but a queue's URL and a topic's ARN. */
export function resourceReference(type: string, name: string, place: Place): string {
  if (type === "AWS::SQS::Queue") return `https://sqs.${place.region}.amazonaws.com/${place.account}/${name}`;
  return type === "AWS::SNS::Topic" ? resourceArn(type, name, place) : name;
}
