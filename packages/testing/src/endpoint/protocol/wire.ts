import type { DecodedInput } from "../operation.ts";
import type { OperationSchema } from "./schemas.ts";

/** A request as it came in. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A response before it goes out. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An error as the protocols write it. */
export interface WireError {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

/** How one AWS protocol reads requests and writes responses. */
export interface Protocol {
  decode(request: WireRequest, schema: OperationSchema): DecodedInput;
  encode(schema: OperationSchema, output: object, requestId: string): WireResponse;
  encodeError(error: WireError, requestId: string): WireResponse;
}
