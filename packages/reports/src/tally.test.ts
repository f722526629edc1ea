import { expect, test } from "@jest/globals";
import { compliantShare, emptyTally, frameworkOf, serviceOf } from "./tally.ts";

test.each([
  [0, 0, undefined],
  [5, 0, "100"],
  [0, 5, "0"],
  [1, 1, "50.0"],
  [99_999, 1, "99.9"],
  [1, 99_999, "<0.1"],
  [50, 21, "70.4"],
])("%d compliant and %d not are %s per cent", (compliant, nonCompliant, share) => {
  expect(compliantShare({ ...emptyTally(), compliant, "non-compliant": nonCompliant })).toBe(share);
});

test.each([
  ["AWS::EC2::Instance", "EC2"],
  ["AWS::::Account", "Account"],
  ["Custom::Thing", "Custom::Thing"],
  ["Vendor::Service::Thing", "Thing"],
])("%s is of %s", (type, service) => {
  expect(serviceOf(type)).toBe(service);
});

test("a control's framework stands before the slash", () => {
  expect(frameworkOf("nist-800-53-r5/AC-2(1)")).toBe("nist-800-53-r5");
  expect(frameworkOf("bare")).toBe("bare");
});
