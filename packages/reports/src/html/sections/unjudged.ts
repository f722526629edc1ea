import type { CheckError, CheckEvaluation, CheckResult, NotJudgedResource, Source } from "@rulewright/sdk";
import { outcomeOf } from "../../outcome.ts";
import { html, type Markup } from "../markup.ts";
import { filterHash, grouped, many } from "../words.ts";

/** Rows of a table here; what is more is counted. */
const MOST = 500;

/** What could not be judged: errors, resources that no rule can judge, evaluations for which something was not known. */
export function unjudgedSection({ errors, evaluations, notJudged = [] }: CheckResult): Markup {
  const undetermined = evaluations.filter((evaluation) => outcomeOf(evaluation) === "undetermined");
  const isAll = errors.length + notJudged.length + undetermined.length === 0;
  return html`<section id="unjudged" aria-labelledby="unjudged-heading" tabindex="-1">
    <h2 id="unjudged-heading">Could not be judged</h2>
    ${isAll && html`<p>${evaluations.length > 0 ? "Everything could be judged." : "There was nothing to judge."}</p>`}
    ${errors.length > 0 && errorTable(errors)} ${notJudged.length > 0 && notJudgedTable(notJudged)}
    ${undetermined.length > 0 && undeterminedTable(undetermined)}
  </section> `;
}

function errorTable(errors: readonly CheckError[]): Markup {
  const rows = errors
    .slice(0, MOST)
    .map(({ code, message, rule, resourceType, resourceId, accountId, region, source }) => {
      const where = [resourceType, resourceId, accountId, region].filter((text) => text !== undefined).join(" · ");
      return html`<tr>
        <th scope="row"><code>${code}</code></th>
        <td>${message}</td>
        <td>${rule ?? "–"}</td>
        <td>
          ${where}
          <p><code>${placeText(source)}</code></p>
        </td>
      </tr> `;
    });
  return html`<h3>${many(errors.length, "error")}</h3>
    ${table("Errors", ["Code", "Message", "Rule", "Where"], rows)} ${more(errors.length)}`;
}

function notJudgedTable(resources: readonly NotJudgedResource[]): Markup {
  const rows = resources.slice(0, MOST).map(({ resourceType, logicalId, reason, source }) => {
    return html`<tr>
      <th scope="row"><code>${logicalId}</code></th>
      <td>${reason}</td>
      <td>${resourceType || "–"}</td>
      <td><code>${lineText(source)}</code></td>
    </tr> `;
  });
  return html`<h3>${many(resources.length, "resource")} not judged</h3>
    <p class="note">Resources of templates that could not be read. Rules of their types end undetermined.</p>
    ${table("Resources not judged", ["Resource", "Reason", "Type", "Where"], rows)} ${more(resources.length)}`;
}

/** One row for each rule and what it lacked. */
function undeterminedTable(evaluations: readonly CheckEvaluation[]): Markup {
  const groups = new Map<string, { readonly rule: string; readonly missing: readonly string[]; number: number }>();
  for (const { rule, missing = [] } of evaluations) {
    const key = [rule, ...missing].join("\0");
    const group = groups.get(key) ?? { rule, missing, number: 0 };
    group.number += 1;
    groups.set(key, group);
  }
  const rows = [...groups.values()].sort((a, b) => b.number - a.number || (a.rule < b.rule ? -1 : 1));
  const shown = rows.slice(0, MOST).map(
    ({ rule, missing, number }) =>
      html`<tr>
        <th scope="row"><a href="${filterHash({ status: "undetermined", rule })}">${rule}</a></th>
        <td>${missing.length === 0 ? "–" : missing.map((path) => html`<code class="path">${path}</code> `)}</td>
        <td class="number">${grouped(number)}</td>
      </tr> `,
  );
  return html`<h3>${many(evaluations.length, "undetermined evaluation")}</h3>
    <p class="note">
      The rule read something that is not known of the resource. This is neither compliant nor non-compliant.
    </p>
    ${table("Undetermined evaluations", ["Rule", "Not known", html`<th scope="col" class="number">evaluations</th>`], shown)}
    ${more(rows.length)}`;
}

/** A table of its own name. A heading that is more than text is a cell. */
function table(label: string, headings: readonly (string | Markup)[], rows: readonly Markup[]): Markup {
  const cells = headings.map((heading) =>
    typeof heading === "string" ? html`<th scope="col">${heading}</th>` : heading,
  );
  return html`<div class="wide" role="region" aria-label="${label}" tabindex="0">
    <table class="errors">
      <thead>
        <tr>
          ${cells}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function more(number: number): Markup {
  return number > MOST ? html`<p class="note">And ${grouped(number - MOST)} more, in the JSON output.</p>` : html``;
}

/** A source as people write it: `file:12 LogicalId`. */
function placeText(source: Source): string {
  return [lineText(source), source.logicalId].filter(Boolean).join(" ");
}

function lineText({ file, line }: Source): string {
  return line === undefined ? file : `${file}:${line}`;
}
