/** The services the endpoint answers for, each after its SDK package. */
export type ServiceName = "config-service" | "iam" | "s3-control" | "sts";
