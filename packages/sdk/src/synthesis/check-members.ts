import { didYouMean } from "../core/did-you-mean.ts";
import { isObject, shown, type JsonObject } from "../core/json.ts";

/** Takes what is wrong with a member, by its keys joined by dots, or `""` for the whole. */
export type Refuse = (key: string, message: string, hint?: string, severity?: "error" | "warning") => void;

/** Checks the value of a member that is set. */
export type Check = (value: unknown, key: string, refuse: Refuse) => void;

/** A check for each member that there may be. */
export type Checks = Readonly<Record<string, Check>>;

/** Checks the members of an object one by one; what has no check is unknown. */
export function checkMembers(given: JsonObject, checks: Checks, at: string, refuse: Refuse): void {
  for (const name of givenNames(given)) {
    const key = at === "" ? name : `${at}.${name}`;
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check) check(given[name], key, refuse);
    else refuse(key, `${key} is not a setting.`, hintFor(name, Object.keys(checks)));
  }
}

/** The names of members that say something. */
export function givenNames(given: object): string[] {
  return Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

/** The setting that was meant, or all that there are. */
export function hintFor(name: string, known: readonly string[]): string {
  return didYouMean(name, known) || `There are ${known.join(", ")}.`;
}

/** For members whose values are checked elsewhere. */
export const isKnown: Check = () => undefined;

/** A switch. */
export const isBoolean: Check = (value, key, refuse) => {
  if (typeof value !== "boolean") refuse(key, `${key} is ${shown(value)}, neither true nor false.`);
};

/** An integer within bounds, both included. */
export function isInteger([low, high]: readonly [number, number], hint?: string): Check {
  return (value, key, refuse) => {
    if (typeof value === "number" && Number.isInteger(value) && value >= low && value <= high) return;
    refuse(key, `${key} ${shown(value)} is not an integer from ${low} to ${high}.`, hint);
  };
}

/** A text of a form, which the words tell. */
export function isText(form: RegExp, what: string): Check {
  return (value, key, refuse) => {
    if (typeof value !== "string" || !form.test(value)) refuse(key, `${key} ${shown(value)} is not ${what}.`);
  };
}

/** One of a few words. */
export function isOneOf(words: readonly string[]): Check {
  return (value, key, refuse) => {
    if (typeof value === "string" && words.includes(value)) return;
    const hint = typeof value === "string" ? didYouMean(value, words) : "";
    refuse(key, `${key} ${shown(value)} is not one of ${words.join(", ")}.`, hint);
  };
}

/** A list of texts of a form, which the words tell. */
export function isListOf(form: RegExp, what: string): Check {
  return (value, key, refuse) => {
    if (!Array.isArray(value)) return refuse(key, `${key} ${shown(value)} is no list.`);
    for (const each of value) {
      if (typeof each !== "string" || !form.test(each)) refuse(key, `${shown(each)} in ${key} is not ${what}.`);
    }
  };
}

/** An object of settings, each of which is checked. */
export function isSettings(checks: Checks): Check {
  return (value, key, refuse) => {
    if (isObject(value)) checkMembers(value, checks, key, refuse);
    else
      refuse(key, `${key} ${shown(value)} is no object of settings.`, `There are ${Object.keys(checks).join(", ")}.`);
  };
}
