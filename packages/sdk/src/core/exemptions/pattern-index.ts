/** Values filed by patterns, so that a text finds those that may fit without a try of every pattern. */
export interface PatternIndex<T> {
  /** @param scope - Within which the value is found. */
  readonly add: (scope: string, pattern: string, value: T) => void;
  /** Adds every value of which the pattern's beginning or end fits; its middle is still to be tried. */
  readonly collect: (scope: string, text: string, into: Set<T>) => void;
}

/** Tells whether a pattern says how a text begins or ends; of others the index hands over all. */
export function hasAffix(pattern: string): boolean {
  return !pattern.startsWith("*") || !pattern.endsWith("*");
}

/** Makes an index. A text costs a look-up for each length that beginnings and ends of the patterns have. */
export function createPatternIndex<T>(): PatternIndex<T> {
  const filed = new Map<string, T[]>();
  const lengths = { whole: new Set<number>(), beginning: new Set<number>(), end: new Set<number>() };
  return {
    add(scope, pattern, value) {
      const { part, text } = affixOf(pattern);
      lengths[part].add(text.length);
      const key = keyOf(scope, part, text);
      const held = filed.get(key);
      if (held) held.push(value);
      else filed.set(key, [value]);
    },
    collect(scope, text, into) {
      const look = (part: Part, affix: string) => {
        for (const value of filed.get(keyOf(scope, part, affix)) ?? []) into.add(value);
      };
      if (lengths.whole.has(text.length)) look("whole", text);
      for (const length of lengths.beginning) if (length <= text.length) look("beginning", text.slice(0, length));
      for (const length of lengths.end) if (length <= text.length) look("end", text.slice(-length));
    },
  };
}

type Part = "whole" | "beginning" | "end";

/** The longer of what a pattern begins and ends with. */
function affixOf(pattern: string): { readonly part: Part; readonly text: string } {
  const [first = "", ...others] = pattern.split("*");
  const last = others.at(-1);
  if (last === undefined) return { part: "whole", text: pattern };
  return last.length > first.length ? { part: "end", text: last } : { part: "beginning", text: first };
}

function keyOf(scope: string, part: Part, text: string): string {
  return `${scope} ${part} ${text}`;
}
