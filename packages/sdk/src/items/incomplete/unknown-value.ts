/** Thrown where a value is read that is not known. Told by the plain member `~unknown`, never by `instanceof`. */
class UnknownValueError extends Error {
  override readonly name = "UnknownValueError";
  readonly "~unknown": string;

  constructor(path: string) {
    super(`${path} is not known.`);
    this["~unknown"] = path;
  }
}

/** The error that reading the unknown value at `path` ends in. */
export function unknownValue(path: string): Error {
  return new UnknownValueError(path);
}

/** The path that was read, when an error says that a value is not known; two copies of the SDK may meet. */
export function unknownPathOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("~unknown" in error)) return undefined;
  return typeof error["~unknown"] === "string" ? error["~unknown"] : undefined;
}
