import { inspect } from "node:util";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ConfigurationItem } from "../../core/configuration-item.ts";
import { RUNS } from "../../core/fixtures/property-runs.ts";
import {
  readUnknown,
  unknownPathOf,
  unknownReadsOf,
  wasUnknownRead,
  wrapIncomplete,
  type UnknownPaths,
} from "./index.ts";

const ITEM: ConfigurationItem = {
  configurationItemCaptureTime: "2026-11-24T00:00:00.000Z",
  configurationItemStatus: "OK",
  awsAccountId: "111122223333",
  awsRegion: "eu-west-1",
  availabilityZone: null,
  resourceType: "AWS::Example::Thing",
  resourceId: "thing",
  resourceName: null,
  resourceCreationTime: null,
  relatedEvents: [],
  relationships: [],
  tags: { Owner: "me" },
  configuration: {
    name: "a",
    none: undefined,
    nested: { known: 1, list: [1, 2, 3], deep: { known: true } },
    list: [{ a: 1 }, { a: 2 }, { a: 3 }],
  },
  supplementaryConfiguration: {},
};

/** What a reader gets, or the path it stumbled over. */
function outcome(unknown: UnknownPaths, read: (item: ConfigurationItem) => unknown) {
  const item = wrapIncomplete(ITEM, unknown);
  try {
    return { value: read(item), missing: unknownReadsOf(item) };
  } catch (error) {
    return { path: unknownPathOf(error), missing: unknownReadsOf(item) };
  }
}

const at = (item: ConfigurationItem, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((value, key) => (value === undefined ? undefined : Reflect.get(Object(value), key)), item);
const configuration = (item: ConfigurationItem) => Object(at(item, "configuration"));

describe("an item with unknown values", () => {
  const LEAF: UnknownPaths = [["configuration", "nested", "secret"]];
  const OPEN: UnknownPaths = [["configuration", "*"]];
  const TAGS: UnknownPaths = [["tags", "*"]];
  const NO_LIST: UnknownPaths = [["relationships", "*"]];
  const ELEMENT: UnknownPaths = [["configuration", "list", "1", "a"]];

  test.each<[string, UnknownPaths, (item: ConfigurationItem) => unknown, string]>([
    ["a member", LEAF, (item) => configuration(item).nested.secret, "configuration.nested.secret"],
    ["an optional chain", LEAF, (item) => configuration(item)?.nested?.secret?.x, "configuration.nested.secret"],
    ["whether there is one", LEAF, (item) => "secret" in configuration(item).nested, "configuration.nested.secret"],
    [
      "whether it is its own",
      LEAF,
      (i) => Object.hasOwn(configuration(i).nested, "secret"),
      "configuration.nested.secret",
    ],
    ["the keys beside it", LEAF, (item) => Object.keys(configuration(item).nested), "configuration.nested.secret"],
    ["a copy by spread", LEAF, (item) => ({ ...configuration(item).nested }), "configuration.nested.secret"],
    ["the JSON text around it", LEAF, (item) => JSON.stringify(item), "configuration.nested.secret"],
    [
      "a destructured member",
      LEAF,
      (i) => {
        const { secret } = configuration(i).nested;
        return secret;
      },
      "configuration.nested.secret",
    ],
    [
      "the rest of a destructuring",
      LEAF,
      (i) => {
        const { known, ...rest } = configuration(i).nested;
        return [known, rest];
      },
      "configuration.nested.secret",
    ],
    ["what inspect prints", LEAF, (item) => inspect(item, { depth: 9 }), "configuration.nested"],
    ["a member that is not shown", OPEN, (item) => configuration(item).other, "configuration.other"],
    [
      "its own member that is not shown",
      OPEN,
      (i) => Object.hasOwn(configuration(i), "toString"),
      "configuration.toString",
    ],
    ["the members of an open object", OPEN, (item) => Object.entries(configuration(item)), "configuration"],
    [
      "a loop over an open object",
      OPEN,
      (item) => {
        for (const key in configuration(item)) return key;
        return "";
      },
      "configuration",
    ],
    ["a tag that is not shown", TAGS, (item) => item.tags["Cost"], "tags.Cost"],
    ["the number of an unknown list", NO_LIST, (item) => item.relationships.length, "relationships"],
    ["an element of an unknown list", NO_LIST, (item) => item.relationships[0], "relationships"],
    [
      "a loop over an unknown list",
      NO_LIST,
      (item) => {
        for (const one of item.relationships) return one;
        return "";
      },
      "relationships",
    ],
    ["a method of an unknown list", NO_LIST, (item) => item.relationships.some(() => true), "relationships"],
    ["a copy of an unknown list", NO_LIST, (item) => [...item.relationships], "relationships"],
    ["a list joined to another", NO_LIST, (item) => [0].concat(Object(item.relationships)), "relationships"],
    [
      "the unknown element of a list",
      ELEMENT,
      (i) => configuration(i).list.map(({ a }: { a: number }) => a),
      "configuration.list.1.a",
    ],
    ["the last element in JSON", ELEMENT, (item) => JSON.stringify(configuration(item).list), "configuration.list.1.a"],
    ["all of the item", [["ARN"]], (item) => item.ARN, "ARN"],
    ["an unshown member of the item", [["*"]], (item) => item.ARN, "ARN"],
    ["the whole configuration", [["configuration"]], (item) => item.configuration, "configuration"],
    [
      "a member of what is no object",
      [["configuration", "name", "x"]],
      (i) => configuration(i).name,
      "configuration.name",
    ],
  ])("does not give away %s", (_what, unknown, read, path) => {
    expect(outcome(unknown, read)).toEqual({ path, missing: [path] });
  });

  test.each<[string, UnknownPaths, (item: ConfigurationItem) => unknown, unknown]>([
    ["a member beside it", LEAF, (item) => configuration(item).nested.known, 1],
    ["a list beside it", LEAF, (item) => configuration(item).nested.list.length, 3],
    ["a shown member of an open object", OPEN, (item) => configuration(item).name, "a"],
    ["that a member is surely absent", OPEN, (item) => configuration(item).none, undefined],
    ["that a member surely does not exist", OPEN, (item) => "none" in configuration(item), false],
    ["that a member is surely not its own", OPEN, (item) => Object.hasOwn(configuration(item), "none"), false],
    ["a shown tag", TAGS, (item) => item.tags["Owner"], "me"],
    ["an inherited method", OPEN, (item) => configuration(item).hasOwnProperty("name"), true],
    [
      "the elements before the unknown one",
      ELEMENT,
      (i) => configuration(i).list.some(({ a }: { a: number }) => a === 1),
      true,
    ],
    ["the number of elements", ELEMENT, (item) => configuration(item).list.length, 3],
    ["that a list is one", NO_LIST, (item) => Array.isArray(item.relationships), true],
    ["the same object twice", ELEMENT, (item) => configuration(item).list[1] === configuration(item).list[1], true],
    ["an open object in a text", OPEN, (item) => String(configuration(item)), "[object Object]"],
    ["the whole of another part", TAGS, (item) => JSON.stringify(item.supplementaryConfiguration), "{}"],
  ])("gives %s", (_what, unknown, read, value) => {
    expect(outcome(unknown, read)).toEqual({ value, missing: [] });
  });

  test("remembers what was read even where the rule catches the error", () => {
    const item = wrapIncomplete(ITEM, [...LEAF, ["resourceCreationTime"]]);
    expect(wasUnknownRead(item)).toBe(false);
    for (const read of [() => item.resourceCreationTime, () => configuration(item).nested.secret])
      expect(read).toThrow();
    expect(wasUnknownRead(item)).toBe(true);
    expect(unknownReadsOf(item)).toEqual(["configuration.nested.secret", "resourceCreationTime"]);
  });

  test("records reads for each wrapper alone", () => {
    const [first, second] = [wrapIncomplete(ITEM, LEAF), wrapIncomplete(ITEM, LEAF)];
    expect(() => configuration(first).nested.secret).toThrow("configuration.nested.secret is not known.");
    expect(wasUnknownRead(second)).toBe(false);
  });

  test("takes what lies beside the item", () => {
    const item = wrapIncomplete(ITEM, LEAF);
    expect(() => readUnknown(item, "now")).toThrow("now is not known.");
    expect(unknownReadsOf(item)).toEqual(["now"]);
  });

  test("reads a frozen item", () => {
    const item = wrapIncomplete(deepFreeze(structuredClone(ITEM)), ELEMENT);
    expect(configuration(item).list[0]).toEqual({ a: 1 });
    expect(() => configuration(item).list[1].a).toThrow("configuration.list.1.a is not known.");
  });

  test("lets a rule sort and write where all is known, without changing the item", () => {
    const item = wrapIncomplete(ITEM, ELEMENT);
    configuration(item).list.reverse();
    configuration(item).name = "b";
    expect(configuration(item).name).toBe("b");
    expect(at(ITEM, "configuration", "name")).toBe("a");
    expect(at(ITEM, "configuration", "list", "0")).toEqual({ a: 1 });
  });

  test("ends in an error where a rule clones or freezes", () => {
    expect(() => structuredClone(wrapIncomplete(ITEM, OPEN).configuration)).toThrow();
    expect(() => Object.freeze(wrapIncomplete(ITEM, OPEN).configuration)).toThrow();
  });

  test("is the item itself when all is known", () => {
    expect(wrapIncomplete(ITEM, [])).toBe(ITEM);
    expect(wasUnknownRead(ITEM)).toBe(false);
  });

  test("tells no other error", () => {
    for (const thrown of [new Error("x"), undefined, null, "~unknown", { "~unknown": "a" }, { "~unknown": 1 }]) {
      expect(unknownPathOf(thrown)).toBeUndefined();
    }
    expect(unknownPathOf(Object.assign(new Error("of another copy"), { "~unknown": "a.b" }))).toBe("a.b");
  });
});

/** A program over a value: steps that read something of it and go on with what they got. */
type Step = (value: object) => unknown;

const KEYS = ["a", "b", "c", "0", "1"] as const;
const STEPS: readonly Step[] = [
  ...KEYS.flatMap<Step>((key) => [
    (value) => Reflect.get(value, key),
    (value) => key in value,
    (value) => Object.hasOwn(value, key),
  ]),
  (value) => Object.keys(value),
  (value) => Object.entries(value),
  (value) => ({ ...value }),
  (value) => JSON.stringify(value),
  (value) => (Array.isArray(value) ? value.length : -1),
  (value) => (Array.isArray(value) ? value.map((member: unknown) => member) : []),
  (value) => (Array.isArray(value) ? value.some((member: unknown) => member === 1) : false),
  (value) => (Array.isArray(value) ? [...(value as readonly unknown[])] : []),
  (value) => inspect(value, { depth: 9 }),
];

/** A tree, two ways to fill its holes, and the paths of the holes. */
interface Holed {
  readonly shown: unknown;
  readonly fillings: readonly [unknown, unknown];
  readonly unknown: UnknownPaths;
}

const known: fc.Arbitrary<Holed> = fc
  .constantFrom<unknown>(1, "x", null, true)
  .map((value) => ({ shown: value, fillings: [value, value], unknown: [] }));

const holed: fc.Arbitrary<Holed> = fc.letrec<{ tree: Holed; object: Holed; list: Holed; member: Holed | "hole" }>(
  (tie) => ({
    tree: fc.oneof({ maxDepth: 3 }, known, tie("object"), tie("list")),
    member: fc.oneof({ weight: 3, arbitrary: tie("tree") }, { weight: 1, arbitrary: fc.constant("hole" as const) }),
    object: fc
      .tuple(fc.dictionary(fc.constantFrom("a", "b", "c"), tie("member"), { maxKeys: 3 }), fc.boolean())
      .map(([members, isOpen]) => ofObject(members, isOpen)),
    list: fc.array(tie("member"), { maxLength: 3 }).map(ofList),
  }),
).object;

function ofObject(members: Readonly<Record<string, Holed | "hole">>, isOpen: boolean): Holed {
  const parts = Object.entries(members);
  const pick = (of: (member: Holed) => unknown) =>
    Object.fromEntries(parts.flatMap(([key, member]) => (member === "hole" ? [] : [[key, of(member)]])));
  const holes = parts.flatMap(([key, member]) => (member === "hole" ? [key] : []));
  const free = ["a", "b", "c"].filter((key) => !(key in members));
  const added = isOpen ? Object.fromEntries(free.map((key) => [key, 7])) : {};
  return {
    shown: pick((member) => member.shown),
    fillings: [
      { ...pick((member) => member.fillings[0]), ...Object.fromEntries(holes.map((key) => [key, { a: 8 }])), ...added },
      pick((member) => member.fillings[1]), // holes may be absent too
    ],
    unknown: [...parts.flatMap(([key, member]) => pathsOf(key, member)), ...(isOpen ? [["*"]] : [])],
  };
}

function ofList(members: readonly (Holed | "hole")[]): Holed {
  const fill = (index: 0 | 1) => members.map((member) => (member === "hole" ? [index] : member.fillings[index]));
  return {
    shown: members.map((member) => (member === "hole" ? null : member.shown)),
    fillings: [fill(0), fill(1)],
    unknown: members.flatMap((member, index) => pathsOf(String(index), member)),
  };
}

function pathsOf(key: string, member: Holed | "hole"): UnknownPaths {
  return member === "hole" ? [[key]] : member.unknown.map((path) => [key, ...path]);
}

/** All that a program sees: the ways in are tried one after the other, and errors are swallowed. */
function observe(value: unknown, program: readonly number[]): unknown {
  const seen: unknown[] = [];
  let current = value;
  for (const step of program) {
    if (typeof current !== "object" || current === null) current = value;
    try {
      const found = STEPS[step]?.(Object(current));
      seen.push(typeof found === "object" && found !== null ? typeof found : found);
      current = found;
    } catch {
      seen.push("caught");
    }
  }
  return seen;
}

describe("whatever a rule reads", () => {
  const program = fc.array(fc.nat(STEPS.length - 1), { maxLength: 12 });

  test("it has read an unknown value wherever that could change what it saw", () => {
    fc.assert(
      fc.property(holed, program, ({ shown, fillings, unknown }, steps) => {
        const item = wrapIncomplete(
          { ...ITEM, configuration: Object(shown) },
          unknown.map((path) => ["configuration", ...path]),
        );
        const seen = observe(at(item, "configuration"), steps);
        if (wasUnknownRead(item)) return;
        for (const filling of fillings) expect(observe(filling, steps)).toEqual(seen);
      }),
      { ...RUNS, numRuns: 2000 },
    );
  });

  test("without holes it sees the item as it is", () => {
    fc.assert(
      fc.property(holed, program, ({ shown }, steps) => {
        const item = wrapIncomplete({ ...ITEM, configuration: Object(shown) }, [["ARN"]]);
        expect(observe(at(item, "configuration"), steps)).toEqual(observe(shown, steps));
        expect(wasUnknownRead(item)).toBe(false);
      }),
      RUNS,
    );
  });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const member of Object.values(value)) deepFreeze(member);
    Object.freeze(value);
  }
  return value;
}
