import { OUTCOMES, label, type Outcome } from "../../outcome.ts";
import type { ReportContext } from "../../report-context.ts";
import { frameworkNames } from "../framework-names.ts";
import { html, type Markup } from "../markup.ts";
import type { ControlStatistics, Statistics } from "../statistics.ts";
import { SIGNS, filterHash, grouped, many } from "../words.ts";
import { bar } from "./bar.ts";
import { countColumns } from "./counts.ts";
import { strip } from "./strip.ts";

type Titles = ReadonlyMap<string, string | undefined>;

/** Every framework with a picture of its controls; unfolded, control by control. */
export function frameworksSection({ frameworks }: Statistics, context: ReportContext): Markup {
  if (frameworks.size === 0) return html``;
  const names = frameworkNames(frameworks.keys(), context);
  const titles = new Map((context.controls ?? []).map(({ id, title }) => [id, title]));
  return html`<section id="frameworks" aria-labelledby="frameworks-heading" tabindex="-1">
    <h2 id="frameworks-heading">Frameworks</h2>
    <p class="note">
      Controls that a rule of this run checks, a column each. A control complies when every resource that its rules
      judged does, and all of them could be judged.
    </p>
    ${[...frameworks].map(([id, controls]) => frameworkMarkup(id, names.get(id) ?? id, controls, titles))}
  </section> `;
}

function frameworkMarkup(
  framework: string,
  name: string,
  controls: readonly ControlStatistics[],
  titles: Titles,
): Markup {
  const states = controls.map(stateOf);
  const compliant = states.filter((state) => state === "compliant").length;
  const bad = states.includes("non-compliant");
  const columns = countColumns(controls);
  const pictures = controls.map(({ id, tally }) => ({ name: numberIn(framework, id), tally }));
  return html`<details class="framework">
    <summary>
      <span class="name">${name}</span>${strip(pictures)}<span class="count"
        ><b class="${bad ? "bad" : "good"}">${grouped(compliant)}</b> of ${many(controls.length, "control")}
        compl${compliant === 1 ? "ies" : "y"}</span
      >
    </summary>
    <div class="wide" role="region" aria-label="Controls of ${name}" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Control</th>
            <th scope="col">State</th>
            <td></td>
            ${columns.heads}
          </tr>
        </thead>
        <tbody>
          ${controls.map(
            (control) =>
              html`<tr>
                ${controlCells(framework, control, titles.get(control.id))}${columns.cells(control)}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
  </details> `;
}

function controlCells(framework: string, control: ControlStatistics, title: string | undefined): Markup {
  const { id, tally } = control;
  const state = stateOf(control);
  const text = state === "undetermined" ? "Not fully judged" : label(state);
  return html`<th scope="row">
      <a href="${filterHash({ control: id })}"
        ><span class="id">${numberIn(framework, id)}</span>${title && html` ${title}`}</a
      >
    </th>
    <td class="state"><i class="sign ${state}" aria-hidden="true">${SIGNS[state]}</i>${text}</td>
    <td class="graph">${bar(tally)}</td>`;
}

function numberIn(framework: string, id: string): string {
  return id.startsWith(`${framework}/`) ? id.slice(framework.length + 1) : id;
}

/** A control's state: the most pressing of its evaluations, where what does not apply counts last. */
function stateOf({ tally, errors }: ControlStatistics): Outcome {
  if (tally["non-compliant"] > 0) return "non-compliant";
  if (errors > 0 || tally.undetermined > 0) return "undetermined";
  if (tally.compliant > 0) return "compliant";
  return OUTCOMES.find((outcome) => tally[outcome] > 0) ?? "not-applicable";
}
