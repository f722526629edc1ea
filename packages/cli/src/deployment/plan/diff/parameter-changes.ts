import type { JsonObject } from "@rulewright/sdk";
import { packParametersOf } from "../release.ts";
import { change, keysOf, objectOf, type Change, type Side } from "./change.ts";
import type { Secrets } from "./secrets.ts";
import { differencesOf, fromTo } from "./values.ts";

/** What differs in the values that parameters are set to, and in how they are declared. */
export function parameterChanges(before: Side, after: Side, secrets: Secrets): Change[] {
  const [was, is] = [before.release.parameters, after.release.parameters];
  const values = keysOf(Object.keys(was), Object.keys(is)).flatMap((name) => {
    if (was[name] === is[name] || isOfCode(name)) return [];
    const message = `stack parameter ${name}${fromTo(was[name], is[name], secrets.isOfStack(name))}`;
    const switchesOn = name === "EnableAutomaticRemediation" && was[name] === "false";
    return [change(switchesOn ? "remediation-automatic" : "parameter-changed", name, message, switchesOn)];
  });
  return [...values, ...declarationChanges(declaredOf(before), declaredOf(after), secrets)];
}

/** Changes of code are told by the rules. */
function isOfCode(name: string): boolean {
  return name.endsWith("CodeKey");
}

/** Parameters as the deployed template declares them. */
function declaredOf({ release, target, stackTemplate }: Side): JsonObject | undefined {
  if (target.topology === "organization-pack") return packParametersOf(release.packTemplate);
  return stackTemplate && objectOf(stackTemplate["Parameters"]);
}

function declarationChanges(was: JsonObject | undefined, is: JsonObject | undefined, secrets: Secrets): Change[] {
  if (!was || !is) return [];
  return keysOf(Object.keys(was), Object.keys(is)).flatMap((name) => {
    const [old, now] = [was[name], is[name]];
    if (isOfCode(name)) return [];
    if (old === undefined) return [change("stack-added", name, `stack parameter ${name} is new`)];
    if (now === undefined) return [change("stack-removed", name, `stack parameter ${name} is gone`)];
    return differencesOf(old, now).map(({ path, was: before, is: after }) => {
      const isDefault = path[0] === "Default";
      const what = isDefault ? "default" : path.join(".");
      const values = fromTo(before, after, isDefault && secrets.isOfStack(name));
      return change("stack-changed", name, `${what} of stack parameter ${name}${values}`);
    });
  });
}
