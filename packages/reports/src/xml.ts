/** What XML 1.0 has no way to write: most control characters, lone surrogates, U+FFFE and U+FFFF. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Text for an attribute or between tags. What XML cannot hold is left out. */
export function xml(text: string): string {
  return text.replaceAll(UNWRITABLE, "").replaceAll(/[&<>"\t\n\r]/g, (character) => ENTITIES[character] ?? "");
}
