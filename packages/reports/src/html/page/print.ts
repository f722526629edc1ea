import { grouped } from "../words.ts";
import { byId } from "./dom.ts";
import type { EvaluationTable } from "./table.ts";

/** Rows on paper; nobody turns the pages of all. */
const MOST_PRINTED = 500;

/** Prepares the page for paper and back: the first rows in full, everything folded away unfolded. */
export function startPrint(table: EvaluationTable, rows: () => Uint32Array): void {
  const note = byId("print-note", HTMLElement);
  let folded: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll<HTMLDetailsElement>("main details:not([open]):not(.menu)")];
    for (const details of folded) details.open = true;
    const all = rows().length;
    note.textContent = all > MOST_PRINTED ? `The first ${grouped(MOST_PRINTED)} of ${grouped(all)} evaluations.` : "";
    table.print(MOST_PRINTED);
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
    note.textContent = "";
    table.print(undefined);
  });
}
