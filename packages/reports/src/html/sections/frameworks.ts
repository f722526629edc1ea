import { OUTCOMES, label, type Outcome } from "../../outcome.ts";
import type { ReportContext } from "../../report-context.ts";
import { emptyTally } from "../../tally.ts";
import { frameworkNames } from "../framework-names.ts";
import { html, type Markup } from "../markup.ts";
import type { ControlStatistics, Statistics } from "../statistics.ts";
import { SIGNS, filterHash, grouped, many } from "../words.ts";
import { bar } from "./bar.ts";

/** Every framework with a bar over its controls; unfolded, control by control. */
export function frameworksSection({ frameworks }: Statistics, context: ReportContext): Markup {
  if (frameworks.size === 0) return html``;
  const names = frameworkNames(frameworks.keys(), context);
  const titles = new Map((context.controls ?? []).map(({ id, title }) => [id, title]));
  return html`<section id="frameworks" aria-labelledby="frameworks-heading" tabindex="-1">
<h2 id="frameworks-heading">Frameworks</h2>
<p class="note">Only controls that a rule of this run checks. A control complies when every resource its rules judged does, and all of them could be judged.</p>
${[...frameworks].map(([id, controls]) => frameworkMarkup(id, names.get(id) ?? id, controls, titles))}
</section>
`;
}

function frameworkMarkup(
  framework: string,
  name: string,
  controls: readonly ControlStatistics[],
  titles: ReadonlyMap<string, string | undefined>,
): Markup {
  const states = emptyTally();
  for (const control of controls) states[stateOf(control)] += 1;
  return html`<details class="framework">
<summary><span class="name">${name}</span>${bar(states)}<span class="count">${grouped(states.compliant)} of ${many(controls.length, "control")} compl${states.compliant === 1 ? "ies" : "y"}${states["non-compliant"] > 0 && html`, <b class="bad">${grouped(states["non-compliant"])} ${states["non-compliant"] === 1 ? "does" : "do"} not</b>`}</span></summary>
<table>
<caption class="unseen">Controls of ${name}</caption>
<thead><tr><th scope="col">Control</th><th scope="col">State</th><td></td><th scope="col" class="number">non-compliant</th><th scope="col" class="number">compliant</th><th scope="col" class="number">other</th></tr></thead>
<tbody>${controls.map((control) => controlRow(framework, control, titles.get(control.id)))}</tbody>
</table>
</details>
`;
}

function controlRow(framework: string, control: ControlStatistics, title: string | undefined): Markup {
  const { id, tally, errors } = control;
  const state = stateOf(control);
  const others: readonly Outcome[] = ["exempt", "undetermined", "not-applicable"];
  const rest = [
    ...others.filter((each) => tally[each] > 0).map((each) => `${grouped(tally[each])} ${label(each).toLowerCase()}`),
    ...(errors > 0 ? [many(errors, "error")] : []),
  ];
  const number = id.startsWith(`${framework}/`) ? id.slice(framework.length + 1) : id;
  return html`<tr><th scope="row"><a href="${filterHash({ control: id })}"><span class="id">${number}</span>${title && html` ${title}`}</a></th>
<td class="state"><i class="sign ${state}" aria-hidden="true">${SIGNS[state]}</i>${stateText(state)}</td><td class="graph">${bar(tally)}</td>
<td class="number${tally["non-compliant"] > 0 && " bad"}">${grouped(tally["non-compliant"])}</td><td class="number">${grouped(tally.compliant)}</td><td class="number">${rest.join(", ") || "–"}</td></tr>
`;
}

/** A control's state: the most pressing of its evaluations, where what does not apply counts last. */
function stateOf({ tally, errors }: ControlStatistics): Outcome {
  if (tally["non-compliant"] > 0) return "non-compliant";
  if (errors > 0 || tally.undetermined > 0) return "undetermined";
  if (tally.compliant > 0) return "compliant";
  return OUTCOMES.find((outcome) => tally[outcome] > 0) ?? "not-applicable";
}

function stateText(state: Outcome): string {
  return state === "undetermined" ? "Not fully judged" : label(state);
}
