import { expect, test } from "@jest/globals";
import { reasonOf } from "./input-file.ts";

const coded = (code: string, message: string) => Object.assign(new Error(message), { code });

test.each([
  [coded("ENOENT", "ENOENT: no such file or directory, open 'a'"), "ENOENT: no such file or directory, open 'a'"],
  [coded("EISDIR", "EISDIR: illegal operation on a directory, read"), "it is a folder"],
  [coded("ERR_ODD", "It is odd"), "ERR_ODD: It is odd"],
  [coded("Z_BUF_ERROR", "unexpected end of file"), "its gzip data is cut off"],
])("why a file cannot be read is told once: %s", (error, reason) => {
  expect(reasonOf(error)).toBe(reason);
});
