import { describe, expect, test } from "@jest/globals";
import { readItem } from "../items/read-item.ts";
import { readAny } from "./read-delivered.ts";

const DELIVERED = {
  relatedEvents: [],
  relationships: [{ resourceId: "vpc-1", resourceType: "AWS::EC2::VPC", name: "Is contained in Vpc" }],
  configuration: { Policy: '{"a":1}' },
  supplementaryConfiguration: { Other: { b: 2 } },
  tags: { team: "a" },
  configurationItemVersion: "1.3",
  configurationItemCaptureTime: "2026-01-15T11:58:00.000Z",
  configurationStateId: 7,
  awsAccountId: "111122223333",
  configurationItemStatus: "OK",
  resourceType: "AWS::SNS::Topic",
  resourceId: "topic",
  resourceName: null,
  ARN: "arn:aws:sns:eu-west-1:111122223333:topic",
  awsRegion: "eu-west-1",
  availabilityZone: "Not Applicable",
  configurationStateMd5Hash: "",
  resourceCreationTime: null,
};

const ODD = [undefined, null, "", "text", 7, -1.5, [], ["x"], {}, { a: "{}" }, { Tags: '[{"key":"k"}]' }];
const TIMES = [
  "2026-01-15T11:58:00Z",
  "2026-02-30T00:00:00.000Z",
  "2026-13-01T00:00:00.000Z",
  "2026-01-31T23:59:59.999Z",
];

/** Without what is absent, which the long way does not look for. */
function read(raw: unknown) {
  const { absent: _absent, ...rest } = { absent: [], ...readAny(raw) };
  return rest;
}

describe("the short way to an item", () => {
  test("comes to what the long one does", () => {
    expect(read(DELIVERED)).toEqual(readItem(DELIVERED));
  });

  test.each(Object.keys(DELIVERED))("whatever is odd about its %s", (name) => {
    for (const value of [...ODD, ...TIMES, JSON.parse('{"__proto__":"x"}')]) {
      const raw = { ...DELIVERED, [name]: value };
      expect(read(raw)).toEqual(readItem(raw));
    }
  });

  test("is not that of an item that lacks a part", () => {
    expect(readAny(DELIVERED)).toMatchObject({ absent: [] });
    const { tags: _tags, ...raw } = DELIVERED;
    expect(readAny(raw)).toMatchObject({ absent: [["tags", "*"]] });
  });

  test.each([7, null, "text", []])("of what is no item: %j", (raw) => {
    expect(read(raw)).toEqual(readItem(raw));
  });
});
