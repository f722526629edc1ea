import { SYNTHESIS_ERRORS } from "./errors.ts";
import type { ConformancePack } from "./pack.ts";
import { packParameters } from "./promotions.ts";
import type { ReportProblem } from "./report-problem.ts";
import { AUTOMATIC_REMEDIATION_SWITCH, GLOBAL_RULES_SWITCH, switchesOf, synthesizePack } from "./synthesize-pack.ts";

/** A name of a template, and what has it. */
export type TemplateName = readonly [name: string, what: "parameter" | "condition" | "resource"];

/** Finds parameters of a pack with the name of a switch, and names that its template would have twice. */
export function checkTemplateNames(pack: ConformancePack, report: ReportProblem): void {
  const reserved = new Set([AUTOMATIC_REMEDIATION_SWITCH, GLOBAL_RULES_SWITCH]);
  for (const { parameter } of switchesOf(pack)) reserved.add(parameter);
  for (const name of packParameters(pack).keys()) {
    if (!reserved.has(name)) continue;
    const message = `The pack's parameter ${name} has the name of a switch, which decides what is deployed.`;
    report(SYNTHESIS_ERRORS.NAME_TAKEN, `${pack.name}.parameters.${name}`, message, ANOTHER_NAME);
  }
  const { Parameters = {}, Conditions = {}, Resources } = synthesizePack(pack);
  checkNamesOnce(pack, "pack", templateNames(Object.keys(Parameters), Conditions, Object.keys(Resources)), report);
}

/** The names of a template's sections. */
export function templateNames(parameters: readonly string[], conditions: object, resources: readonly string[]) {
  return [
    ...parameters.map((name): TemplateName => [name, "parameter"]),
    ...Object.keys(conditions).map((name): TemplateName => [name, "condition"]),
    ...resources.map((name): TemplateName => [name, "resource"]),
  ];
}

const ANOTHER_NAME = "Give it another name: packParameter({ name }).";

/**
 * Reports every name that a template would have twice: a name is one thing's, whatever its section.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export function checkNamesOnce(
  pack: ConformancePack,
  template: "pack" | "stack",
  names: readonly TemplateName[],
  report: ReportProblem,
): void {
  const seen = new Map<string, TemplateName[1]>();
  for (const [name, what] of names) {
    const first = seen.get(name);
    if (first === undefined) seen.set(name, what);
    else if (first === what && what === "resource") {
      report(
        SYNTHESIS_ERRORS.NAME_TAKEN,
        `${pack.name}.${name}`,
        `The ${template} would have two resources named ${name}.`,
      );
    } else if (first === what && what === "parameter") {
      const message = `The pack's parameter ${name} has the name of one of the ${template}'s own.`;
      report(SYNTHESIS_ERRORS.NAME_TAKEN, `${pack.name}.parameters.${name}`, message, ANOTHER_NAME);
    } else if (first === "parameter") {
      const message = `The ${template} would have a parameter and a ${what} named ${name}.`;
      report(SYNTHESIS_ERRORS.NAME_TAKEN, `${pack.name}.parameters.${name}`, message, ANOTHER_NAME);
    } else {
      const message = `The ${template} would have a ${first} and a ${what} named ${name}.`;
      report(SYNTHESIS_ERRORS.NAME_TAKEN, `${pack.name}.${name}`, message);
    }
  }
}
