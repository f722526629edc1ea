/** The endpoint's own errors, thrown in the test's process or told to the client, with codes that never change. */
export const ENDPOINT_ERRORS = {
  FAULT_UNLISTED: {
    code: "RW8101",
    hint: "Name an operation the endpoint answers; `endpoint.operations` lists them.",
  },
  FAULT_INVALID: {
    code: "RW8102",
    hint: "`nth`, `every`, `times` and `page` count from 1; `ms` is zero or more; a list of ids is not empty.",
  },
  CAPTURE_TIME_INVALID: {
    code: "RW8103",
    hint: "Give the item a `configurationItemCaptureTime`, ISO-8601 in an event's item, a `Date` in the API's spelling.",
  },
  OPERATION_NOT_LISTED: {
    code: "RW8104",
    hint: "Call a listed operation, or stub this one with aws-sdk-client-mock.",
  },
  CLIENT_NOT_INSTALLED: {
    code: "RW8105",
    hint: "Install it: the endpoint reads and writes messages by the schemas of the service's client.",
  },
  LIMIT_INVALID: {
    code: "RW8106",
    hint: "`perSecond` and `burst` are greater than zero.",
  },
  STATE_INVALID: {
    code: "RW8107",
    hint: "Give the state what the message names; ids and names are those of things that were set up before.",
  },
} as const;

/** Thrown to the test's author, never to an AWS client: a client gets wire errors. */
export class EndpointError extends Error {
  override readonly name = "EndpointError";
  readonly code: string;
  readonly hint: string;

  constructor(
    key: "FAULT_UNLISTED" | "FAULT_INVALID" | "CAPTURE_TIME_INVALID" | "LIMIT_INVALID" | "STATE_INVALID",
    message: string,
  ) {
    super(message);
    this.code = ENDPOINT_ERRORS[key].code;
    this.hint = ENDPOINT_ERRORS[key].hint;
  }
}
