import { findManagedRule } from "@rulewright/catalog/managed-rules";
import { isObject, type JsonObject } from "@rulewright/sdk";
import { parse } from "yaml";
import { propertiesOf, remediationsOf, rulesOf } from "../deployment/plan/pack-template.ts";
import type { Artifacts } from "../deployment/plan/release.ts";

/** A rule of a pack, as far as it needs something of an account. */
export interface RuleNeeds {
  readonly name: string;
  /** Types that AWS Config must record for it; none for rules that only run on schedule. */
  readonly recordedTypes: readonly string[];
  readonly scope: "global" | "regional";
  /** Regions that have it; all where absent. */
  readonly regions?: readonly string[];
}

/** What a pack needs of an account. */
export interface PackNeeds {
  readonly pack: string;
  readonly rules: readonly RuleNeeds[];
  readonly hasFunctions: boolean;
  readonly hasAutomaticRemediation: boolean;
  /** What its functions run on unless the deployment says otherwise. */
  readonly runtime?: string;
  /** Concurrent executions that its functions reserve together. */
  readonly reservedConcurrency: number;
}

/** Reads what a pack needs from what `synth` wrote. Pure. */
export function packNeeds({ manifest, packTemplate, stackText, stackParameters }: Artifacts): PackNeeds {
  const definitions = rulesOf(packTemplate);
  const runtime = isObject(stackParameters["Runtime"]) ? stackParameters["Runtime"]["Default"] : undefined;
  return {
    pack: manifest.pack,
    rules: manifest.rules.map(({ name, scope, regions }) => ({
      name,
      recordedTypes: recordedTypes(definitions.get(name) ?? {}),
      scope,
      ...(regions ? { regions } : {}),
    })),
    hasFunctions: (manifest.stack?.codeParameters.length ?? 0) > 0,
    hasAutomaticRemediation: [...remediationsOf(packTemplate).values()].some(isAutomatic),
    ...(typeof runtime === "string" ? { runtime } : {}),
    reservedConcurrency: stackText === undefined ? 0 : reservedIn(stackText),
  };
}

/** The rules that are deployed to a Region. */
export function rulesIn({ rules }: PackNeeds, region: string, globalRulesRegion: string): readonly RuleNeeds[] {
  return rules.filter(
    ({ scope, regions }) =>
      (scope === "regional" || region === globalRulesRegion) && (regions?.includes(region) ?? true),
  );
}

function isAutomatic({ Automatic }: JsonObject): boolean {
  return Automatic !== undefined && Automatic !== false; // true, or left to a parameter
}

/** A rule that is started by changes sees nothing of a type that is not recorded, and neither does a hybrid. */
function recordedTypes(rule: JsonObject): readonly string[] {
  const source = isObject(rule["Source"]) ? rule["Source"] : {};
  const managed = source["Owner"] === "AWS" ? findManagedRule(String(source["SourceIdentifier"])) : undefined;
  const isPeriodic = managed
    ? managed.trigger !== "change" && managed.trigger !== "hybrid"
    : !isStartedByChanges(source);
  return isPeriodic ? [] : (scopeOf(rule) ?? managed?.resourceTypes ?? []);
}

function scopeOf({ Scope }: JsonObject): readonly string[] | undefined {
  const types = isObject(Scope) ? Scope["ComplianceResourceTypes"] : undefined;
  return Array.isArray(types) && types.length > 0 ? types.map(String) : undefined;
}

function isStartedByChanges({ SourceDetails }: JsonObject): boolean {
  const details = Array.isArray(SourceDetails) ? SourceDetails.filter(isObject) : [];
  return details.some(({ MessageType }) => MessageType === "ConfigurationItemChangeNotification");
}

function reservedIn(stackText: string): number {
  const template: unknown = parse(stackText, { version: "1.1", logLevel: "silent" });
  const functions = isObject(template) ? propertiesOf(template, "AWS::Lambda::Function") : [];
  return functions.reduce((sum, { ReservedConcurrentExecutions: reserved }) => {
    return sum + (typeof reserved === "number" ? reserved : 0);
  }, 0);
}
