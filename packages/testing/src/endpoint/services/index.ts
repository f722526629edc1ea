import type { ServiceName } from "../service-name.ts";
import { cloudFormationService } from "./cloudformation/index.ts";
import { cloudWatchService } from "./cloudwatch.ts";
import { configService } from "./config-service.ts";
import { iamService } from "./iam.ts";
import { lambdaService } from "./lambda.ts";
import { organizationsService } from "./organizations.ts";
import { s3ControlService } from "./s3-control.ts";
import { s3Service } from "./s3/index.ts";
import type { ServiceDefinition } from "./service.ts";
import { sqsService } from "./sqs.ts";
import { ssmService } from "./ssm.ts";
import { stsService } from "./sts.ts";

/** Every service there is. */
export const SERVICES: readonly ServiceDefinition[] = [
  configService,
  iamService,
  s3ControlService,
  s3Service,
  stsService,
  cloudFormationService,
  organizationsService,
  lambdaService,
  ssmService,
  sqsService,
  cloudWatchService,
];

/** Tells whether an operation is answered: by the service named, or by any. */
export function isListed(operation: string, service?: ServiceName): boolean {
  return SERVICES.some(({ name, operations }) => (service ?? name) === name && Object.hasOwn(operations, operation));
}

/** All operations answered, as `iam ListUsers`. */
export function listedOperations(): readonly string[] {
  return SERVICES.flatMap(({ name, operations }) => Object.keys(operations).map((operation) => `${name} ${operation}`));
}
