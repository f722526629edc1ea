import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { codeOf, messageOf } from "./errors.ts";
import { RUNS } from "./fixtures/property-runs.ts";
import { anySpec } from "./fixtures/specs.ts";
import type { ParameterSpecs } from "./parameter-spec.ts";
import { parameterError, parseRuleParameters, readParameters } from "./parameters.ts";
import { toWireParameters } from "./wire.ts";

const specs: ParameterSpecs = {
  maxAgeDays: { type: "integer", minimum: 1, default: 90, description: "Days." },
  owner: { type: "string", required: true, description: "The owner." },
  note: { type: "string", description: "A note." },
  token: { type: "string", pattern: "^tok-", secret: true, description: "A token." },
};

describe("readParameters", () => {
  test("gives every declared parameter: the wire's value, else the default, else undefined", () => {
    const read = readParameters("r", specs, { owner: "me", maxAgeDays: "30" });
    expect(read).toStrictEqual({
      values: { maxAgeDays: 30, owner: "me", note: undefined, token: undefined },
      problems: [],
      unknownNames: [],
    });
  });

  test("gives lists that nobody can change, a default among them", () => {
    const list = { type: "array", items: { type: "integer" }, default: [22, 80], description: "Ports." } as const;
    const { values } = readParameters("r", { list, given: list }, { given: "1,2" });
    expect(values).toEqual({ list: [22, 80], given: [1, 2] });
    for (const value of Object.values(values)) expect(() => Array.isArray(value) && value.shift()).toThrow(TypeError);
    expect(Object.isFrozen(values)).toBe(true);
    expect(list.default).toEqual([22, 80]);
  });

  test("takes null as not given", () => {
    const read = readParameters("r", specs, { owner: "me", maxAgeDays: null, note: null });
    expect(read.values).toMatchObject({ maxAgeDays: 90, note: undefined });
    expect(readParameters("r", specs, { owner: null }).problems).toHaveLength(1);
  });

  test("a default of false, 0 or nothing stands", () => {
    const falsy: ParameterSpecs = {
      flag: { type: "boolean", default: false, description: "A flag." },
      count: { type: "integer", default: 0, description: "A count." },
      list: { type: "array", items: { type: "string" }, default: [], description: "A list." },
    };
    expect(readParameters("r", falsy, {}).values).toStrictEqual({ flag: false, count: 0, list: [] });
  });

  test("reports all that is bad and missing in one go, with rule, parameter, value and allowed form", () => {
    const { problems } = readParameters("keys-young", specs, { maxAgeDays: "soon", note: ["a"], token: "tok-1" });
    expect(problems).toStrictEqual([
      {
        code: "RW1002",
        path: "keys-young.parameters.maxAgeDays",
        message: 'Parameter maxAgeDays of rule keys-young: "soon" is not an integer of at least 1.',
        hint: "Give a value of the allowed form.",
        severity: "error",
      },
      {
        code: "RW1001",
        path: "keys-young.parameters.owner",
        message: "Rule keys-young lacks its parameter owner; it takes a string.",
        hint: "Set the parameter on the rule or in the conformance pack.",
        severity: "error",
      },
      {
        code: "RW1002",
        path: "keys-young.parameters.note",
        message: 'Parameter note of rule keys-young: ["a"] is not a string.',
        hint: "Give a value of the allowed form.",
        severity: "error",
      },
    ]);
  });

  test("cuts a long value in a message", () => {
    const [problem] = readParameters("r", specs, { owner: "me", maxAgeDays: "9".repeat(5000) }).problems;
    expect(problem?.message).toMatch(/^Parameter maxAgeDays of rule r: "9{78}… is not an integer/);
  });

  test("names unknown parameters, without their values", () => {
    const read = readParameters("r", specs, { owner: "me", ownr: "secret" });
    expect(read.unknownNames).toEqual(["ownr"]);
    expect(JSON.stringify(read.problems)).toBe("[]");
  });

  test.each([
    ["a text off the pattern", "hunter2-is-the-secret"],
    ["a list", ["hunter2-is-the-secret"]],
    ["an object", { inner: "hunter2-is-the-secret" }],
  ])("never repeats a secret: %s", (_what, token) => {
    const list: ParameterSpecs = {
      token: specs["token"] ?? fail(),
      tokens: { type: "array", items: { type: "integer" }, secret: true, description: "Tokens." },
    };
    const { problems } = readParameters("r", list, { token, tokens: token });
    expect(problems.map((each) => each.message)).toEqual([
      "Parameter token of rule r: (secret) is not a string that matches ^tok-.",
      "Parameter tokens of rule r: (secret) is not a comma-separated list, each element an integer.",
    ]);
  });

  test("names of Object.prototype are names like any other", () => {
    const odd: ParameterSpecs = Object.fromEntries(
      ["constructor", "toString", "__proto__"].map((name) => [name, { type: "integer", description: "Odd." }]),
    );
    const none = readParameters("r", odd, {});
    expect(none.problems).toEqual([]);
    expect(Object.entries(none.values)).toEqual([
      ["constructor", undefined],
      ["toString", undefined],
      ["__proto__", undefined],
    ]);
    const wire = parseRuleParameters("r", '{"__proto__":"7","constructor":"x","hasOwnProperty":"1"}');
    const some = readParameters("r", odd, wire);
    expect(Object.getOwnPropertyDescriptor(some.values, "__proto__")?.value).toBe(7);
    expect(some.problems.map((each) => each.path)).toEqual(["r.parameters.constructor"]);
    expect(some.unknownNames).toEqual(["hasOwnProperty"]);
    expect(Object.getPrototypeOf(some.values)).toBe(Object.prototype);
    expect(toWireParameters(odd, {})).toEqual({});
  });

  test("is total: every declared parameter is read or reported, every other name is named", () => {
    const names = fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "a", "b"));
    fc.assert(
      fc.property(fc.dictionary(names, anySpec), fc.dictionary(names, fc.jsonValue()), (declared, wire) => {
        const { values, problems, unknownNames } = readParameters("r", declared, wire);
        const reported = problems.map((each) => each.path.slice("r.parameters.".length));
        const invalid = reported.filter((name) => !Object.hasOwn(values, name));
        expect([...Object.keys(values), ...invalid].toSorted()).toEqual(Object.keys(declared).toSorted());
        expect(unknownNames).toEqual(Object.keys(wire).filter((name) => !Object.hasOwn(declared, name)));
      }),
      RUNS,
    );
  });

  test("no part of a refused secret is in any message", () => {
    const secrets = fc.stringMatching(/^[A-Z]{8,30}$/);
    fc.assert(
      fc.property(anySpec, secrets, fc.boolean(), (spec, secret, isList) => {
        const declared: ParameterSpecs = { key: { ...spec, secret: true } };
        const { problems } = readParameters("r", declared, { key: isList ? [secret, secret] : secret });
        expect(JSON.stringify(problems)).not.toContain(secret.slice(0, 8));
      }),
      RUNS,
    );
  });
});

describe("parseRuleParameters", () => {
  test.each([[undefined], [null], [""], ["{}"]])("%j means no parameters", (text) => {
    expect(parseRuleParameters("r", text)).toEqual({});
  });

  test("takes JSON text and a native object", () => {
    expect(parseRuleParameters("r", '{"a":"1"}')).toEqual({ a: "1" });
    expect(parseRuleParameters("r", { a: 1 })).toEqual({ a: 1 });
  });

  test.each<[unknown, RegExp]>([
    ['{"password":"hunter2"', /is not valid JSON/],
    ["[]", /not the JSON of an object/],
    ["null", /not the JSON of an object/],
    ['"hunter2"', /not the JSON of an object/],
    [5, /not the JSON of an object/],
    [["hunter2"], /not the JSON of an object/],
  ])("refuses %j, without repeating it", (text, message) => {
    const error = thrown(() => parseRuleParameters("keys-young", text));
    expect(codeOf(error)).toBe("RW1003");
    expect(messageOf(error)).toMatch(message);
    expect(messageOf(error)).toContain("keys-young");
    expect(`${messageOf(error)} ${String(error instanceof Error && error.cause)}`).not.toContain("hunter2");
  });
});

test("parameterError joins the problems under the first one's code and hint", () => {
  const [first, ...rest] = readParameters("r", specs, { maxAgeDays: "soon" }).problems;
  if (!first) throw new Error("The test itself is wrong.");
  const error = parameterError([first, ...rest]);
  expect(error.code).toBe("RW1002");
  expect(error.hint).toBe(first.hint);
  expect(error.message).toContain("maxAgeDays");
  expect(error.message).toContain("owner");
});

test("toWireParameters keeps the order of declaration and leaves out what has no value", () => {
  const wire = toWireParameters(specs, { owner: "me", maxAgeDays: 30, note: undefined, other: 1 });
  expect(Object.entries(wire)).toEqual([
    ["maxAgeDays", "30"],
    ["owner", "me"],
  ]);
});

function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return fail();
}

function fail(): never {
  throw new Error("The test itself is wrong.");
}
