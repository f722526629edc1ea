import { OUTCOMES, type Outcome } from "../../outcome.ts";
import { total, type Tally } from "../../tally.ts";
import { html, raw, type Markup } from "../markup.ts";
import { shareText } from "./plot.ts";

const WIDTH = 10;
const GAP = 2;
const HEIGHT = 100;
/** What occurs is seen, however little it is. */
const LEAST = 8;

/** A column of a strip. */
export interface StripColumn {
  readonly name: string;
  readonly tally: Tally;
}

/** Columns side by side, one for each control, each parted by outcome. A picture of the table below it. */
export function strip(columns: readonly StripColumn[]): Markup {
  const box = `0 0 ${columns.length * WIDTH - GAP} ${HEIGHT}`;
  return html`<svg
    class="strip"
    aria-hidden="true"
    viewBox="${box}"
    preserveAspectRatio="none"
    style="max-width:${columns.length * 1.75}rem"
  >
    ${columns.map(columnMarkup)}
  </svg>`;
}

function columnMarkup({ name, tally }: StripColumn, index: number): Markup {
  let top = 0;
  const parts = heights(tally).map(([outcome, height]) => {
    const part = `<rect class="fill ${outcome}" x="${index * WIDTH}" y="${top.toFixed(1)}" width="${WIDTH - GAP}" height="${height.toFixed(1)}"/>`;
    top += height;
    return raw(part);
  });
  return html`<g><title>${name}: ${shareText(tally)} compliant</title>${parts}</g>`;
}

/** Heights that add up to the whole, the smallest raised to what can be seen. */
function heights(tally: Tally): (readonly [Outcome, number])[] {
  const all = total(tally);
  const present = OUTCOMES.filter((outcome) => tally[outcome] > 0);
  const wanted = present.map((outcome) => Math.max((tally[outcome] / all) * HEIGHT, LEAST));
  const sum = wanted.reduce((added, each) => added + each, 0);
  return present.map((outcome, index) => [outcome, ((wanted[index] ?? 0) / sum) * HEIGHT] as const);
}
