/**
 * How does the page look? Makes the pictures of docs/: `npm run screenshots`.
 *
 * A server of its own with the bundled backbone, so that anybody gets the same pictures. To be looked at after every
 * change of the page.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { writeXlsx } from "../../src/tables/write-workbook.ts";
import { openPage, SCREENS, startChromium } from "./chromium.ts";
import { dirtyRows, ODD_HEADER } from "./lists.ts";
import { startServer } from "./server.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "docs", "images");
const ROWS = 1000;

mkdirSync(FOLDER, { recursive: true });
const [browser, server] = await Promise.all([startChromium(), startServer()]);
/** Each round: how its pictures are called, and which of them are kept. */
const ROUNDS = [
  { suffix: "desk", screen: "desk", colorScheme: "light", locale: "en", kept: /./ },
  { suffix: "dark", screen: "desk", colorScheme: "dark", locale: "en", kept: /^name|^review/ },
  { suffix: "phone", screen: "phone", colorScheme: "light", locale: "es", kept: /^name|^results|^review/ },
] as const;
try {
  for (const { suffix, screen, colorScheme, locale, kept } of ROUNDS) {
    const context = await browser.newContext({ ...SCREENS[screen], colorScheme, locale });
    const { page } = await openPage(context, server.url);
    const shot = async (name: string) => {
      if (kept.test(name)) await page.screenshot({ path: join(FOLDER, `${name}-${suffix}.png`) });
    };
    await page.locator("footer span").waitFor();
    await shot("start");
    await page.goto(`${server.url}/?name=${encodeURIComponent("Rhododendron ferrugineumm L., 1753")}`);
    await page.locator(".answer-name .name-link").waitFor();
    await page.locator(".anatomy").waitFor();
    await settled(page);
    await shot("name");
    await page.goto(`${server.url}/species/4232`);
    await page.locator(".usage-head h1").waitFor();
    await settled(page);
    await shot("usage");
    await page.goto(`${server.url}/list`);
    const buffer = Buffer.from(writeXlsx(ODD_HEADER, dirtyRows(ROWS)));
    await page.locator("input[type=file]").setInputFiles({ name: "Herbarium 2024.xlsx", mimeType: "", buffer });
    await page.locator(".preview table").waitFor();
    await settled(page);
    await shot("preview");
    await page.locator(".preview button.primary").click();
    await page.locator(".progress.is-done").waitFor();
    await page.locator("#row-3").waitFor();
    await settled(page);
    await shot("results");
    await page.locator(".filter-ambiguous").click();
    await page.locator("#row-0").click();
    await page.locator(".candidate").nth(1).waitFor();
    await settled(page);
    await shot("review");
    await context.close();
  }
} finally {
  await browser.close();
  await server.kill();
}

/** Nothing is under way any more. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
}
