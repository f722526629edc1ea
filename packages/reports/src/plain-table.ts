import Table from "cli-table3";

/** A column's heading, and the side its cells stand on. */
export type TableColumn = readonly [heading: string, side: "left" | "right"];

/** Draws a table without a frame, as all of ours are; no line ends with spaces. */
export function plainTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: columns.map(([heading]) => heading),
    colAligns: columns.map(([, side]) => side),
    style: { head: [], border: [], compact: true },
    chars: {
      top: "",
      "top-mid": "",
      "top-left": "",
      "top-right": "",
      bottom: "",
      "bottom-mid": "",
      "bottom-left": "",
      "bottom-right": "",
      left: "",
      "left-mid": "",
      mid: "─",
      "mid-mid": "─",
      right: "",
      "right-mid": "",
      middle: "",
    },
  });
  table.push(...rows.map((cells) => [...cells]));
  return table.toString().replaceAll(/[ ]+$/gm, "");
}
