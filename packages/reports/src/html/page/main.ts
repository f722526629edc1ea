import type { PageData } from "../page-data.ts";
import { grouped } from "../words.ts";
import { byId } from "./dom.ts";
import { downloadCsv } from "./download.ts";
import { createDrawer } from "./drawer.ts";
import { facetsOf } from "./facets.ts";
import { createFilterBar } from "./filter-bar.ts";
import { applyFilter } from "./filter.ts";
import { readModel, type Model } from "./model.ts";
import { startPrint } from "./print.ts";
import { createSearch } from "./search.ts";
import { createSort, type SortKey } from "./sort.ts";
import { EvaluationTable } from "./table.ts";
import { startTheme } from "./theme.ts";
import { FIRST_VIEW, parseHash, toHash, type View } from "./view.ts";

startTheme();
startAnchors();
startList(readModel(readData()));

/** Written into the page by us, in the shape of its type. */
function readData(): PageData {
  const script = byId("data", HTMLScriptElement);
  const data: PageData = JSON.parse(script.textContent);
  script.remove();
  return data;
}

/** Links to sections leave the address alone: it keeps the filter. */
function startAnchors(): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    const id = link?.getAttribute("href")?.slice(1) ?? "";
    if (id === "" || id.includes("=")) return;
    event.preventDefault();
    const section = byId(id, HTMLElement);
    section.scrollIntoView();
    section.focus({ preventScroll: true });
  });
}

function startList(model: Model): void {
  const facets = facetsOf(model);
  const search = createSearch(model);
  const sort = createSort(model);
  let view: View = parseHash(location.hash) ?? FIRST_VIEW;
  let rows: Uint32Array = new Uint32Array();
  const table = new EvaluationTable(model, sortBy, (position) => openDrawer(position));
  const openDrawer = createDrawer(model, { rows: () => rows, onClose: (position) => table.focus(position) });
  const bar = createFilterBar(model, facets, () => view, change);
  byId("table", HTMLElement).append(table.element);
  byId("download", HTMLButtonElement).addEventListener("click", () => downloadCsv(model, rows));
  byId("app", HTMLElement).hidden = false;
  startPrint(table, () => rows);
  addEventListener("hashchange", () => {
    const linked = parseHash(location.hash);
    if (!linked) return;
    view = linked;
    update();
    const section = byId("evaluations", HTMLElement);
    section.scrollIntoView();
    section.focus({ preventScroll: true });
  });
  update();

  function sortBy(key: SortKey): void {
    change({ ...view, order: { key, descending: view.order.key === key && !view.order.descending } });
  }

  function change(next: View): void {
    view = next;
    history.replaceState(null, "", toHash(view) || "#");
    update();
  }

  function update(): void {
    const filtered = applyFilter(model, facets, view.chosen, search(view.query));
    rows = sort(filtered.rows, view.order);
    bar.show(view, filtered);
    table.show(rows, view.order);
    byId("count", HTMLElement).textContent = countText(rows.length, model.size, table.reach);
  }
}

function countText(shown: number, all: number, reach: number): string {
  if (all === 0) return "No evaluations.";
  const text = shown === all ? `${grouped(all)} evaluations` : `${grouped(shown)} of ${grouped(all)} evaluations`;
  return reach < shown ? `${text}; the list ends after ${grouped(reach)}` : text;
}
