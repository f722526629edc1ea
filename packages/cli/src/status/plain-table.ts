import Table from "cli-table3";

type Align = "left" | "right";

/** A table without a frame, as all of ours are. */
export function plainTable(head: readonly string[], colAligns: readonly Align[]): Table.Table {
  return new Table({
    head: [...head],
    colAligns: [...colAligns],
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
}

/** A drawn table, without the spaces that fill its last column. */
export function drawn(table: Table.Table): string {
  return table.toString().replaceAll(/[ ]+$/gm, "");
}
