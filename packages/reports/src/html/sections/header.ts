import type { CheckResult } from "@rulewright/sdk";
import { html, type Markup } from "../markup.ts";

const DATE = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** The page's header: what this is, when and by what it was made, and the way around. */
export function headerSection({ tool, generatedAt, rulesHash, evaluations }: CheckResult, title: string): Markup {
  const controls = evaluations.some((evaluation) => evaluation.controls.length > 0);
  return html`<a class="skip" href="#evaluations">Skip to the evaluations</a>
    <header>
      <div class="masthead">
        <h1>${title}</h1>
        <p class="made">
          <time datetime="${generatedAt}">${timeText(generatedAt)}</time><span>${tool}</span
          ><span title="SHA-256 over the rules that were applied: ${rulesHash}"
            >rules <code>${rulesHash.slice(0, 12)}</code></span
          >
        </p>
      </div>
      <nav aria-label="Sections">
        <a href="#overview">Overview</a>${controls && html`<a href="#frameworks">Frameworks</a>`}<a href="#rules"
          >Rules</a
        ><a href="#evaluations">Evaluations</a><a href="#unjudged">Not judged</a>
        <button type="button" id="theme" hidden>Dark</button>
      </nav>
    </header> `;
}

/** A time for people, in UTC; the text itself when it is none. */
function timeText(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : `${DATE.format(time)} UTC`;
}
