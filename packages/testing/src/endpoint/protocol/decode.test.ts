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
const MAP_OF_STRINGS = 128;
const DOCUMENT = 15;
const schema = NormalizedSchema.of(
  structure("Input", {
    Text: STRING,
    Count: NUMBER,
    Flag: BOOLEAN,
    Time: TIMESTAMP,
    Bytes: BLOB,
    Names: LIST_OF_STRINGS,
    Tags: MAP_OF_STRINGS,
    Anything: DOCUMENT,
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
  ["json", { Bytes: "AAE=", Tags: { a: "b" } }, { Bytes: Buffer.from([0, 1]), Tags: { a: "b" } }],
  ["text", { Time: "2026-01-02T03:04:05Z" }, { Time: new Date("2026-01-02T03:04:05Z") }],
  ["text", { Time: "Fri, 02 Jan 2026 03:04:05 GMT" }, { Time: new Date("2026-01-02T03:04:05Z") }],
])("%s: %j", (notation, source, expected) => {
  expect(decodeInput(schema, source, notation)).toEqual(expected);
});

test.each<[ScalarNotation, Record<string, unknown>, RegExp]>([
  ["text", { Flag: "yes" }, /'flag' is not a boolean/],
  ["text", { Flag: "constructor" }, /'flag' is not a boolean/],
  ["text", { Count: "1e999" }, /'count' is not a number/],
  ["json", { Time: 1e300 }, /'time' is not a timestamp/],
  ["text", { Time: "soon" }, /'time' is not a timestamp/],
  ["json", { Bytes: "%" }, /'bytes' is not a base64 text/],
  ["json", { Anything: {} }, /'anything' is not a kind/],
  ["json", { Tags: ["a"] }, /'tags' is not a map/],
  ["json", { Tags: { a: 1 } }, /'tags\.a' is not a string/],
  ["json", { Inner: { Flag: 1 } }, /'inner\.flag' is not a boolean/],
  ["json", { Inner: { Other: 1 } }, /Inner has no member "Other"/],
  ["json", { Names: [1] }, /'names\.1\.member' is not a string/],
])("%s: %j is refused", (notation, source, message) => {
  expect(() => decodeInput(schema, source, notation)).toThrow(message);
});
