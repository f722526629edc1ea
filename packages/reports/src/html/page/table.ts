import { COLUMNS, rowOf } from "./cells.ts";
import { button, el } from "./dom.ts";
import { at, type Model } from "./model.ts";
import type { Order, SortKey } from "./sort.ts";

/** Rows drawn above and below what is seen. */
const OVERSCAN = 6;
/** Rows at most: browsers end a page's height at some ten million pixels. */
const MOST_ROWS = 300_000;
/** Heights of a row in units of the page's font size; as in the style sheet. */
const ROW_HEIGHT = { wide: 3.25, narrow: 8 } as const;

interface Drawn {
  readonly row: HTMLElement;
  readonly opener: HTMLButtonElement;
}

/** The list of evaluations. Only rows in sight are in the document; one of them takes the tab key, arrows move on. */
export class EvaluationTable {
  readonly element: HTMLElement;
  readonly #model: Model;
  readonly #open: (position: number) => void;
  readonly #body = el("div", { role: "rowgroup", class: "body" });
  readonly #scroller = el("div", { class: "scroller" });
  readonly #table = el("div", { role: "table", "aria-label": "Evaluations" });
  readonly #heads = new Map<SortKey, HTMLElement>();
  readonly #narrow = matchMedia("(max-width: 760px)");
  readonly #drawn = new Map<number, Drawn>();
  #rows: Uint32Array = new Uint32Array();
  #active = 0;
  #height = 0;

  constructor(model: Model, onSort: (key: SortKey) => void, onOpen: (position: number) => void) {
    this.#model = model;
    this.#open = onOpen;
    const head = el("div", { role: "row", "aria-rowindex": 1, class: "row" }, ...this.#headCells(onSort));
    this.#table.append(el("div", { role: "rowgroup", class: "head" }, head), this.#body);
    this.#scroller.append(this.#table);
    this.element = this.#scroller;
    this.#scroller.addEventListener("scroll", () => this.#draw(), { passive: true });
    this.#body.addEventListener("keydown", (event) => this.#onKey(event));
    this.#body.addEventListener("click", (event) => this.#onClick(event));
    new ResizeObserver(() => this.#measure()).observe(this.#scroller);
  }

  /** Shows other rows, or the same in another order, from the top. */
  show(rows: Uint32Array, order: Order): void {
    this.#rows = rows;
    this.#active = 0;
    for (const [key, head] of this.#heads) {
      const sorted = order.descending ? "descending" : "ascending";
      head.setAttribute("aria-sort", key === order.key ? sorted : "none");
    }
    this.#table.setAttribute("aria-rowcount", String(rows.length + 1));
    this.#scroller.scrollTop = 0;
    this.#clear();
    this.#measure();
  }

  /** Rows that scrolling reaches. */
  get reach(): number {
    return Math.min(this.#rows.length, MOST_ROWS);
  }

  /** Puts the focus on a row, and the row in sight. */
  focus(position: number): void {
    if (this.reach === 0) return;
    this.#active = Math.min(Math.max(position, 0), this.reach - 1);
    const top = this.#active * this.#height;
    const { scrollTop, clientHeight } = this.#scroller;
    const room = clientHeight - this.#body.offsetTop;
    if (top < scrollTop) this.#scroller.scrollTop = top;
    else if (top + this.#height > scrollTop + room) this.#scroller.scrollTop = top + this.#height - room;
    this.#draw();
    this.#drawn.get(this.#active)?.opener.focus({ preventScroll: true });
  }

  /** Draws the first rows one below the other, for paper; without a number, rows in sight again. */
  print(most: number | undefined): void {
    this.#clear();
    this.#scroller.classList.toggle("printing", most !== undefined);
    if (most === undefined) {
      this.#measure();
      return;
    }
    this.#body.style.height = "";
    for (const index of this.#rows.slice(0, most)) this.#body.append(rowOf(this.#model, index).row);
  }

  #headCells(onSort: (key: SortKey) => void): HTMLElement[] {
    return COLUMNS.map(({ name, sort }) => {
      const head = el("div", { role: "columnheader", class: name.toLowerCase() });
      if (sort === undefined) {
        head.append(name);
      } else {
        head.append(button({ class: "sorter" }, () => onSort(sort), name));
        this.#heads.set(sort, head);
      }
      return head;
    });
  }

  #measure(): void {
    if (this.#scroller.classList.contains("printing")) return;
    const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.#height = unit * (this.#narrow.matches ? ROW_HEIGHT.narrow : ROW_HEIGHT.wide);
    this.#body.style.height = `${this.reach * this.#height}px`;
    for (const [position, { row }] of this.#drawn) this.#place(row, position);
    this.#draw();
  }

  #draw(): void {
    const first = Math.max(0, Math.floor(this.#scroller.scrollTop / this.#height) - OVERSCAN);
    const seen = Math.ceil(this.#scroller.clientHeight / this.#height) + 2 * OVERSCAN;
    const wanted = new Set<number>(this.reach > 0 ? [this.#active] : []);
    for (let position = first; position < Math.min(first + seen, this.reach); position += 1) wanted.add(position);
    for (const [position, { row }] of this.#drawn) {
      if (wanted.has(position)) continue;
      row.remove();
      this.#drawn.delete(position);
    }
    for (const position of wanted) if (!this.#drawn.has(position)) this.#add(position);
    for (const [position, { opener }] of this.#drawn) opener.tabIndex = position === this.#active ? 0 : -1;
  }

  /** Rows stand in the document in their order, for readers that go by it. */
  #add(position: number): void {
    const drawn = rowOf(this.#model, at(this.#rows, position));
    drawn.row.setAttribute("aria-rowindex", String(position + 2));
    drawn.row.dataset["position"] = String(position);
    this.#place(drawn.row, position);
    const after = [...this.#body.children].find((row) => positionOf(row) > position);
    this.#body.insertBefore(drawn.row, after ?? null);
    this.#drawn.set(position, drawn);
  }

  #place(row: HTMLElement, position: number): void {
    row.style.transform = `translateY(${position * this.#height}px)`;
  }

  #clear(): void {
    this.#drawn.clear();
    this.#body.replaceChildren();
  }

  #onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / this.#height) - 2);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: this.reach - 1,
    };
    const position = moves[event.key];
    if (position === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.focus(position);
  }

  #onClick(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest("[data-position]") : null;
    if (!row || getSelection()?.toString()) return;
    this.#active = positionOf(row);
    this.#draw();
    this.#open(this.#active);
  }
}

function positionOf(row: Element): number {
  return row instanceof HTMLElement ? Number(row.dataset["position"]) : Number.NaN;
}
