import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { chooseDelivered, parseDelivered } from "./delivered-files.ts";
import { deliveryNotes } from "./delivery-notes.ts";

const [A, B] = ["111122223333", "444455556666"] as const;

/** A path as in a bucket; times are `20260304T050607Z`. */
function snapshot(account: string, time: string, { region = "eu-west-1", prefix = "", id = "5f2b" } = {}): string {
  return `${folder(account, region, prefix, time)}/ConfigSnapshot/${account}_Config_${region}_ConfigSnapshot_${time}_${id}.json.gz`;
}

function history(account: string, end: string, { region = "eu-west-1", prefix = "", type = "AWS::SNS::Topic" } = {}) {
  const name = `${account}_Config_${region}_ConfigHistory_${type}_20200101T000000Z_${end}_1.json.gz`;
  return `${folder(account, region, prefix, end)}/ConfigHistory/${name}`;
}

function folder(account: string, region: string, prefix: string, time: string): string {
  const [year, month, day] = [time.slice(0, 4), Number(time.slice(4, 6)), Number(time.slice(6, 8))];
  return `${prefix}AWSLogs/${account}/Config/${region}/${year}/${month}/${day}`;
}

describe("a name tells", () => {
  test("what was delivered, of where and when", () => {
    expect(parseDelivered(history(A, "20260304T060000Z"))).toMatchObject({
      kind: "history",
      place: `${A} eu-west-1`,
      at: Date.UTC(2026, 2, 4, 6),
    });
    const change = `${A}_Config_us-gov-west-1_ChangeNotification_AWS::SNS::Topic_a_b_20260304T060000Z_0.json.gz`;
    expect(parseDelivered(change)).toMatchObject({ kind: "history", place: `${A} us-gov-west-1` });
    expect(parseDelivered(snapshot(A, "20260304T050607Z"))).toMatchObject({ kind: "snapshot" });
  });

  test.each(["evidence.json", `${A}_Config_eu-west-1_ConfigSnapshot_20269904T050607Z_x.json`, "ConfigSnapshot_1.json"])(
    "nothing of %s",
    (name) => {
      expect(parseDelivered(name)).toBeUndefined();
      expect(chooseDelivered([name]).files).toEqual([name]);
    },
  );
});

describe("of each account and Region are judged", () => {
  const choose = (...paths: string[]) => chooseDelivered(paths);

  test("the latest snapshot and no other, whatever prefix and organization stand before it", () => {
    const old = snapshot(A, "20251231T235959Z", { prefix: "logs/o-abc123/" });
    const latest = snapshot(A, "20260101T000000Z", { prefix: "o-abc123/" });
    const elsewhere = snapshot(A, "20250101T000000Z", { region: "us-east-1" });
    const { files, leftOut } = choose(latest, old, elsewhere, "mine.json");
    expect(files).toEqual([latest, elsewhere, "mine.json"]);
    expect(leftOut).toEqual({ snapshots: 1, history: 0, otherServices: 0 });
  });

  test("all snapshots of the latest second", () => {
    const one = snapshot(A, "20260101T000000Z");
    const other = one.replace(/([^_/]*)\.json/, "other-$1.json");
    expect(other).not.toBe(one);
    const { files, leftOut } = choose(one, other, snapshot(A, "20251231T235959Z"));
    expect(files).toEqual([one, other]);
    expect(leftOut.snapshots).toBe(1);
  });

  test("history files that end with the snapshot's second or later", () => {
    const [before, same, after] = ["20260304T050606Z", "20260304T050607Z", "20260304T060000Z"].map((time) =>
      history(A, time),
    );
    const taken = snapshot(A, "20260304T050607Z");
    const { files, leftOut } = choose(before ?? "", same ?? "", after ?? "", taken);
    expect(files).toEqual([same, after, taken]);
    expect(leftOut.history).toBe(1);
  });

  test("all history files where there is no snapshot", () => {
    const both = [history(B, "20260101T000000Z"), history(B, "20260102T000000Z")];
    const { files, withoutSnapshot } = choose(...both, snapshot(A, "20260103T000000Z"));
    expect(files).toEqual(expect.arrayContaining(both));
    expect(withoutSnapshot).toEqual([`${B} eu-west-1`]);
  });

  test("no files of other services, but those that were named", () => {
    const trail = `o-abc123/AWSLogs/o-abc123/${A}/CloudTrail/eu-west-1/2026/1/1/x.json.gz`;
    const digest = `AWSLogs/${A}/CloudTrail-Digest/x.json.gz`;
    const old = snapshot(A, "20250101T000000Z");
    const paths = [trail, digest, old, snapshot(A, "20260101T000000Z"), `AWSLogs/${A}/Config/x.json`];
    const { files, leftOut } = chooseDelivered(paths, new Set([digest, old]));
    expect(files).toEqual(paths.slice(1));
    expect(leftOut).toEqual({ snapshots: 0, history: 0, otherServices: 1 });
  });
});

describe("what is missing", () => {
  test("are whole months between the first file that is judged and the newest of all", () => {
    const { missingMonths } = chooseDelivered([
      snapshot(A, "20251015T000000Z"),
      history(A, "20260110T000000Z"),
      snapshot(B, "20260401T000000Z"),
      snapshot(B, "20240101T000000Z"),
    ]);
    expect([...missingMonths]).toEqual([[`${A} eu-west-1`, ["2025-11", "2025-12", "2026-02", "2026-03"]]]);
  });

  test("is no month that is still under way", () => {
    const { missingMonths } = chooseDelivered([snapshot(A, "20260131T000000Z"), snapshot(B, "20260201T000000Z")]);
    expect([...missingMonths]).toEqual([]);
  });
});

describe("what a person is told", () => {
  const notes = (...paths: string[]) => deliveryNotes(chooseDelivered(paths));

  test("is nothing where everything is judged", () => {
    expect(notes(snapshot(A, "20260101T000000Z"), history(A, "20260102T000000Z"), "mine.json")).toEqual([]);
  });

  test("are counts in one line, and what is missing", () => {
    const latest = snapshot(A, "20251101T000000Z");
    const old = [snapshot(A, "20251001T000000Z"), history(A, "20251001T000000Z"), history(A, "20251002T000000Z")];
    const trail = `AWSLogs/${A}/CloudTrail/x.json.gz`;
    expect(notes(latest, ...old, trail, history(B, "20260301T000000Z"))).toEqual([
      "Left out: 1 older snapshot, 2 history files from before the latest snapshot, 1 file of other services.",
      `No snapshot of ${B} eu-west-1: only resources that history files tell of are judged.`,
      `No file for whole months of ${A} eu-west-1 (2025-12 to 2026-02): changes of that time may be missing.`,
    ]);
  });

  test("names the first of many", () => {
    const accounts = Array.from({ length: 7 }, (_, number) => history(`00000000000${number}`, "20260301T000000Z"));
    expect(notes(...accounts)).toEqual([expect.stringMatching(/000000000004 eu-west-1 and 2 more: /)]);
  });
});

const time = fc
  .record({ month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 28 }), hour: fc.nat({ max: 23 }) })
  .map(({ month, day, hour }) => `2026${two(month)}${two(day)}T${two(hour)}0000Z`);
const two = (number: number) => String(number).padStart(2, "0");
const settings = fc.record({
  region: fc.constantFrom("eu-west-1", "us-east-1"),
  prefix: fc.constantFrom("", "logs/", "o-abc123/"),
});
const tree = fc.uniqueArray(
  fc.oneof(
    fc.tuple(fc.constantFrom(A, B), time, settings).map(([account, at, where]) => snapshot(account, at, where)),
    fc.tuple(fc.constantFrom(A, B), time, settings).map(([account, at, where]) => history(account, at, where)),
    fc.constantFrom("mine.json", `AWSLogs/${A}/Config/ConfigWritabilityCheckFile.json`),
  ),
  { maxLength: 40 },
);

/** The choice by its definition, each file against every other; stamps of one length compare as text. */
function oracle(paths: readonly string[]): ReadonlySet<string> {
  const known = paths.map((path) => {
    const [, place, kind] = /(\d{12}_Config_.*?)_(ConfigSnapshot|ConfigHistory)_/.exec(path) ?? [];
    return { path, place, kind, at: path.match(/\d{8}T\d{6}Z/g)?.at(-1) ?? "" };
  });
  const isOutdated = ({ path, place, kind, at }: (typeof known)[number]) =>
    known.some(
      (other) =>
        place !== undefined &&
        other.place === place &&
        other.kind === "ConfigSnapshot" &&
        (other.at > at || (kind === "ConfigSnapshot" && other.at === at && other.path < path)),
    );
  return new Set(known.filter((file) => !isOutdated(file)).map(({ path }) => path));
}

test("any tree's choice is that of the definition, in whatever order its files come", () => {
  const both = tree.chain((paths) =>
    fc.tuple(fc.constant(paths), fc.shuffledSubarray(paths, { minLength: paths.length })),
  );
  fc.assert(
    fc.property(both, ([paths, shuffled]) => {
      const [choice, other] = [chooseDelivered(paths), chooseDelivered(shuffled)];
      expect(new Set(choice.files)).toEqual(oracle(paths));
      expect(choice.files).toEqual(paths.filter((path) => choice.files.includes(path)));
      expect({ ...other, files: new Set(other.files) }).toEqual({ ...choice, files: new Set(choice.files) });
      const { snapshots, history: changes, otherServices } = choice.leftOut;
      expect(choice.files.length + snapshots + changes + otherServices).toBe(paths.length);
    }),
  );
});
