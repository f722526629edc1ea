import type { CheckError } from "../../core/results.ts";
import type { Failure, Judged } from "../outcome.ts";

/** What could not be judged, by the numbers of resources. */
export type ErrorsByResource = ReadonlyMap<number, readonly CheckError[]>;

/** Errors of resources, in the order in which the resources were begun. */
export class ResourceErrors {
  readonly #byResource = new Map<number, readonly CheckError[]>();

  get byResource(): ErrorsByResource {
    return this.#byResource;
  }

  get count(): number {
    let count = 0;
    for (const errors of this.#byResource.values()) count += errors.length;
    return count;
  }

  add(resource: number, error: CheckError): void {
    this.set(resource, [...(this.#byResource.get(resource) ?? []), error]);
  }

  set(resource: number, errors: readonly CheckError[] | undefined): void {
    if (errors) this.#byResource.set(resource, errors);
  }

  delete(resource: number): void {
    if (this.#byResource.size > 0) this.#byResource.delete(resource);
  }
}

/** The error of an outcome, with what is known of its resource. */
export function errorOf(resource: Judged, rule: string, { code, message }: Failure): CheckError {
  const { resourceType, resourceId, accountId, region, source } = resource;
  return {
    rule,
    resourceType,
    resourceId,
    accountId,
    region,
    code,
    message: message || `${code} without a message.`,
    source,
  };
}
