import { canonicalJson, isObject } from "@rulewright/sdk";
import { isSame, keysOf } from "./change.ts";

/** A longer text is cut. */
const LONGEST = 100;

/** A place in two templates where they differ. */
export interface Difference {
  readonly path: readonly string[];
  readonly was: unknown;
  readonly is: unknown;
}

/** Where two values differ, as deep as both have the same shape; what CloudFormation works out is one value. */
export function differencesOf(was: unknown, is: unknown, path: readonly string[] = []): Difference[] {
  if (isSame(was, is)) return [];
  if (isObject(was) && isObject(is) && !isIntrinsic(was) && !isIntrinsic(is)) {
    return keysOf(Object.keys(was), Object.keys(is)).flatMap((key) => differencesOf(was[key], is[key], [...path, key]));
  }
  if (Array.isArray(was) && Array.isArray(is) && was.length === is.length) {
    return was.flatMap((each, index) => differencesOf(each, is[index], [...path, String(index)]));
  }
  return [{ path, was, is }];
}

function isIntrinsic(value: object): boolean {
  const [key = "", ...others] = Object.keys(value);
  return others.length === 0 && (key === "Ref" || key.startsWith("Fn::"));
}

/** What both values are, where that may be shown and shows the difference: `: 60 → 120`, else ` differs`. */
export function fromTo(was: unknown, is: unknown, isSecret = false): string {
  if (isSecret) return `: ${was === undefined ? "unset" : SECRET} → ${is === undefined ? "unset" : secretAfter(was)}`;
  const [before, after] = [cut(valueText(was)), cut(valueText(is))];
  return before === after ? " differs" : `: ${before} → ${after}`;
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, "")}…` : text;
}

const SECRET = "(secret)";

function secretAfter(was: unknown): string {
  return was === undefined ? SECRET : `another ${SECRET}`;
}

/** A value of a template as people read it; references by what they refer to. */
export function valueText(value: unknown): string {
  if (value === undefined) return "unset";
  if (!isObject(value) || !isIntrinsic(value)) return canonicalJson(value);
  const [[name, argument] = ["", undefined]] = Object.entries(value);
  if (typeof argument === "string") return name === "Fn::Sub" ? argument : `\${${argument}}`;
  if (name === "Fn::GetAtt" && Array.isArray(argument)) return `\${${argument.join(".")}}`;
  return canonicalJson(value);
}
