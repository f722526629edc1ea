/**
 * An error the endpoint answers with, named as the client's shape is (`NoSuchEntityException`). The protocol layer
 * takes code and status on the wire from that shape; for a name without a shape they are the name and `status`.
 */
export class ServiceError extends Error {
  override readonly name: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>> | undefined;

  constructor(name: string, message: string, status = 400, headers?: Readonly<Record<string, string>>) {
    super(message);
    this.name = name;
    this.status = status;
    this.headers = headers;
  }
}
