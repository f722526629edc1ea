const NARROWEST = 60;
const WIDEST = 100;

/** The columns to fill: the terminal's, within what reads well. */
export function readableWidth(available: number): number {
  return Math.min(Math.max(available, NARROWEST), WIDEST);
}

/** Breaks text between words; the lines after the first are indented by `hanging` more. */
export function wrap(text: string, width: number, indent = 0, hanging = 0): string[] {
  const lines: string[] = [];
  let line = " ".repeat(indent);
  let isEmpty = true;
  for (const word of text.split(" ")) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = " ".repeat(indent + hanging);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/** A heading and indented lines below it; nothing where there are none. */
export function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", heading, ...lines];
}

/** Pairs as two columns. */
export function columns(pairs: readonly (readonly [string, string])[], width: number, indent = 2): string[] {
  const left = Math.max(0, ...pairs.map(([name]) => name.length));
  return pairs.flatMap(([name, text]) => {
    const start = indent + left + 2;
    const [first = "", ...rest] = wrap(text, width, start);
    return [`${" ".repeat(indent)}${name.padEnd(left)}  ${first.trimStart()}`.trimEnd(), ...rest];
  });
}
