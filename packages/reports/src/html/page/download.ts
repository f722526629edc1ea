import { CSV_HEADER, csvLine } from "../../csv-cells.ts";
import { el } from "./dom.ts";
import { evaluationAt, ruleAt, type Model } from "./model.ts";

/** Lines in one piece of the file. */
const LINES = 1000;

/** Hands the listed evaluations over as a CSV file, in the list's order; the same lines as the CSV output. */
export function downloadCsv(model: Model, rows: Uint32Array): void {
  const pieces = [CSV_HEADER];
  for (let first = 0; first < rows.length; first += LINES) {
    const lines = Array.from(rows.subarray(first, first + LINES), (index) =>
      csvLine(evaluationAt(model, index), ruleAt(model, index).runbook),
    );
    pieces.push(lines.join(""));
  }
  const href = URL.createObjectURL(new Blob(pieces, { type: "text/csv;charset=utf-8" }));
  const day = model.data.generatedAt.slice(0, 10);
  el("a", { href, download: `evaluations-${day}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
