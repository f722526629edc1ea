import { LINT_ERRORS } from "./errors/index.ts";
import { shown } from "../../core/json.ts";
import { LINT_LIMITS } from "./limits.ts";
import { checkManagedIdentifier } from "./managed.ts";
import { memberOf, under, type MapNode, type ScalarNode } from "./node.ts";
import type { PackModel, Resource } from "./pack-model.ts";
import { nearest } from "./report.ts";
import { checkTriggers } from "./triggers.ts";
import { hasPlaceholder, tokenKindOf } from "./tokens.ts";
import { checkKeys, mapsOf, textsOf } from "./values.ts";

const KEYS = ["Owner", "SourceIdentifier", "SourceDetails", "CustomPolicyDetails"];
const OWNERS = ["AWS", "CUSTOM_LAMBDA", "CUSTOM_POLICY"];

/** Checks what runs a rule: a managed rule, a function or a Guard policy, and what starts it. */
export function checkSource(rule: Resource, pack: PackModel): void {
  const given = memberOf(rule.properties, "Source");
  if (given === undefined) {
    pack.report(LINT_ERRORS.VALUE_MISSING, under(rule.properties, "Source"), `Rule ${rule.id} has no Source.`);
  }
  for (const source of mapsOf(given, "Source", pack)) {
    checkKeys(source, KEYS, "Source", pack);
    const owner = memberOf(source, "Owner");
    if (owner === undefined) {
      pack.report(LINT_ERRORS.OWNER, under(source, "Owner"), `The Source of ${rule.id} has no Owner.`);
    }
    for (const name of textsOf(owner, "Owner", pack)) checkOwned(name, source, pack);
  }
}

function checkOwned(owner: ScalarNode, source: MapNode, pack: PackModel): void {
  const identifier = memberOf(source, "SourceIdentifier");
  switch (owner.text) {
    case "AWS":
      checkIdentifier(source, checkManagedIdentifier, pack);
      refusePolicy(source, pack);
      break;
    case "CUSTOM_LAMBDA":
      checkIdentifier(source, checkFunctionArn, pack);
      refusePolicy(source, pack);
      break;
    case "CUSTOM_POLICY":
      if (identifier) {
        const hint = "Remove it: the policy stands in CustomPolicyDetails.";
        pack.report(LINT_ERRORS.POLICY, identifier, "A Guard policy rule has no SourceIdentifier.", hint);
      }
      checkPolicy(source, pack);
      break;
    default:
      pack.report(LINT_ERRORS.OWNER, owner, `There is no owner ${shown(owner.text)}.`, nearest(owner.text, OWNERS));
      return;
  }
  checkTriggers(owner.text, source, pack);
}

function checkIdentifier(
  source: MapNode,
  check: (identifier: ScalarNode, pack: PackModel) => void,
  pack: PackModel,
): void {
  const identifier = memberOf(source, "SourceIdentifier");
  if (identifier === undefined) {
    const hint = "Write the managed rule's identifier, or the ARN of the function.";
    pack.report(LINT_ERRORS.VALUE_MISSING, under(source, "SourceIdentifier"), "Source has no SourceIdentifier.", hint);
  }
  for (const text of textsOf(identifier, "SourceIdentifier", pack)) check(text, pack);
}

const FUNCTION_ARN = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:(\$LATEST|[A-Za-z0-9_-]+))?$/;

function checkFunctionArn(identifier: ScalarNode, pack: PackModel): void {
  const { text } = identifier;
  const token = tokenKindOf(text, pack);
  if (token === "function" || (token === undefined && hasPlaceholder(text))) return; // the latter is reported elsewhere
  if (token !== undefined) {
    pack.report(LINT_ERRORS.TOKEN_UNKNOWN, identifier, `${text} is the token of a ${token}, not of a function.`);
  } else if (text.length > LINT_LIMITS.sourceIdentifierLength || !FUNCTION_ARN.test(text)) {
    pack.report(LINT_ERRORS.FUNCTION_ARN, identifier, `${shown(text)} is no ARN of a Lambda function.`);
  }
}

function refusePolicy(source: MapNode, pack: PackModel): void {
  const details = memberOf(source, "CustomPolicyDetails");
  if (details === undefined) return;
  const hint = "Remove it, or make the owner CUSTOM_POLICY.";
  pack.report(LINT_ERRORS.POLICY, details, "CustomPolicyDetails belong to Guard policy rules.", hint);
}

function checkPolicy(source: MapNode, pack: PackModel): void {
  const { report } = pack;
  const given = memberOf(source, "CustomPolicyDetails");
  if (given === undefined) {
    report(LINT_ERRORS.POLICY, under(source, "CustomPolicyDetails"), "A Guard policy rule needs CustomPolicyDetails.");
  }
  for (const details of mapsOf(given, "CustomPolicyDetails", pack)) {
    checkKeys(details, ["PolicyRuntime", "PolicyText", "EnableDebugLogDelivery"], "CustomPolicyDetails", pack);
    for (const key of ["PolicyRuntime", "PolicyText"]) {
      if (!details.members.has(key)) report(LINT_ERRORS.POLICY, under(details, key), `The Guard policy has no ${key}.`);
    }
    for (const { text, ...place } of textsOf(memberOf(details, "PolicyRuntime"), "PolicyRuntime", pack)) {
      if (text !== "guard-2.x.x") report(LINT_ERRORS.POLICY, place, `There is no PolicyRuntime ${shown(text)}.`);
    }
    for (const { text, ...place } of textsOf(memberOf(details, "PolicyText"), "PolicyText", pack)) {
      if (text.trim() !== "" && text.length <= LINT_LIMITS.guardPolicyLength) continue;
      report(LINT_ERRORS.POLICY, place, `The Guard policy has ${text.length} characters.`);
    }
  }
}
