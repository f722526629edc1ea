import type { DecodedInput } from "../operation.ts";
import type { OperationSchema } from "./schemas.ts";

/** A request as it came in. */
export interface WireRequest {
  readonly method: string;
  /** As it was sent, percent signs and all. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** The bytes as UTF-8; made when first asked for. */
  readonly body: string;
  /** The body as a form; made when first asked for. */
  readonly form: URLSearchParams;
}

/** A response before it goes out. */
export interface WireResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** An error as the protocols write it. */
export interface WireError {
  readonly code: string;
  /** The name of the error's shape, where it is not the code. */
  readonly shape?: string;
  readonly status: number;
  readonly message: string;
  /** Headers the error brings along, such as the Region of a bucket. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** How one AWS protocol reads requests and writes responses. */
export interface Protocol {
  decode(request: WireRequest, schema: OperationSchema): DecodedInput;
  encode(schema: OperationSchema, output: object, requestId: string): WireResponse;
  encodeError(error: WireError, requestId: string): WireResponse;
}

/** Completes a request with the two readings of its body, each made at most once. */
export function wireRequest(parts: Omit<WireRequest, "body" | "form">): WireRequest {
  let body: string | undefined;
  let form: URLSearchParams | undefined;
  return {
    ...parts,
    get body() {
      return (body ??= Buffer.from(parts.bytes).toString("utf8"));
    },
    get form() {
      return (form ??= new URLSearchParams(this.body));
    },
  };
}
