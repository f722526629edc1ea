import type { ParameterSpec } from "../../core/parameter-spec.ts";
import { LIMITS } from "../errors.ts";

type StringSpec = Extract<ParameterSpec, { type: "string" }>;

/**
 * What JavaScript and Java read alike in a pattern: plain characters, digits and words, classes of these, groups,
 * alternatives and counts.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-regexes.html
 */
const PORTABLE =
  /^(?:[\w :/,@=%#~<>!"';^$.*+|{})-]|\((?!\?)|\(\?:|\?|\\[dw^$.*+?()|{}[\]\\/]|\[\^?(?:[^\\[\]&^]|\\[dw^$.*+?()|{}[\]\\/-])+\])*$/;
const ANY_CHARACTER = "[\\s\\S]";

/** An expression of the texts that a spec takes, as far as CloudFormation reads its pattern alike. */
export function textPattern({ pattern, minLength = 0, maxLength = Infinity }: StringSpec): string | undefined {
  const count = quantifier(minLength, maxLength);
  const length = `${ANY_CHARACTER}${count}`;
  const portable = pattern === undefined ? undefined : portablePattern(pattern);
  if (portable === undefined) return count === "*" ? undefined : length;
  const whole = /^\^([^|]*[^|\\])\$$/.exec(portable)?.[1];
  return whole !== undefined && count === "*" ? whole : `(?=${ANY_CHARACTER}*?(${portable}))${length}`;
}

/** No value has more characters, or elements: Java counts no further than an int. */
const MOST = LIMITS.inputParametersLength;

/** What says in an expression how many there may be; `*` where any number may. */
export function quantifier(least: number, most: number): string {
  const [from, to] = [Math.min(MOST, Math.max(0, Math.ceil(least))), Math.floor(most)];
  if (from === 0 && to > MOST) return "*";
  return to < from || to > MOST ? `{${from},}` : `{${from},${to}}`;
}

/** A pattern as Java takes it, or `undefined`. The dot leaves out one character more there. */
function portablePattern(pattern: string): string | undefined {
  if (!PORTABLE.test(pattern)) return undefined;
  return pattern.replaceAll(/\\.|\[(?:[^\\\]]|\\.)*\]|\./g, (part) =>
    part === "." ? String.raw`[^\n\r\u2028\u2029]` : part,
  );
}
