// Ten rules that read every type of the synthetic snapshots; with RULEWRIGHT_BENCH_FEW in the environment, one type.
import { compliant, defineRule, nonCompliant } from "@rulewright/sdk";
import { CHECKS } from "./offline-checks.mjs";
import { TYPES } from "./snapshot.mjs";

const resourceTypes = process.env.RULEWRIGHT_BENCH_FEW ? [TYPES[0]] : TYPES;
const rule = ([name, reason]) =>
  defineRule({
    name,
    description: `Benchmark: ${reason}`,
    severity: "LOW",
    resourceTypes,
    evaluate: ({ configurationItem }) => (CHECKS[name][1](configurationItem) ? compliant() : nonCompliant(reason)),
  });

export const [one, two, three, four, five, six, seven, eight, nine, ten] = Object.entries(CHECKS).map(
  ([name, [reason]]) => rule([name, reason]),
);
