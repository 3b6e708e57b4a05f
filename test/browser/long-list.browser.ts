/** Does a long list leave the page quick, and go on by itself when the server was away? */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { assertAccessible, openPage, SCREENS, skip, startChromium } from "./chromium.ts";
import { dirtyRows, ODD_HEADER } from "./lists.ts";
import { startServer, type TestServer } from "./server.ts";

const ROWS = 100_000;

let browser: Browser;
let server: TestServer;
before(async () => {
  if (skip) return;
  [browser, server] = await Promise.all([startChromium(), startServer()]);
});
after(async () => {
  await browser?.close();
  await server?.kill();
});

/** A list as long as `count`, in which no name is twice: an odd mark makes each another question. */
function csvOf(count: number): Buffer {
  const lines = dirtyRows(count).map(
    ([number, name, place]) => `${number};${name && `${name} Author${number}`};"${place?.replaceAll('"', '""')}";`,
  );
  return Buffer.from([ODD_HEADER.map((title) => `"${title}"`).join(";"), ...lines, ""].join("\r\n"));
}

/** Has the browser note how long each task of the page takes. */
async function watchTasks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const seen = { longest: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration);
    }).observe({ type: "longtask", buffered: true });
  });
  return () => page.evaluate(() => (globalThis as unknown as { seen: { longest: number } }).seen.longest);
}

test("100,000 rows are read, matched, filtered, sorted and searched, and nothing is lost", { skip }, async (t) => {
  const context = await browser.newContext(SCREENS.desk);
  t.after(() => context.close());
  const { page, problems } = await openPage(context, `${server.url}/list`);
  await page.locator("#names").waitFor();
  const longest = await watchTasks(page);
  const begin = performance.now();
  await page.locator("input[type=file]").setInputFiles({ name: "long.csv", mimeType: "text/csv", buffer: csvOf(ROWS) });
  await page.getByRole("button", { name: "Match 100,000 rows" }).click();
  await page.getByText(/All 99,000 names are answered/).waitFor({ timeout: 120_000 });
  const seconds = (performance.now() - begin) / 1000;
  const whileMatching = await longest();
  await page.getByRole("button", { name: "Sort by Found" }).click();
  await page.locator('[aria-sort="ascending"] >> text=Found').waitFor();
  await page.getByLabel("Search names").fill("quercus");
  await page.waitForFunction(() =>
    /^\d[\d,]* rows$/.test(document.querySelector(".filter-fields [role=status]")?.textContent ?? ""),
  );
  await page.getByLabel("Search names").fill("");
  await page.getByText("100,000 rows", { exact: true }).waitFor();
  for (let wheel = 0; wheel < 20; wheel++) {
    await page.locator(".result-table").hover();
    await page.mouse.wheel(0, 20_000);
    await page.waitForTimeout(30);
  }
  await page.locator("[role=grid]").focus();
  await page.keyboard.press("End");
  await page.locator("#row-99999").waitFor();
  t.diagnostic(`100,000 rows from file to last answer in ${seconds.toFixed(1)} s`);
  t.diagnostic(`longest task: ${whileMatching} ms while matching, ${await longest()} ms in all (0: none above 50 ms)`);
  await page.reload();
  await page.getByText(/All 99,000 names are answered/).waitFor({ timeout: 60_000 });
  assert.deepEqual(problems, []);
});

test("a list goes on by itself when the server comes back, and after a reload in between", { skip }, async (t) => {
  const context = await browser.newContext(SCREENS.desk);
  t.after(() => context.close());
  const { page, problems } = await openPage(context, `${server.url}/list`);
  await page.locator("#names").waitFor();
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "long.csv", mimeType: "text/csv", buffer: csvOf(60_000) });
  // Each answer waits a little, so that there is a middle to stop in.
  await page.getByRole("button", { name: "Match 60,000 rows" }).click();
  await page.waitForFunction(() => Number(document.querySelector<HTMLProgressElement>("section progress")?.value) > 0);
  await server.kill();
  await page.getByText("Matching goes on by itself").waitFor();
  const done = await page.locator("section.progress progress").evaluate((bar: HTMLProgressElement) => bar.value);
  assert.ok(done > 0 && done < 59_400, `${done} done`);
  await assertAccessible(page, "waiting for the server");
  await server.start();
  await page.getByText(/All 59,400 names are answered/).waitFor({ timeout: 60_000 });
  const counts = await page.locator(".chips .chip").allInnerTexts();
  await page.reload();
  await page.getByText(/All 59,400 names are answered/).waitFor({ timeout: 60_000 });
  assert.deepEqual(await page.locator(".chips .chip").allInnerTexts(), counts);
  assert.deepEqual(problems, []);
});

test("matching is stopped, stays so after a reload, and goes on when asked to", { skip }, async (t) => {
  const context = await browser.newContext(SCREENS.phone);
  t.after(() => context.close());
  const { page, problems } = await openPage(context, `${server.url}/list`);
  await page.locator("#names").waitFor();
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "long.csv", mimeType: "text/csv", buffer: csvOf(60_000) });
  await page.getByRole("button", { name: "Match 60,000 rows" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("Stopped.").waitFor();
  await assertAccessible(page, "stopped");
  await page.reload();
  await page.getByText("Stopped.").waitFor();
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByText(/All 59,400 names are answered/).waitFor({ timeout: 60_000 });
  assert.deepEqual(problems, []);
});
