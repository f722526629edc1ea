import { label, type Outcome } from "../../outcome.ts";
import type { Tally } from "../../tally.ts";
import { html, type Markup } from "../markup.ts";
import { grouped } from "../words.ts";

/** What a row of counts is made from. */
export interface Counted {
  readonly tally: Tally;
  readonly errors: number;
}

type Kind = Outcome | "errors";

const KINDS: readonly Kind[] = ["non-compliant", "compliant", "exempt", "undetermined", "not-applicable", "errors"];

/** The count columns of a table: the first two always, of the others those in which anything stands. */
export function countColumns(rows: readonly Counted[]): {
  readonly heads: readonly Markup[];
  cells(row: Counted): readonly Markup[];
} {
  const kinds = KINDS.filter((kind, index) => index < 2 || rows.some((row) => numberOf(row, kind) > 0));
  return {
    heads: kinds.map((kind) => html`<th scope="col" class="number">${nameOf(kind)}</th>`),
    cells: (row) =>
      kinds.map((kind) => {
        const number = numberOf(row, kind);
        const bad = kind === "non-compliant" || kind === "errors" ? "bad" : "";
        return html`<td class="number ${number > 0 ? bad : "zero"}">${grouped(number)}</td>`;
      }),
  };
}

function numberOf({ tally, errors }: Counted, kind: Kind): number {
  return kind === "errors" ? errors : tally[kind];
}

function nameOf(kind: Kind): Markup {
  if (kind === "undetermined") return html`undeter&shy;mined`;
  return html`${kind === "errors" ? kind : label(kind).toLowerCase()}`;
}
