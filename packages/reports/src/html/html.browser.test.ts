/// <reference lib="dom" />
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from "@jest/globals";
import axe from "axe-core";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { toCsv } from "../csv.ts";
import { CONTEXT, EVERY_OUTCOME, HOSTILE, NOT_JUDGED } from "../fixtures/every-outcome.ts";
import { syntheticResult } from "../fixtures/synthetic-result.ts";
import { toJUnit } from "../junit.ts";
import { toHtml } from "./to-html.ts";

const CANDIDATES = [
  process.env["CHROMIUM_PATH"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const executablePath = CANDIDATES.find((path) => path !== undefined && existsSync(path));
if (executablePath === undefined) {
  console.warn("The HTML report is not tested in a browser: no Chromium at CHROMIUM_PATH or in /usr/bin.");
}

const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const MANY = 100_000;

jest.setTimeout(120_000);

(executablePath === undefined ? describe.skip : describe)("the HTML report in Chromium", () => {
  let browser: Browser;
  let folder: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "rulewright-report-"));
    browser = await chromium.launch({ executablePath: executablePath ?? "", args: ARGUMENTS });
    await writeFile(join(folder, "small.html"), toHtml(EVERY_OUTCOME, CONTEXT));
    await writeFile(
      join(folder, "axe.html"),
      toHtml({ ...NOT_JUDGED, ...syntheticResult(300, 12), errors: EVERY_OUTCOME.errors }, CONTEXT),
    );
    await writeFile(join(folder, "middle.html"), toHtml(syntheticResult(3000, 20)));
  });

  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  /** Opens a report; whatever it logs, throws or fetches is a complaint. */
  async function open(file: string, hash = "", options: BrowserContextOptions = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
    const address = pathToFileURL(join(folder, file)).href;
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("dialog", (dialog) => complaints.push(dialog.message()));
    page.on("request", (request) => {
      if (!request.url().startsWith(address)) complaints.push(request.url());
    });
    await page.goto(address + hash);
    await page.waitForSelector(".scroller");
    return page;
  }

  const count = (page: Page) => page.locator("#count").textContent();
  const labelOf = (page: Page, value: string) => page.locator(`label:has(input[value="${value}"])`);

  async function accessibilityProblems(page: Page): Promise<string[]> {
    await page.addScriptTag({ content: axe.source });
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html}`);
  }

  test("shows every evaluation, and hostile text as text", async () => {
    const page = await open("small.html");
    expect(await count(page)).toBe("5 evaluations");
    expect(await page.locator(".body [role=row]").count()).toBe(5);
    expect(await page.locator(".body [role=row]").first().textContent()).toContain("alert(1)");
    await page.locator(".opener").first().click();
    const text = await page.locator("#drawer").textContent();
    expect(text).toContain(HOSTILE.slice(0, 40));
    for (const part of [
      "Disks get lost.",
      "AWS-EnableS3BucketEncryption",
      "2.1 buckets are encrypted",
      "Bucket",
      "e46b7c6d",
    ]) {
      expect(text).toContain(part);
    }
    expect(await page.locator('#drawer a[href^="javascript:"]').count()).toBe(0);
    const texts = await page.evaluate(() => {
      const titles = [...document.querySelectorAll("[title]")].map((each) => each.getAttribute("title"));
      return [document.body.innerText, ...titles].join("");
    });
    expect(texts).toContain("\uFFFD[2J");
    expect(texts).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u);
    await page.close();
  });

  test("counts in legend, facets and list are equal", async () => {
    const page = await open("middle.html");
    for (const status of ["non-compliant", "undetermined", "exempt", "compliant", "not-applicable"]) {
      const [legend, chip] = await Promise.all([
        page.locator(`.legend a[href="#status=${status}"] b`).textContent(),
        labelOf(page, status).locator(".number").textContent(),
      ]);
      await labelOf(page, status).click();
      expect(chip).toBe(legend);
      expect(await count(page)).toBe(`${legend} of 3,000 evaluations`);
      await page.locator(".clear").click();
    }
    await page.close();
  });

  test("search, facets, chips and the address go together", async () => {
    const page = await open("middle.html");
    await page.fill("#search", "workload-42");
    await expectCount(page, /^\d+ of 3,000/);
    await page.locator("summary", { hasText: /^Rule/ }).click();
    await page.locator(".panel:visible input[type=search]").fill("sns");
    expect(await page.locator(".panel:visible .options label").count()).toBe(3);
    await page.keyboard.press("Escape");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("SUMMARY");
    await labelOf(page, "non-compliant").click();
    expect(page.url()).toMatch(/#q=workload-42&status=non-compliant$/);
    const filtered = await count(page);
    const again = await open("middle.html", new URL(page.url()).hash);
    expect(await count(again)).toBe(filtered);
    expect(await again.inputValue("#search")).toBe("workload-42");
    await again.locator(".clear").click();
    expect(await count(again)).toBe("3,000 evaluations");
    expect(await again.inputValue("#search")).toBe("");
    await Promise.all([page.close(), again.close()]);
  });

  async function expectCount(page: Page, pattern: RegExp): Promise<void> {
    await page.waitForFunction(
      ({ source }) => new RegExp(source).test(document.querySelector("#count")?.textContent ?? ""),
      { source: pattern.source },
      { polling: 20 },
    );
  }

  test("a plot's row leads to its evaluations", async () => {
    const page = await open("middle.html");
    await page.locator('.plot a[href="#service=SNS"]').click();
    await expectCount(page, /^300 of 3,000/);
    expect(await page.locator(".chip").textContent()).toContain("Service: SNS");
    await page.close();
  });

  test("sorts by a column, both ways, and says so", async () => {
    const page = await open("middle.html");
    const head = page.getByRole("columnheader", { name: "Resource" });
    await head.getByRole("button").click();
    expect(await head.getAttribute("aria-sort")).toBe("ascending");
    const first = await page.locator(".opener").first().textContent();
    await head.getByRole("button").click();
    expect(await head.getAttribute("aria-sort")).toBe("descending");
    expect(await page.locator(".opener").first().textContent()).not.toBe(first);
    expect(page.url()).toMatch(/#sort=-resource$/);
    await page.close();
  });

  test("is used by keyboard alone", async () => {
    const page = await open("middle.html");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the evaluations");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("search");
    await page.locator('.opener[tabindex="0"]').focus();
    const position = () => page.evaluate(() => document.activeElement?.closest(".row")?.getAttribute("aria-rowindex"));
    await page.keyboard.press("ArrowDown");
    expect(await position()).toBe("3");
    await page.keyboard.press("End");
    expect(await position()).toBe("3001");
    await page.keyboard.press("Home");
    expect(await position()).toBe("2");
    await page.keyboard.press("Enter");
    expect(await page.locator("#drawer").isVisible()).toBe(true);
    await page.locator("#drawer button", { hasText: "Next" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    expect(await page.locator("#drawer").isVisible()).toBe(false);
    expect(await position()).toBe("3");
    await page.close();
  });

  test("dark by the system's preference, and by choice", async () => {
    const page = await open("small.html", "", { colorScheme: "dark" });
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await ground();
    await page.getByRole("button", { name: "Switch to light mode" }).click();
    const light = await ground();
    expect([dark, light]).toEqual(["rgb(22, 24, 27)", "rgb(251, 251, 250)"]);
    await page.reload();
    expect(await ground()).toBe(light);
    await page.close();
  });

  test.each([
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["narrow", { viewport: { width: 390, height: 844 } }],
  ] as const)("axe finds nothing, %s", async (_name, options) => {
    const page = await open("axe.html", "#status=non-compliant", options);
    for (const details of await page.locator("main details:not(.menu) > summary").all()) await details.click();
    await page.locator("summary", { hasText: /^Rule/ }).click();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.locator(".opener").first().click();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.close();
  });

  test.each([360, 800, 1440])("nothing is wider than %d pixels, menus and drawer included", async (width) => {
    const page = await open("middle.html", "", { viewport: { width, height: 740 } });
    const widest = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await widest()).toBe(width);
    for (const menu of await page.locator(".menu > summary").all()) {
      await menu.click();
      const panel = await page.locator(".panel:visible").boundingBox();
      expect(panel?.x).toBeGreaterThanOrEqual(0);
      expect((panel?.x ?? 0) + (panel?.width ?? 0)).toBeLessThanOrEqual(width);
      await page.keyboard.press("Escape");
    }
    await page.locator(".opener").first().click();
    expect(await widest()).toBe(width);
    await page.close();
  });

  test("the CSV of all rows is the CSV output", async () => {
    const page = await open("small.html", "#sort=status");
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);
    expect(download.suggestedFilename()).toBe("evaluations-2026-11-24.csv");
    const lines = (text: string) => text.split("\r\n").toSorted();
    // A lone surrogate is no UTF-8; a file has the replacement character for it.
    const wanted = Buffer.from([...toCsv(EVERY_OUTCOME, CONTEXT)].join(""), "utf8").toString("utf8");
    expect(lines(await readFile(await download.path(), "utf8"))).toEqual(lines(wanted));
    await page.close();
  });

  test("prints the first rows in full, and comes back", async () => {
    const page = await open("middle.html");
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    expect(await page.locator(".body [role=row]").count()).toBe(500);
    expect(await page.locator("#print-note").textContent()).toBe("The first 500 of 3,000 evaluations.");
    expect(await page.locator("main details:not([open]):not(.menu)").count()).toBe(0);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    expect(await page.locator(".body [role=row]").count()).toBeLessThan(60);
    await page.close();
  });

  test("100,000 evaluations open, scroll and filter without freezing", async () => {
    const result = syntheticResult(MANY);
    await writeFile(join(folder, "many.html"), toHtml(result));
    const page = await open("many.html");
    expect(await count(page)).toBe("100,000 evaluations");
    await page.evaluate(() => document.querySelector<HTMLInputElement>('input[value="non-compliant"]')?.click());
    await page.fill("#search", "port i-00");
    const sought = result.evaluations.filter(({ annotation, resourceId }) => {
      return annotation?.startsWith("Port") && resourceId.startsWith("i-00");
    });
    await expectCount(page, new RegExp(`^${sought.length} of 100,000`));
    await page.locator(".clear").click();
    await page.evaluate(() => document.querySelector(".scroller")?.scrollTo(0, 10_000_000));
    await page.waitForSelector('[aria-rowindex="100001"]');
    expect(await page.locator(".body [role=row]").count()).toBeLessThan(60);
    await page.close();
  });

  test("JUnit output is XML to a browser's parser", async () => {
    const page = await browser.newPage();
    const cases = await page.evaluate(
      (text) => {
        const parsed = new DOMParser().parseFromString(text, "text/xml");
        return parsed.querySelector("parsererror")?.textContent ?? parsed.querySelectorAll("testcase").length;
      },
      [...toJUnit(EVERY_OUTCOME)].join(""),
    );
    expect(cases).toBe(7);
    await page.close();
  });
});

declare global {
  interface Window {
    /** Put into the page by the test. */
    readonly axe: typeof axe;
  }
}
