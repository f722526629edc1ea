/** Fields of a log line. No item bodies, no parameter values, no credentials. */
export interface LogFields {
  readonly [key: string]: string | number | boolean | readonly string[] | undefined;
}

export type LogLevel = "DEBUG" | "INFO" | "WARN" | "ERROR";

/** Writes one JSON object a line. */
export interface Logger {
  log(level: LogLevel, message: string, fields?: LogFields): void;
  /** The same logger with fields that every later line carries. */
  with(fields: LogFields): Logger;
}

const RANK: Readonly<Record<string, number>> = { TRACE: 0, DEBUG: 1, INFO: 2, WARN: 3, ERROR: 4, FATAL: 5 };

/**
 * Makes a logger that writes past `console`: under Lambda's JSON log format the runtime wraps what `console` prints,
 * while lines of JSON with `timestamp` and `level` that reach stdout by themselves stay as they are, in both formats.
 * Lines below `AWS_LAMBDA_LOG_LEVEL` are left out.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export function createLogger(
  write: (line: string) => void,
  minimum: string | undefined,
  fields: LogFields = {},
): Logger {
  const least = RANK[minimum ?? "INFO"] ?? 2;
  return {
    log(level, message, more = {}) {
      if ((RANK[level] ?? 2) < least) return;
      write(`${JSON.stringify({ timestamp: new Date().toISOString(), level, message, ...fields, ...more })}\n`);
    },
    with: (more) => createLogger(write, minimum, { ...fields, ...more }),
  };
}
