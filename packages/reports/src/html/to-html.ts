import type { CheckResult } from "@rulewright/sdk";
import type { ReportContext } from "../report-context.ts";
import { encodeData } from "./encode-data.ts";
import { html, raw } from "./markup.ts";
import { PAGE_SCRIPT, PAGE_STYLE } from "./page.generated.ts";
import { evaluationsSection } from "./sections/evaluations.ts";
import { frameworksSection } from "./sections/frameworks.ts";
import { headerSection } from "./sections/header.ts";
import { overviewSection } from "./sections/overview.ts";
import { rulesSection } from "./sections/rules.ts";
import { unjudgedSection } from "./sections/unjudged.ts";
import { statisticsOf } from "./statistics.ts";

/** Nothing is fetched, ever: not even by what a resource's name might smuggle in. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * One self-contained HTML page: it fetches nothing, and can be mailed, archived and printed. Headline, plots, rules and
 * what could not be judged are plain HTML; the evaluations are columns of JSON that the page's script lists, searches and
 * filters.
 */
export function toHtml(result: CheckResult, context: ReportContext = {}): string {
  const statistics = statisticsOf(result, context);
  const title = context.title ?? "Compliance report";
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${raw(POLICY)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="${result.tool}" />
        <title>${title}</title>
        ${raw(`<style>${PAGE_STYLE}</style>`)}
      </head>
      <body>
        ${headerSection(result, title)}
        <main>
          ${overviewSection(result, statistics)}${frameworksSection(statistics, context)}${rulesSection(statistics, context)}${evaluationsSection(result)}${unjudgedSection(result)}
        </main>
        ${raw(`<script type="application/json" id="data">${inertJson(encodeData(result, context))}</script>`)}
        ${raw(`<script>${PAGE_SCRIPT}</script>`)}
      </body>
    </html> `;
  return page.markup;
}

/** JSON that no HTML parser takes for a tag or a comment. */
function inertJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", String.raw`\u003c`);
}
