/** White space that is more than a space: tabs, line breaks, page breaks. */
const BREAK = /[\t\n\v\f\r\u0085\u2028\u2029]/g;

/**
 * What is not seen and steers what is: control characters (U+0000 to U+001F, U+007F to U+009F), marks, embeddings,
 * overrides and isolates of the writing direction, and halves of a surrogate pair.
 */
const STEERING = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/**
 * Text of an input as a terminal or a document may show it, on one line and in the order in which it is written: a tab
 * or a line break becomes a space, every other control character or directional override U+FFFD, the replacement
 * character. Its length stays the same.
 */
export function inertText(text: string): string {
  return text.replaceAll(BREAK, " ").replaceAll(STEERING, "\uFFFD");
}

/** The same of each line. */
export function inertLines(text: string): string {
  return text.split("\n").map(inertText).join("\n");
}
