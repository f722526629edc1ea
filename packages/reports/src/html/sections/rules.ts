import { label } from "../../outcome.ts";
import { rulesByName, type KnownRule, type ReportContext } from "../../report-context.ts";
import { total } from "../../tally.ts";
import { html, type Markup } from "../markup.ts";
import type { RuleStatistics, Statistics } from "../statistics.ts";
import { filterHash } from "../words.ts";
import { bar } from "./bar.ts";
import { countColumns } from "./counts.ts";

/** Every rule that was applied, with its counts. */
export function rulesSection({ rules }: Statistics, context: ReportContext): Markup {
  const known = rulesByName(context);
  const columns = countColumns(rules);
  return html`<section id="rules" aria-labelledby="rules-heading" tabindex="-1">
    <h2 id="rules-heading">Rules</h2>
    <div class="wide" role="region" aria-label="Table of rules" tabindex="0">
      <table class="rules">
        <thead>
          <tr>
            <th scope="col">Severity</th>
            <th scope="col">Rule</th>
            <td></td>
            ${columns.heads}
          </tr>
        </thead>
        <tbody>
          ${rules.map(
            (rule) =>
              html`<tr>
                ${ruleCells(rule, known.get(rule.name))}${columns.cells(rule)}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
  </section> `;
}

function ruleCells({ name, severity, tally }: RuleStatistics, rule: KnownRule | undefined): Markup {
  const runbook = rule?.remediation?.runbook;
  const link = total(tally) === 0 ? html`${name}` : html`<a href="${filterHash({ rule: name })}">${name}</a>`;
  return html`<td>${severity && html`<span class="severity ${severity}">${label(severity)}</span>`}</td>
    <th scope="row">
      ${link}${rule && html`<p>${rule.description}</p>`}${runbook && html`<p>Remediation: <code>${runbook}</code></p>`}
    </th>
    <td class="graph">${bar(tally)}</td>`;
}
