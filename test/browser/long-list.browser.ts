/** Does a long list leave the page quick, and go on by itself when the server was away? */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { assertAccessible, openPage, SCREENS, skip, startChromium } from "./chromium.ts";
import { dirtyRows, ODD_HEADER } from "./lists.ts";
import { startServer, type TestServer } from "./server.ts";

const ROWS = 100_000;
/** A page that is busy for longer feels stuck. Of the processor's time, which other programs cannot lengthen. */
const MOST_TASK_MILLISECONDS = 200;
const folder = mkdtempSync(join(tmpdir(), "binomen-browser-"));

let browser: Browser;
let server: TestServer;
before(async () => {
  if (skip) return;
  [browser, server] = await Promise.all([startChromium(), startServer()]);
});
after(async () => {
  await browser?.close();
  await server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * A list as long as `count`, as a file: what Playwright hands over itself goes through the page. `authors` makes that many
 * different questions of each name.
 */
function fileOf(count: number, authors: number): string {
  const lines = dirtyRows(count).map(
    ([number, name, place]) =>
      `${number};${name && `${name} Author${Number(number) % authors}`};"${place?.replaceAll('"', '""')}";`,
  );
  const path = join(folder, `${count}.csv`);
  writeFileSync(path, [ODD_HEADER.map((title) => `"${title}"`).join(";"), ...lines, ""].join("\r\n"));
  return path;
}

/** An event of Chromium's trace; times in microseconds, `tdur` is what the processor worked, not what others let it wait. */
interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/** The longest task of the page's own thread, in milliseconds of the processor and of the clock. */
function longestTask(trace: Buffer): { cpu: number; wall: number; count: number } {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const mains = new Set(
    traceEvents.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain").map(threadOf),
  );
  const tasks = traceEvents.filter(
    (event) => event.ph === "X" && event.name === "RunTask" && mains.has(threadOf(event)),
  );
  const most = (times: (number | undefined)[]) => Math.round(Math.max(0, ...times.map((time) => time ?? 0)) / 1000);
  return { cpu: most(tasks.map(({ tdur }) => tdur)), wall: most(tasks.map(({ dur }) => dur)), count: tasks.length };
}

test("100,000 rows are read, matched, filtered, sorted and searched, and nothing is lost", { skip }, async (t) => {
  const context = await browser.newContext(SCREENS.desk);
  t.after(() => context.close());
  const { page, problems } = await openPage(context, `${server.url}/list`);
  await page.locator("#names").waitFor();
  await browser.startTracing(page, {
    categories: ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"],
  });
  const begin = performance.now();
  await page.locator("input[type=file]").setInputFiles(fileOf(ROWS, 6));
  await page.getByRole("button", { name: "Match 100,000 rows" }).click();
  await page.getByText(/All 99,000 names are answered/).waitFor({ timeout: 120_000 });
  const seconds = (performance.now() - begin) / 1000;
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
  const { cpu, wall, count } = longestTask(await browser.stopTracing());
  t.diagnostic(`longest of ${count} tasks: ${cpu} ms of the processor, ${wall} ms of the clock`);
  assert.ok(count > 100, `${count} tasks seen`);
  assert.ok(cpu <= MOST_TASK_MILLISECONDS, `${cpu} ms of the processor`);
  await page.reload();
  await page.getByText(/All 99,000 names are answered/).waitFor({ timeout: 120_000 });
  assert.deepEqual(problems, []);
});

test("a list goes on by itself when the server comes back, and after a reload in between", { skip }, async (t) => {
  const context = await browser.newContext(SCREENS.desk);
  t.after(() => context.close());
  const { page, problems } = await openPage(context, `${server.url}/list`);
  await page.locator("#names").waitFor();
  await page.locator("input[type=file]").setInputFiles(fileOf(20_000, 20_000));
  await page.getByRole("button", { name: "Match 20,000 rows" }).click();
  await page.waitForFunction(() => Number(document.querySelector<HTMLProgressElement>("section progress")?.value) > 0);
  await server.kill();
  await page.getByText("Matching goes on by itself").waitFor();
  const done = await page.locator("section.progress progress").evaluate((bar: HTMLProgressElement) => bar.value);
  assert.ok(done > 0 && done < 19_800, `${done} done`);
  await assertAccessible(page, "waiting for the server");
  await server.start();
  await page.getByText(/All 19,800 names are answered/).waitFor({ timeout: 120_000 });
  const counts = await page.locator(".chips .chip").allInnerTexts();
  await page.reload();
  await page.getByText(/All 19,800 names are answered/).waitFor({ timeout: 120_000 });
  await page.locator(".chips .chip").last().waitFor();
  assert.deepEqual(await page.locator(".chips .chip").allInnerTexts(), counts);
  assert.deepEqual(problems, []);
});

test("matching is stopped, stays so after a reload, and goes on when asked to", { skip }, async (t) => {
  const context = await browser.newContext(SCREENS.phone);
  t.after(() => context.close());
  const { page, problems } = await openPage(context, `${server.url}/list`);
  await page.locator("#names").waitFor();
  await page.locator("input[type=file]").setInputFiles(fileOf(20_000, 20_000));
  await page.getByRole("button", { name: "Match 20,000 rows" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("Stopped.").waitFor();
  await assertAccessible(page, "stopped");
  await page.reload();
  await page.getByText("Stopped.").waitFor();
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByText(/All 19,800 names are answered/).waitFor({ timeout: 120_000 });
  assert.deepEqual(problems, []);
});
