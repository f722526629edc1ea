import { expect, test } from "@jest/globals";
import { metricLine, noCounts } from "./metrics.ts";

test.each([
  ["the function", false, [["FunctionName"]]],
  ["the function and the rule", true, [["FunctionName"], ["FunctionName", "Rule"]]],
])("metrics by %s are counts, and a duration in milliseconds", (_what, byRule, Dimensions) => {
  const names = { FunctionName: "fixture-function", Rule: "a-rule" };
  const line = metricLine({ ...noCounts(), Compliant: 3, Throttles: 1 }, 250, names, byRule);
  expect(line).toMatch(/^\{.*\}\n$/);
  const counts = Object.keys(noCounts()).map((Name) => ({ Name, Unit: "Count" }));
  const Metrics = [...counts, { Name: "Duration", Unit: "Milliseconds" }];
  expect(JSON.parse(line)).toEqual({
    _aws: {
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [{ Namespace: "Rulewright", Dimensions, Metrics }],
    },
    ...names,
    ...noCounts(),
    Compliant: 3,
    Throttles: 1,
    Duration: 250,
  });
});
