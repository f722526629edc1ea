/** Tells whether a text fits. */
export type TextTest = (text: string) => boolean;

/** Tells a pattern from a text that stands for itself. */
export function isPattern(text: string): boolean {
  return text.includes("*");
}

/** Tells a pattern that fits everything. */
export function fitsAll(pattern: string): boolean {
  return /^\*+$/.test(pattern);
}

/**
 * The test of a pattern: `*` stands for any text, also none; everything else for itself, and case counts. Goes through
 * a text once a part of the pattern and never back, unlike a regular expression made of it.
 */
export function toTextTest(pattern: string): TextTest {
  const [first = "", ...parts] = pattern.split("*");
  const last = parts.pop();
  if (last === undefined) return (text) => text === pattern;
  return (text) => {
    const end = text.length - last.length;
    if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const part of parts) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= end;
  };
}

/** The test of a list of patterns, of which one has to fit. */
export function toListTest(patterns: readonly string[]): TextTest {
  if (patterns.some(fitsAll)) return () => true;
  const exact = new Set(patterns.filter((pattern) => !isPattern(pattern)));
  const tests = patterns.filter(isPattern).map(toTextTest);
  if (tests.length === 0) return (text) => exact.has(text);
  const [only] = tests;
  if (only && patterns.length === 1) return only;
  return (text) => exact.has(text) || tests.some((test) => test(text));
}
