import type { CheckResult } from "@rulewright/sdk";
import { html, type Markup } from "../markup.ts";
import { many } from "../words.ts";

/** Where the page's script puts the evaluations; without it, what to read instead. */
export function evaluationsSection({ evaluations }: CheckResult): Markup {
  return html`<section id="evaluations" aria-labelledby="evaluations-heading" tabindex="-1">
      <h2 id="evaluations-heading">Evaluations</h2>
      <noscript
        ><p class="note">
          The list of ${many(evaluations.length, "evaluation")} needs JavaScript. The CSV and JSON outputs hold the
          same.
        </p></noscript
      >
      <div id="app" hidden>
        <div class="controls">
          <div class="search">
            <label for="search">Search</label
            ><input
              id="search"
              type="search"
              autocomplete="off"
              spellcheck="false"
              placeholder="id, name, reason, control …"
            />
          </div>
          <div id="facets"></div>
        </div>
        <div class="bar-line">
          <p id="count" role="status"></p>
          <div id="chips"></div>
          <button type="button" id="download">Download CSV</button>
        </div>
        <p id="print-note" class="note"></p>
        <div id="table"></div>
      </div>
    </section>
    <dialog id="drawer" aria-labelledby="drawer-heading"></dialog> `;
}
