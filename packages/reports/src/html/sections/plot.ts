import { compliantShare, judged, total, type Tally } from "../../tally.ts";
import { html, type Markup } from "../markup.ts";
import { filterHash, grouped } from "../words.ts";
import { bar } from "./bar.ts";

/** A row of a plot: what it is of, and the facet of the resources table that shows its evaluations. */
export interface PlotRow {
  readonly name: Markup | string;
  readonly filter: Readonly<Record<string, string>>;
  readonly tally: Tally;
}

/** What a plot is of. */
export interface Plot {
  readonly heading: string;
  /** Noun of a row, for `12 more accounts`. */
  readonly noun: string;
  readonly rows: readonly PlotRow[];
}

/** Rows shown at once; the others are folded away. */
const AT_ONCE = 10;
/** Rows in all: what is more is counted. */
const MOST = 1000;

/** A bar plot that is a table: every bar has its numbers beside it, every row leads to its evaluations. */
export function plotSection({ heading, noun, rows }: Plot): Markup {
  const folded = rows.slice(AT_ONCE, MOST);
  const left = rows.length - AT_ONCE - folded.length;
  return html`<section class="plot">
    <h3>${heading}</h3>
    ${plotTable(heading, noun, rows.slice(0, AT_ONCE))}
    ${
      folded.length > 0 &&
      html`<details>
        <summary>${grouped(rows.length - AT_ONCE)} more ${noun}s</summary>
        ${plotTable(`${heading}, continued`, noun, folded)}${left > 0 && html`<p class="note">And ${grouped(left)} more, in the list of evaluations.</p>`}
      </details>`
    }
  </section> `;
}

function plotTable(caption: string, noun: string, rows: readonly PlotRow[]): Markup {
  return html`<table>
    <caption class="unseen">
      ${caption}
    </caption>
    <thead>
      <tr>
        <th scope="col">${noun.charAt(0).toUpperCase() + noun.slice(1)}</th>
        <td></td>
        <th scope="col" class="number">non-compliant</th>
        <th scope="col" class="number">of judged</th>
        <th scope="col" class="number">compliant</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(rowMarkup)}
    </tbody>
  </table>`;
}

function rowMarkup({ name, filter, tally }: PlotRow): Markup {
  const bad = tally["non-compliant"];
  return html`<tr>
    <th scope="row"><a href="${filterHash(filter)}">${name}</a></th>
    <td class="graph">${bar(tally)}</td>
    <td class="number${bad > 0 && " bad"}">${grouped(bad)}</td>
    <td class="number">${grouped(judged(tally))}</td>
    <td class="number">${shareText(tally)}</td>
  </tr> `;
}

/** The share as text: `99.9%`; a dash when nothing was judged. */
export function shareText(tally: Tally): string {
  const share = compliantShare(tally);
  return share === undefined ? "–" : `${share}%`;
}

/** Rows with most that is non-compliant first. */
export function worstFirst(tallies: ReadonlyMap<string, Tally>, facet: string): PlotRow[] {
  return [...tallies]
    .sort(
      ([a, left], [b, right]) =>
        right["non-compliant"] - left["non-compliant"] || total(right) - total(left) || (a < b ? -1 : 1),
    )
    .map(([name, tally]) => ({ name, filter: { [facet]: name }, tally }));
}
