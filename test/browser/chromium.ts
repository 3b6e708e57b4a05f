/** How is the page tried? In Debian's Chromium, driven by Playwright; without it the tests say so and are skipped. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const EXECUTABLE = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** `false` when Chromium is there, else why the tests are skipped. */
export const skip = existsSync(EXECUTABLE)
  ? false
  : `${EXECUTABLE} is not there: apt-get install chromium, or name another in CHROMIUM`;

/** Starts Chromium; it looks for nothing outside. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** The sizes at which the page is tried: a desk, and a phone of 390 px. */
export const SCREENS = {
  desk: { viewport: { width: 1280, height: 860 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const;

/** Opens a page; what goes wrong in it is collected in `problems`. A server that is away is no fault of the page. */
export async function openPage(context: BrowserContext, url: string): Promise<{ page: Page; problems: string[] }> {
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !/Failed to load resource|ERR_/.test(message.text()))
      problems.push(message.text());
  });
  await page.goto(url);
  return { page, problems };
}

/** Asserts that axe-core finds nothing, and that it looked at something. */
export async function assertAccessible(page: Page, state: string): Promise<void> {
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate(async () => {
    const found = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return {
      passes: found.passes.length,
      violations: found.violations.map(
        ({ id, impact, nodes }) =>
          `${impact}: ${id}: ${nodes
            .map(({ html }) => html)
            .slice(0, 3)
            .join(" | ")}`,
      ),
    };
  });
  assert.ok(passes > 10, `${state}: axe looked at ${passes} rules only`);
  assert.deepEqual(violations, [], state);
}

/** Asserts that nothing has to be scrolled sideways. */
export async function assertFits(page: Page, state: string): Promise<void> {
  const [content, screen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  const width = page.viewportSize()?.width;
  assert.deepEqual([content, screen], [width, width], state);
}
