import type { CheckResult } from "@rulewright/sdk";
import { doubtsOf } from "../../doubts.ts";
import { OUTCOMES, label } from "../../outcome.ts";
import { compliantShare, judged } from "../../tally.ts";
import { html, type Markup } from "../markup.ts";
import type { Statistics } from "../statistics.ts";
import { SIGNS, filterHash, grouped, many } from "../words.ts";
import { bar } from "./bar.ts";
import { plotSection, worstFirst, type PlotRow } from "./plot.ts";

/** The headline figure, the counts, and where what is non-compliant sits. */
export function overviewSection(result: CheckResult, statistics: Statistics): Markup {
  const severities: PlotRow[] = [...statistics.severities].map(([severity, tally]) => ({
    name: label(severity),
    filter: { severity },
    tally,
  }));
  const accounts = worstFirst(statistics.accounts, "account");
  const regions = worstFirst(statistics.regions, "region");
  return html`<section id="overview" aria-labelledby="overview-heading" tabindex="-1">
    <h2 id="overview-heading" class="unseen">Overview</h2>
    ${headline(result, statistics)} ${facts(statistics)}
    <div class="plots">
      ${plotSection({ heading: "By severity", noun: "severity", rows: severities })}
      ${plotSection({ heading: "By service", noun: "service", rows: worstFirst(statistics.services, "service") })}
      ${accounts.length > 1 && plotSection({ heading: "By account", noun: "account", rows: accounts })}
      ${regions.length > 1 && plotSection({ heading: "By Region", noun: "Region", rows: regions })}
    </div>
  </section> `;
}

function headline(result: CheckResult, statistics: Statistics): Markup {
  const { errors, notJudged = [] } = result;
  const { all } = statistics;
  const share = compliantShare(all);
  const doubts = doubtsOf(result, many);
  return html`<div class="headline">
    <p class="figure">
      <b>${share ?? "–"}${share !== undefined && html`<small>%</small>`}</b>
      <span>${share === undefined ? "nothing judged" : "of judged evaluations comply"}</span>
    </p>
    <div class="spread">
      <p class="sentence">${sentence(statistics)}</p>
      ${doubts.length > 0 && html`<p class="doubts"><a href="#unjudged">Not all could be judged</a>: ${doubts.join(", ")}.</p>`}
      ${bar(all, "large")}
      <ul class="legend">
        ${OUTCOMES.map((outcome) =>
          legendItem(
            outcome,
            SIGNS[outcome],
            all[outcome],
            label(outcome).toLowerCase(),
            filterHash({ status: outcome }),
          ),
        )}
        ${legendItem("error", "!", errors.length, errors.length === 1 ? "error" : "errors", "#unjudged")}
        ${notJudged.length > 0 && legendItem("undetermined", "?", notJudged.length, "not judged", "#unjudged")}
      </ul>
    </div>
  </div> `;
}

function sentence({ all, nonCompliantResources }: Statistics): string {
  if (judged(all) === 0) return "Nothing was judged compliant or non-compliant.";
  const bad = all["non-compliant"];
  const others =
    bad === 0
      ? "none does not"
      : `${grouped(bad)} do${bad === 1 ? "es" : ""} not, on ${many(nonCompliantResources, "resource")}`;
  return `${grouped(all.compliant)} of ${many(judged(all), "judged evaluation")} comply; ${others}.`;
}

/** What there is none of leads nowhere. */
function legendItem(mark: string, sign: string, number: number, noun: string, href: string): Markup {
  const text = html`<i class="sign ${mark}" aria-hidden="true">${sign}</i><b>${grouped(number)}</b> ${noun}`;
  return number > 0 ? html`<li><a href="${href}">${text}</a></li>` : html`<li class="zero">${text}</li>`;
}

/** Accounts and Regions are named while they are few. */
function facts({ accounts, regions, rules, resources }: Statistics): Markup {
  const named = (tallies: ReadonlyMap<string, unknown>) =>
    tallies.size <= 2 ? [...tallies.keys()].join(", ") || "–" : grouped(tallies.size);
  return html`<dl class="facts">
    <div>
      <dt>${accounts.size === 1 ? "Account" : "Accounts"}</dt>
      <dd>${named(accounts)}</dd>
    </div>
    <div>
      <dt>${regions.size === 1 ? "Region" : "Regions"}</dt>
      <dd>${named(regions)}</dd>
    </div>
    <div>
      <dt>Rules</dt>
      <dd>${grouped(rules.length)}</dd>
    </div>
    <div>
      <dt>Resources</dt>
      <dd>${grouped(resources)}</dd>
    </div>
  </dl> `;
}
