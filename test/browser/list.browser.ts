/** Does a list go all the way: opened, read as it should be, matched, looked at, decided, kept, taken home? */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { readTable } from "../../src/tables/table.ts";
import { openWorkbook } from "../../src/tables/workbook.ts";
import { writeXlsx } from "../../src/tables/write-workbook.ts";
import { assertAccessible, assertFits, openPage, SCREENS, skip, startChromium } from "./chromium.ts";
import { dirtyRows, ODD_HEADER } from "./lists.ts";
import { startServer, type TestServer } from "./server.ts";

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

const rows = dirtyRows(1000);
const named = rows.filter(([, name]) => name !== "").length;
const workbook = { name: "Käfer 2024.xlsx", mimeType: "", buffer: Buffer.from(writeXlsx(ODD_HEADER, rows)) };

/** Opens the file that people would drop, up to its preview. */
async function openFile(page: Page, file: typeof workbook): Promise<void> {
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByRole("heading", { name: "Is it read as it should be?" }).waitFor();
}

/** The text of an element, `""` for none. */
const textOf = async (element: Locator) => (await element.textContent()) ?? "";

/** The text of a row of the table of results. */
const rowText = (page: Page, place: number) => textOf(page.locator(`#row-${place}`));

async function countOf(page: Page, filter: string): Promise<number> {
  const text = await textOf(page.locator(".chips .chip", { hasText: filter }).locator(".count"));
  return Number(text.replaceAll(",", ""));
}

for (const screen of ["desk", "phone"] as const)
  test(`a workbook of 1,000 names with odd columns goes all the way on a ${screen}`, { skip }, async (t) => {
    const context = await browser.newContext({ ...SCREENS[screen], acceptDownloads: true });
    t.after(() => context.close());
    const { page, problems } = await openPage(context, `${server.url}/list`);
    await page.locator("#names").waitFor();
    await assertAccessible(page, "an empty list");
    await assertFits(page, "an empty list");

    await openFile(page, workbook);
    assert.match(await textOf(page.locator(".preview .about")), /Käfer 2024\.xlsx · 1,000 rows, 4 columns/);
    const roleOf = (column: string) => page.getByLabel(`What column “${column}” holds`);
    assert.equal(await roleOf("Was gefunden wurde").inputValue(), "scientificName");
    await assertAccessible(page, "a preview");
    await assertFits(page, "a preview");
    // By hand: another column, and back again.
    await roleOf("Ort; Datum").selectOption("scientificName");
    assert.equal(await roleOf("Was gefunden wurde").inputValue(), "");
    await roleOf("Was gefunden wurde").selectOption("scientificName");
    await roleOf("family").selectOption("family");
    await page.getByRole("button", { name: "Match 1,000 rows" }).click();
    await page.getByText(`All ${named} names are answered`).waitFor();
    await assertAccessible(page, "results");
    await assertFits(page, "results");
    assert.equal(await countOf(page, "All"), 1000);
    assert.ok((await countOf(page, "Spelling differs")) > 300);
    assert.ok((await countOf(page, "Undecided")) >= 10);

    // Homonyms: candidates side by side; one is picked, for all rows with this name.
    await page.locator(".chip", { hasText: "Undecided" }).click();
    await page.getByLabel("Search names").fill("oenanthe");
    await page.getByText("10 rows", { exact: true }).waitFor();
    await page.locator("#row-0").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("What would decide").waitFor();
    await dialog.locator(".candidate").nth(1).waitFor();
    await assertAccessible(page, "a row that is looked at");
    await assertFits(page, "a row that is looked at");
    await dialog.getByRole("button", { name: /This one.*Oenanthe L\./ }).click();
    await dialog.getByText("picked by you, for 10 rows").waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    await page.getByText("No row is like that").waitFor();
    await assertAccessible(page, "nothing to show");

    // One is rejected, taken back, and rejected again.
    await page.locator(".chip", { hasText: "Needs a look" }).click();
    await page.getByLabel("Search names").fill("");
    const before = await countOf(page, "Needs a look");
    await page.locator("#row-0").click();
    await dialog.locator(".candidate, .hint").first().waitFor();
    const rejected = await textOf(dialog.locator(".written .verbatim"));
    await dialog.getByRole("button", { name: "None of these" }).click();
    await dialog.getByText("none of these").first().waitFor();
    await dialog.getByRole("button", { name: "Undo" }).click();
    await dialog.getByRole("button", { name: "Close" }).click();
    await page.waitForFunction(
      (wanted) => document.querySelector(".filter-look .count")?.textContent?.replaceAll(",", "") === String(wanted),
      before,
    );
    await page.locator("#row-0").click();
    await dialog.getByRole("button", { name: "None of these" }).click();
    await dialog.getByText(/none of these(,|\.)/).waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();

    // Everything is there again after a reload.
    await page.reload();
    await page.getByText(`All ${named} names are answered`).waitFor();
    await page.locator(".chip", { hasText: "Decided by you" }).click();
    const decided = await countOf(page, "Decided by you");
    assert.ok(decided >= 11, `${decided} decided`);
    await assertFits(page, "after a reload");

    // Taken home: all columns and decisions, in CSV and XLSX alike.
    const downloaded = async (form: "CSV" | "Excel (XLSX)") => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: `Download: ${form}` }).click(),
      ]);
      assert.equal(download.suggestedFilename(), `Käfer 2024-matched.${form === "CSV" ? "csv" : "xlsx"}`);
      return readFile(await download.path());
    };
    const csv = await downloaded("CSV");
    const xlsx = await downloaded("Excel (XLSX)");
    const table = readTable(csv.toString("utf8")).rows;
    const trimmed = (all: readonly (readonly string[])[]) => all.map((cells) => cells.join("\t").trimEnd());
    assert.deepEqual(trimmed(openWorkbook(xlsx).rows("names")), trimmed(table));
    assert.equal(table.length, 1001);
    assert.deepEqual(table[0]?.slice(0, 4), ODD_HEADER);
    assert.deepEqual(trimmed(table.slice(1).map((cells) => cells.slice(0, 4))), trimmed(rows));
    const decisions = table.slice(1).map((cells) => cells[table[0]!.indexOf("decision")]);
    assert.equal(decisions.filter((one) => one === "picked").length, 10);
    assert.equal(decisions.filter((one) => one !== "").length, decided);
    assert.equal(decisions[rows.findIndex(([, name]) => name === rejected)], "rejected");
    assert.deepEqual(problems, []);
  });

test("a list is opened, matched, looked at and decided with the keyboard alone", { skip }, async (t) => {
  const context = await browser.newContext(SCREENS.desk);
  t.after(() => context.close());
  const { page, problems } = await openPage(context, `${server.url}/list`);
  await page.locator("#names").waitFor();
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      return activeElement === document.body ? "" : activeElement?.textContent || activeElement?.id || "";
    });
  const tabTo = async (text: string) => {
    for (let steps = 0; steps < 60; steps++) {
      if ((await focused()).includes(text)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`the keyboard does not reach “${text}”, but ${await focused()}`);
  };
  await tabTo("names");
  await page.keyboard.insertText("Felis concolor\nOenanthe\nBellis perenis\nOenanthe");
  await tabTo("Look at it");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Match 4 rows" }).waitFor();
  await tabTo("Match 4 rows");
  await page.keyboard.press("Enter");
  await page.getByText("All 4 names are answered").waitFor();
  await page.waitForFunction(() => document.querySelector("#row-1")?.textContent?.includes("undecided"));
  for (let steps = 0; steps < 60; steps++) {
    if (await page.evaluate(() => document.activeElement?.getAttribute("role") === "grid")) break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.locator("[role=grid]").getAttribute("aria-activedescendant"), "row-1");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").locator(".candidate").nth(1).waitFor();
  await page.keyboard.press("2");
  await page.getByRole("dialog").getByText("picked by you, for 2 rows").waitFor();
  await page.keyboard.press("u");
  await page.waitForFunction(() => !document.querySelector(".filter-decided"));
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.ok(
    await page.evaluate(() => document.activeElement?.getAttribute("role") === "grid"),
    "the table has the keyboard again",
  );
  await page.keyboard.press("End");
  assert.match(await rowText(page, 3), /Oenanthe/);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").locator(".candidate").nth(1).waitFor();
  await page.keyboard.press("0");
  await page.getByRole("dialog").getByText("none of these, for 2 rows").waitFor();
  assert.deepEqual(problems, []);
});

test("what cannot be read is refused in words, and the page goes on", { skip }, async (t) => {
  const context = await browser.newContext(SCREENS.desk);
  t.after(() => context.close());
  const { page, problems } = await openPage(context, `${server.url}/list`);
  const input = page.locator("input[type=file]");
  await input.waitFor({ state: "attached" });
  await input.setInputFiles({ name: "a.xlsx", mimeType: "", buffer: workbook.buffer.subarray(0, 2000) });
  await page.getByRole("alert").getByText("cannot be read").waitFor();
  await input.setInputFiles({ name: "a.csv", mimeType: "", buffer: Buffer.from(" \n") });
  await page.getByRole("alert").getByText("nothing in it").waitFor();
  await assertAccessible(page, "a problem");
  await page.locator("#names").fill("Abies alba");
  await page.getByRole("button", { name: "Look at it" }).click();
  await page.getByRole("button", { name: "Match 1 row" }).click();
  await page.getByText("All 1 names are answered").waitFor();
  assert.deepEqual(problems, []);
});
