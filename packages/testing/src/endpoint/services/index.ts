import type { ServiceName } from "../service-name.ts";
import { configService } from "./config-service.ts";
import { iamService } from "./iam.ts";
import { s3ControlService } from "./s3-control.ts";
import type { ServiceDefinition } from "./service.ts";
import { stsService } from "./sts.ts";

/** Every service there is. */
export const SERVICES: readonly ServiceDefinition[] = [configService, iamService, s3ControlService, stsService];

/** Tells whether an operation is answered: by the service named, or by any. */
export function isListed(operation: string, service?: ServiceName): boolean {
  return SERVICES.some(({ name, operations }) => (service ?? name) === name && Object.hasOwn(operations, operation));
}

/** All operations answered, as `iam ListUsers`. */
export function listedOperations(): readonly string[] {
  return SERVICES.flatMap(({ name, operations }) => Object.keys(operations).map((operation) => `${name} ${operation}`));
}
