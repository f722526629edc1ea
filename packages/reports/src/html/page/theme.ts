import { byId } from "./dom.ts";

type Theme = "dark" | "light";

const KEY = "rulewright-theme";

/** Lets the reader choose dark or light; until then the system's preference holds. */
export function startTheme(): void {
  const root = document.documentElement;
  const toggle = byId("theme", HTMLButtonElement);
  const system = matchMedia("(prefers-color-scheme: dark)");
  const current = (): Theme => {
    const set = root.dataset["theme"];
    if (set === "dark" || set === "light") return set;
    return system.matches ? "dark" : "light";
  };
  const show = () => {
    const dark = current() === "dark";
    toggle.textContent = dark ? "Light" : "Dark";
    toggle.setAttribute("aria-label", `Switch to ${dark ? "light" : "dark"} mode`);
  };
  const kept = read();
  if (kept) root.dataset["theme"] = kept;
  toggle.addEventListener("click", () => {
    const theme = current() === "dark" ? "light" : "dark";
    root.dataset["theme"] = theme;
    keep(theme);
    show();
  });
  system.addEventListener("change", show);
  toggle.hidden = false;
  show();
}

/** Storage may be refused to a page that is a file. */
function read(): Theme | undefined {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "dark" || kept === "light" ? kept : undefined;
  } catch {
    return undefined;
  }
}

function keep(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // The choice then lasts as long as the page.
  }
}
