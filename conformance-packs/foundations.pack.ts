import * as rules from "@rulewright/rules";
import { extend, frameworkPack, managedRule, merge, splitPack, type ConformancePack } from "@rulewright/sdk/synthesis";

/**
 * CIS 1.2.0, CIS 5.0.0 and FSBP as one deployment: each rule once, at the strictest bound, since AWS bills every pack's
 * copy of a rule. Deploy this or the three, not both.
 */
export default splitPack(
  merge([packOf("cis-1.2.0"), bothIpTypes(packOf("cis-5.0.0")), packOf("fsbp")], { name: "foundations" }),
);

function packOf(framework: Parameters<typeof frameworkPack>[0]): ConformancePack {
  return frameworkPack(framework, Object.values(rules)).pack;
}

/**
 * CIS 5.0.0 closes ports to IPv4 and to IPv6 in two uses of a rule, FSBP more ports to both in one. That is stricter than
 * either of the two, which no bound says: here one use stands for all three, and `merge` gives it every port.
 */
function bothIpTypes(pack: ConformancePack): ConformancePack {
  const uses = pack.rules.flatMap((entry) =>
    entry.kind === "managed" && entry.identifier === "VPC_SG_PORT_RESTRICTION_CHECK" ? entry : [],
  );
  const restrictPorts = [...new Set(uses.flatMap(({ parameters }) => String(parameters["restrictPorts"]).split(",")))];
  const both = managedRule("VPC_SG_PORT_RESTRICTION_CHECK", { parameters: { restrictPorts } });
  const controls = [...new Set(uses.flatMap((use) => use.controls))];
  return extend(pack, { name: pack.name, drop: uses.map(({ name }) => name), add: [{ ...both, controls }] });
}
