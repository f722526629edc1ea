import { NormalizedSchema } from "@smithy/core/schema";
import { expect, test } from "@jest/globals";
import { decodeInput, type ScalarNotation } from "./decode.ts";
import { structure } from "./schemas.ts";

const STRING = 0;
const NUMBER = 1;
const BOOLEAN = 2;
const TIMESTAMP = 4;
const BLOB = 21;
const LIST_OF_STRINGS = 64;
const schema = NormalizedSchema.of(
  structure("Input", {
    Text: STRING,
    Count: NUMBER,
    Flag: BOOLEAN,
    Time: TIMESTAMP,
    Bytes: BLOB,
    Names: LIST_OF_STRINGS,
    Inner: structure("Inner", { Flag: BOOLEAN }),
  }),
);

test.each<[ScalarNotation, Record<string, unknown>, Record<string, unknown>]>([
  ["text", { Text: "1", Count: "1", Flag: "false" }, { Text: "1", Count: 1, Flag: false }],
  ["json", { Text: "1", Count: 1, Flag: false }, { Text: "1", Count: 1, Flag: false }],
  [
    "json",
    { Time: 1.5, Names: ["a"], Inner: { Flag: true } },
    { Time: new Date(1500), Names: ["a"], Inner: { Flag: true } },
  ],
  ["json", { Text: null }, {}],
])("%s: %j", (notation, source, expected) => {
  expect(decodeInput(schema, source, notation)).toEqual(expected);
});

test.each<[ScalarNotation, Record<string, unknown>, RegExp]>([
  ["text", { Flag: "yes" }, /'flag' is not a boolean/],
  ["text", { Flag: "constructor" }, /'flag' is not a boolean/],
  ["text", { Count: "1e999" }, /'count' is not a number/],
  ["json", { Time: 1e300 }, /'time' is not a timestamp/],
  ["json", { Bytes: "AA==" }, /'bytes' is not a kind/],
  ["json", { Inner: { Flag: 1 } }, /'inner\.flag' is not a boolean/],
  ["json", { Inner: { Other: 1 } }, /Inner has no member "Other"/],
  ["json", { Names: [1] }, /'names\.1\.member' is not a string/],
])("%s: %j is refused", (notation, source, message) => {
  expect(() => decodeInput(schema, source, notation)).toThrow(message);
});
