import { describe, expect, test } from "@jest/globals";
import { AccessDenied, ConfigServiceServiceException } from "./fixtures/aws-errors.ts";
import { CORE_ERRORS, RulewrightError, codeOf, isRulewrightError, messageOf } from "./errors.ts";

test("every code is of this room, stands once, and has a hint that is a sentence", () => {
  const entries = Object.values(CORE_ERRORS);
  expect(new Set(entries.map(({ code }) => code)).size).toBe(entries.length);
  for (const { code, hint } of entries) {
    expect(code).toMatch(/^RW1\d{3}$/);
    expect(hint).toMatch(/^[A-Za-z].*\.$/);
  }
});

describe("RulewrightError", () => {
  const cause = new Error("socket");
  const error = new RulewrightError(CORE_ERRORS.VERDICT_INVALID, "It is none.", { cause });

  test("has a name, the entry's code and hint, and its cause", () => {
    expect(error).toMatchObject({ name: "RulewrightError", code: "RW1015", message: "It is none.", cause });
    expect(error.hint).toBe(CORE_ERRORS.VERDICT_INVALID.hint);
    expect(error).toBeInstanceOf(Error);
  });

  test("takes a hint of its own, and has no cause where none is given", () => {
    const other = new RulewrightError(CORE_ERRORS.VERDICT_INVALID, "It is none.", { hint: "Do this." });
    expect(other.hint).toBe("Do this.");
    expect(other).not.toHaveProperty("cause");
  });
});

/** As another copy of the SDK in the same process would make it. */
class OtherCopy extends Error {
  override readonly name = "RulewrightError";
  readonly code = "RW2003";
  readonly hint = "A hint.";
}
const named = (name: string, members: object = {}) => Object.assign(new Error("m"), { name }, members);

test.each<[string, unknown, boolean, string]>([
  ["one of ours", new RulewrightError(CORE_ERRORS.NAME_TAKEN, "m"), true, "RW1013"],
  ["one of another copy of the SDK", new OtherCopy("m"), true, "RW2003"],
  ["one that only bears the name", named("RulewrightError"), false, "RulewrightError"],
  ["one that is no error", { name: "RulewrightError", code: "RW1013", hint: "" }, false, "Error"],
  ["an AWS error", new AccessDenied(), false, "AccessDeniedException"],
  [
    "an AWS error without a name of its own",
    Object.assign(new ConfigServiceServiceException("Error"), { code: "X" }),
    false,
    "Error",
  ],
  ["a system error", Object.assign(new Error("m"), { code: "ECONNRESET" }), false, "ECONNRESET"],
  ["a code that is no text", Object.assign(new Error("m"), { code: 5 }), false, "Error"],
  ["a type error", new TypeError("m"), false, "TypeError"],
  ["an aborted call", named("AbortError", { code: 20 }), false, "AbortError"],
  ["a plain error", new Error("m"), false, "Error"],
  ["a text", "no", false, "Error"],
  ["nothing", undefined, false, "Error"],
])("%s", (_what, error, isOurs, code) => {
  expect(isRulewrightError(error)).toBe(isOurs);
  expect(codeOf(error)).toBe(code);
});

test.each<[unknown, string]>([
  [new Error("It broke."), "It broke."],
  ["a text", "a text"],
  [undefined, "undefined"],
  [null, "null"],
  [{ statusCode: 403 }, '{"statusCode":403}'],
  [Object.create(null), "{}"],
  [Symbol("s"), "Symbol(s)"],
  [10n, "10"],
])("messageOf never throws: %p", (error, message) => {
  expect(messageOf(error)).toBe(message);
});
