import type { CheckError } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";

const { code } = CLI_ERRORS.INPUT_UNREADABLE;

/** The error of an input that cannot be read. */
export function unreadableError(file: string, reason: string): CheckError {
  return { code, message: `${file} cannot be read: ${reason}.`, source: { file } };
}

/** The error of gzip data that misses its end; what is there of it is judged. @param at - In unpacked bytes. */
export function cutError(file: string, at: number): CheckError {
  const message = `${file} cannot be read to its end: its gzip data is cut off, unpacked at byte ${at}.`;
  return { code, message, source: { file } };
}
