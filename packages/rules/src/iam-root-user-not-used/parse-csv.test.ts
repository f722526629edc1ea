import { describe, expect, test } from "@jest/globals";
import { parseCsv } from "./parse-csv.ts";

describe("parseCsv", () => {
  test.each<[string, string, string[][]]>([
    ["nothing", "", []],
    ["one field", "a", [["a"]]],
    [
      "rows ended by line feeds",
      "a,b\nc,d\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "rows ended by carriage returns",
      "a,b\r\nc,d\re,f",
      [
        ["a", "b"],
        ["c", "d"],
        ["e", "f"],
      ],
    ],
    [
      "empty fields",
      ",a,,\n,",
      [
        ["", "a", "", ""],
        ["", ""],
      ],
    ],
    ["an empty line", "a\n\nb", [["a"], [""], ["b"]]],
    [
      "quoted fields",
      '"a","b,c"\n"d\ne",""',
      [
        ["a", "b,c"],
        ["d\ne", ""],
      ],
    ],
    ["quotes in quotes", '"a ""b"" c"', [['a "b" c']]],
    ["markup and non-ASCII text", "<root_account>,é", [["<root_account>", "é"]]],
  ])("reads %s", (_what, text, rows) => {
    expect(parseCsv(text)).toEqual(rows);
  });

  test.each([
    ["a quote that is not closed", 'a,"b\nc', 2],
    ["a quote within a plain field", 'a,b"c"', 2],
    ["text after a closing quote", '"a"b,c', 0],
  ])("refuses %s", (_what, text, at) => {
    expect(() => parseCsv(text)).toThrow(`not valid CSV at character ${at}.`);
  });
});
