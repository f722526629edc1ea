import { OUTCOMES, label } from "../../outcome.ts";
import { total, type Tally } from "../../tally.ts";
import { html, type Markup } from "../markup.ts";
import { grouped } from "../words.ts";

/** A bar in parts, one for each outcome that occurs. A picture of numbers that stand beside it: hidden from readers. */
export function bar(tally: Tally, size: "large" | "small" = "small"): Markup {
  if (total(tally) === 0) return html`<span class="bar ${size} empty" aria-hidden="true"></span>`;
  const parts = OUTCOMES.filter((outcome) => tally[outcome] > 0).map((outcome) => {
    const title = `${label(outcome)}: ${grouped(tally[outcome])}`;
    return html`<i class="fill ${outcome}" style="flex-grow:${tally[outcome]}" title="${title}"></i>`;
  });
  return html`<span class="bar ${size}" aria-hidden="true">${parts}</span>`;
}
