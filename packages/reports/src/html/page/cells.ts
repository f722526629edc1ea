import { label, type Outcome } from "../../outcome.ts";
import { SIGNS } from "../words.ts";
import { el } from "./dom.ts";
import { evaluationAt, outcomeAt, ruleAt, type Model } from "./model.ts";
import type { SortKey } from "./sort.ts";

/** A column of the list. */
export interface Column {
  readonly name: string;
  readonly sort?: SortKey;
}

/** The list's columns, in order. */
export const COLUMNS: readonly Column[] = [
  { name: "Status", sort: "status" },
  { name: "Severity", sort: "severity" },
  { name: "Resource", sort: "resource" },
  { name: "Rule", sort: "rule" },
  { name: "Account", sort: "account" },
  { name: "Region", sort: "region" },
  { name: "Reason", sort: "reason" },
  { name: "Remediation" },
];

/** An outcome with its sign. */
export function outcomeMark(outcome: Outcome): readonly [HTMLElement, string] {
  return [el("i", { class: `sign ${outcome}`, "aria-hidden": "true" }, SIGNS[outcome]), label(outcome)];
}

/** A row of the list: what is judged is a button, everything else is text. */
export function rowOf(model: Model, index: number): { readonly row: HTMLElement; readonly opener: HTMLButtonElement } {
  const evaluation = evaluationAt(model, index);
  const { resourceId, resourceName, resourceType, severity, rule, accountId, region } = evaluation;
  const outcome = outcomeAt(model, index);
  const opener = el(
    "button",
    { type: "button", class: "opener", title: resourceId, tabindex: -1 },
    shortId(resourceId),
  );
  const below = resourceName === undefined ? resourceType : `${resourceName} · ${resourceType}`;
  const reason = reasonOf(evaluation);
  const runbook = outcome === "non-compliant" ? ruleAt(model, index).runbook : undefined;
  const row = el(
    "div",
    { role: "row", class: "row" },
    cell("status", ...outcomeMark(outcome)),
    cell("level", el("span", { class: `severity ${severity}` }, label(severity))),
    cell("resource", opener, el("span", { class: "below", title: below }, below)),
    cell("rule", el("span", { class: "clamp", title: rule }, rule)),
    cell("account", accountId),
    cell("region", region),
    cell("reason", el("span", { class: "clamp", title: reason }, reason)),
    cell("remediation", el("span", { class: "clamp", title: runbook }, runbook ?? "–")),
  );
  return { row, opener };
}

function cell(name: string, ...children: readonly (Node | string)[]): HTMLElement {
  return el("div", { role: "cell", class: name }, ...children);
}

/** Why it came out so: the rule's word, the exemption's, or what is not known. */
export function reasonOf({ annotation, exemption, missing }: ReturnType<typeof evaluationAt>): string {
  if (exemption) return `Exempt until ${exemption.expires}: ${exemption.reason}`;
  if (missing) return `Not known: ${missing.join(", ")}`;
  return annotation ?? "–";
}

/** An ARN without what the columns beside it say. */
function shortId(id: string): string {
  return id.startsWith("arn:") ? id.split(":").slice(5).join(":") || id : id;
}
