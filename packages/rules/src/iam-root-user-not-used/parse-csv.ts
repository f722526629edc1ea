/** One field, plain or quoted, and what ends it. */
const FIELD = /("(?:[^"]|"")*"|[^,"\r\n]*)(,|\r\n|\n|\r|$)/y;

/**
 * Splits CSV as RFC 4180 has it into rows of fields, by every rule of quoting. The report is plain today, and a parser
 * of these few lines costs a Lambda less than a library would.
 * @throws Error Where a quote stands that opens or closes no field.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let isOpen = false; // a comma promises one more field
  const field = new RegExp(FIELD);
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const [, value, end] = field.exec(text) ?? [];
    if (value === undefined) throw new Error(`The credential report is not valid CSV at character ${at}.`);
    row.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    isOpen = end === ",";
    if (isOpen) continue;
    rows.push(row);
    row = [];
  }
  if (isOpen) rows.push([...row, ""]);
  return rows;
}
