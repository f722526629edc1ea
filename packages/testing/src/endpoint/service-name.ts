/** The services the endpoint answers for, each after its SDK package. */
export type ServiceName =
  | "cloudformation"
  | "cloudwatch"
  | "config-service"
  | "iam"
  | "lambda"
  | "organizations"
  | "s3"
  | "s3-control"
  | "sqs"
  | "ssm"
  | "sts";
