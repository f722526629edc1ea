import { expect, test } from "@jest/globals";
import { summarizeEvaluations } from "@rulewright/sdk";
import { CONTEXT, EVERY_OUTCOME, HOSTILE, NOTHING, NOT_JUDGED } from "../fixtures/every-outcome.ts";
import { syntheticResult } from "../fixtures/synthetic-result.ts";
import { encodeData } from "./encode-data.ts";
import { html } from "./markup.ts";
import { evaluationAt, readModel } from "./page/model.ts";
import { PAGE_SCRIPT, PAGE_STYLE } from "./page.generated.ts";
import { toHtml } from "./to-html.ts";

const page = toHtml(EVERY_OUTCOME, CONTEXT);

test("nothing in the page fetches anything", () => {
  expect(page.slice(0, 500)).toContain(
    `http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`,
  );
  expect(/<(link|img|iframe|object|embed)\b|<script[^>]*\ssrc=|\burl\(|@import/.exec(page)).toBeNull();
});

test("texts of resources are text, in the page and in its data", () => {
  expect(page).not.toContain("<script>alert(1)");
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page.match(/<\/script>/g)).toHaveLength(2);
  expect(page).not.toContain("<!--");
  expect(page).toContain("Not authorized &lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(page).toContain("<title>Larkspur &amp; Sons</title>");
});

test("the bundle has nothing that ends its element", () => {
  expect(PAGE_SCRIPT).not.toMatch(/<\/script|<!--/i);
  expect(PAGE_STYLE).not.toMatch(/<\/style/i);
});

test.each([
  ["every outcome", EVERY_OUTCOME],
  ["an organization", syntheticResult(1000)],
  ["nothing", NOTHING],
])("the data gives back every evaluation: %s", (_name, result) => {
  const model = readModel(JSON.parse(JSON.stringify(encodeData(result, {}))));
  expect(Array.from({ length: model.size }, (_none, index) => evaluationAt(model, index))).toEqual(result.evaluations);
});

test("headline, frameworks, rules and what could not be judged need no script", () => {
  expect(page).toContain("<b>50.0<small>%</small></b>");
  expect(page).toContain("1 of 2 judged evaluations comply; 1 does not, on 1 resource.");
  expect(page).toContain("CIS AWS Foundations Benchmark 1.2.0");
  expect(page).toContain("buckets are encrypted");
  expect(page).toContain("sns-topic-encrypted");
  expect(page).toContain("AWS-EnableS3BucketEncryption");
  expect(page).toContain('<code class="path">tags.Owner</code>');
});

test("nothing judged is no per cent", () => {
  const empty = toHtml(NOTHING);
  expect(empty).toContain("<b>–</b>");
  expect(empty).toContain("Nothing was judged compliant or non-compliant.");
  expect(empty).toContain("There was nothing to judge.");
  expect(empty).not.toContain("Everything could be judged.");
  expect(empty).not.toContain("<small>%</small>");
});

test("a share says of what it is, and beside it stands what could not be judged", () => {
  const evaluations = EVERY_OUTCOME.evaluations.filter(({ complianceType }) => complianceType === "COMPLIANT");
  const all = { ...NOTHING, evaluations, ...summarizeEvaluations(evaluations, 0) };
  const clean = toHtml(all);
  expect(clean).toContain("<b>100<small>%</small></b>\n<span>of judged evaluations comply</span>");
  expect(clean).toContain("Everything could be judged.");
  expect(clean).not.toContain('<p class="doubts">');
  const { errors, notJudged = [] } = NOT_JUDGED;
  const doubtful = toHtml({ ...all, errors, notJudged, ...summarizeEvaluations(evaluations, errors.length) });
  expect(doubtful).toContain(
    '<p class="doubts"><a href="#unjudged">Not all could be judged</a>: 2 errors, 2 resources not judged.</p>',
  );
  expect(doubtful).not.toContain("Everything could be judged.");
  expect(page).toContain("</a>: 2 errors, 1 undetermined evaluation.");
});

test("resources that no rule can judge are counted and listed, as text", () => {
  const unjudged = toHtml(NOT_JUDGED);
  expect(unjudged).toContain(
    '<a href="#unjudged"><i class="sign undetermined" aria-hidden="true">?</i><b>2</b> not judged</a>',
  );
  expect(unjudged).toContain("<h3>2 resources not judged</h3>");
  for (const cell of [
    '<th scope="row"><code>Looped</code></th>',
    "<td>Its properties are known at deployment only.</td>",
    "<td><code>templates/bucket.yaml:30</code></td>",
    "<td>It has no Type. &lt;/script&gt;&lt;script&gt;alert(1)",
  ])
    expect(unjudged).toContain(cell);
  expect(unjudged.match(/<script/g)).toHaveLength(2);
  expect(page).not.toContain("not judged</h3>");
});

test("no control character and no override is left in what the page shows", () => {
  const shown = toHtml(NOT_JUDGED, { title: HOSTILE }).replaceAll(/<(style|script)\b[^]*?<\/\1>/g, "");
  expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u);
  expect(shown).toContain("\uFFFD[2J");
});

test("equal results give equal bytes", () => {
  expect(toHtml(EVERY_OUTCOME, CONTEXT)).toBe(page);
});

test("markup escapes every value", () => {
  expect(html`<a href="${`"'<>&`}">${["<", html`<b>${1}</b>`, undefined, false]}</a>`.markup).toBe(
    '<a href="&quot;&#39;&lt;&gt;&amp;">&lt;<b>1</b></a>',
  );
});
