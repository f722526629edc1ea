import { label } from "../../outcome.ts";
import { frameworkOf } from "../../tally.ts";
import { reasonOf, outcomeMark } from "./cells.ts";
import { button, byId, el } from "./dom.ts";
import { at, evaluationAt, outcomeAt, ruleAt, type Model } from "./model.ts";

/** What the drawer can be turned to. */
export interface DrawerRows {
  /** Positions of the evaluations that are listed. */
  readonly rows: () => Uint32Array;
  /** The list follows to the row last shown. */
  readonly onClose: (position: number) => void;
}

/** Everything about one evaluation, over the list, with a way to the one before and the one after. */
export function createDrawer(model: Model, { rows, onClose }: DrawerRows): (position: number) => void {
  const dialog = byId("drawer", HTMLDialogElement);
  const titles = new Map(model.data.controls);
  let current = 0;
  const show = (position: number, focus: "earlier" | "later" | "close") => {
    current = position;
    const last = rows().length - 1;
    const earlier = button({ disabled: position === 0 }, () => show(position - 1, "earlier"), "↑ Previous");
    const later = button({ disabled: position === last }, () => show(position + 1, "later"), "↓ Next");
    const close = button({}, () => dialog.close(), "Close");
    const bar = el("div", { class: "drawer-bar" }, earlier, later, close);
    dialog.replaceChildren(bar, ...contents(model, at(rows(), position), titles));
    dialog.scrollTop = 0;
    if (!dialog.open) dialog.showModal();
    const target = { earlier, later, close }[focus];
    (target.disabled ? close : target).focus();
  };
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => onClose(current));
  return (position) => show(position, "close");
}

function contents(model: Model, index: number, titles: ReadonlyMap<string, string | 0>): HTMLElement[] {
  const evaluation = evaluationAt(model, index);
  const rule = ruleAt(model, index);
  const { resourceId, resourceName, resourceType, accountId, region, severity, exemption, source } = evaluation;
  const line = source.line === undefined ? source.file : `${source.file}:${source.line}`;
  return [
    el(
      "p",
      { class: "verdict" },
      ...outcomeMark(outcomeAt(model, index)),
      el("span", { class: `severity ${severity}` }, label(severity)),
    ),
    el("h2", { id: "drawer-heading" }, resourceId),
    el("p", { class: "reason" }, reasonOf(evaluation)),
    details([
      ["Rule", evaluation.rule],
      ["Description", rule.description],
      ["Rationale", rule.rationale],
      ["Remediation", rule.runbook && el("code", {}, rule.runbook)],
      ["Resource type", resourceType],
      ["Resource name", resourceName],
      ["Account", accountId],
      ["Region", region],
      ["Annotation", exemption ? evaluation.annotation : undefined],
      ["Exempt by", exemption && `${exemption.owner}, until ${exemption.expires}`],
      ["Controls", controlList(model, evaluation.controls, titles)],
      ["Source", el("code", {}, line)],
      ["Logical id", source.logicalId && el("code", {}, source.logicalId)],
      ["Configuration captured", evaluation.configurationItemCaptureTime],
      ["Parameters’ hash", el("code", {}, evaluation.parametersHash)],
      ["References", referenceList(rule.references)],
    ]),
  ];
}

function details(entries: readonly (readonly [string, Node | string | undefined])[]): HTMLElement {
  const shown = entries.flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [el("dt", {}, name), el("dd", {}, value)],
  );
  return el("dl", {}, ...shown);
}

function controlList(
  { data }: Model,
  controls: readonly string[],
  titles: ReadonlyMap<string, string | 0>,
): HTMLElement | undefined {
  if (controls.length === 0) return undefined;
  const names = new Map(Object.entries(data.frameworks));
  const groups = new Map<string, string[]>();
  for (const control of controls) {
    const framework = frameworkOf(control);
    groups.set(framework, [...(groups.get(framework) ?? []), control]);
  }
  const blocks = [...groups].flatMap(([framework, ids]) => [
    el("h3", {}, names.get(framework) ?? framework),
    el("ul", {}, ...ids.map((id) => controlItem(id.slice(framework.length + 1) || id, titles.get(id)))),
  ]);
  return el("div", { class: "control-list" }, ...blocks);
}

function controlItem(number: string, title: string | 0 | undefined): HTMLElement {
  return el("li", {}, el("b", {}, number), title ? ` ${title}` : "");
}

/** Only addresses of the web become links. */
function referenceList(references: readonly string[] | undefined): HTMLElement | undefined {
  const web = references?.filter((each) => each.startsWith("https://")) ?? [];
  if (web.length === 0) return undefined;
  const links = web.map((href) => el("li", {}, el("a", { href, rel: "noreferrer", target: "_blank" }, href)));
  return el("ul", {}, ...links);
}
