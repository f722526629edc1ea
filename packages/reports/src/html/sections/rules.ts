import { label } from "../../outcome.ts";
import { rulesByName, type ReportContext, type ReportRule } from "../../report-context.ts";
import { total } from "../../tally.ts";
import { html, type Markup } from "../markup.ts";
import type { RuleStatistics, Statistics } from "../statistics.ts";
import { filterHash, grouped } from "../words.ts";
import { bar } from "./bar.ts";

/** Every rule that was applied, with its counts. */
export function rulesSection({ rules }: Statistics, context: ReportContext): Markup {
  const known = rulesByName(context);
  return html`<section id="rules" aria-labelledby="rules-heading" tabindex="-1">
<h2 id="rules-heading">Rules</h2>
<div class="wide" role="region" aria-labelledby="rules-heading" tabindex="0">
<table class="rules">
<thead><tr><th scope="col">Severity</th><th scope="col">Rule</th><td></td><th scope="col" class="number">non-compliant</th><th scope="col" class="number">compliant</th><th scope="col" class="number">exempt</th><th scope="col" class="number">undeter&shy;mined</th><th scope="col" class="number">not applicable</th><th scope="col" class="number">errors</th></tr></thead>
<tbody>${rules.map((rule) => ruleRow(rule, known.get(rule.name)))}</tbody>
</table>
</div>
</section>
`;
}

function ruleRow({ name, severity, tally, errors }: RuleStatistics, rule: ReportRule | undefined): Markup {
  const runbook = rule?.remediation?.runbook;
  const link = total(tally) === 0 ? html`${name}` : html`<a href="${filterHash({ rule: name })}">${name}</a>`;
  return html`<tr><td>${severity && html`<span class="severity ${severity}">${label(severity)}</span>`}</td>
<th scope="row">${link}${rule && html`<p>${rule.description}</p>`}${runbook && html`<p>Remediation: <code>${runbook}</code></p>`}</th>
<td class="graph">${bar(tally)}</td>${[
    number(tally["non-compliant"], "bad"),
    number(tally.compliant),
    number(tally.exempt),
    number(tally.undetermined),
    number(tally["not-applicable"]),
    number(errors, "bad"),
  ]}</tr>
`;
}

function number(value: number, mark = ""): Markup {
  return html`<td class="number ${value > 0 ? mark : "zero"}">${grouped(value)}</td>`;
}
