/** Are records found, drawn on a map and put into a file? On a page of their own and on that of a taxon. */
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { smallApp } from "../http/small-service.ts";
import { type RandomRecord, randomRecords, writeDataset } from "../occurrences/search/random-dataset.ts";
import { assertAccessible, assertFits, openPage, SCREENS, skip, startChromium } from "./chromium.ts";

const records: RandomRecord[] = randomRecords(300, 4).map((record, i) => ({
  ...record,
  scientificName: i % 2 === 0 ? "Puma concolor (Linnaeus, 1771)" : "Helianthus annuus L.",
  taxonKey: i % 2 === 0 ? "12" : "7",
  taxonKeys: i % 2 === 0 ? ["9", "10", "11", "12"] : ["1", "2", "3", "4", "5", "6", "7"],
  locality: "a place with a name that is long enough to need a line of its own",
}));
const pumas = records.filter((_, i) => i % 2 === 0);
const folder = writeDataset(records);

let browser: Browser;
before(async () => {
  if (!skip) browser = await startChromium();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

async function served(
  t: { after(fn: () => unknown): void },
  screen: (typeof SCREENS)[keyof typeof SCREENS],
  path: string,
) {
  const { app, service } = await smallApp(t, { datasets: [`birds=${folder}`] });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const context = await browser.newContext(screen);
  t.after(() => context.close());
  const asked: string[] = [];
  context.on("request", (request) => asked.push(request.url()));
  const { page, problems } = await openPage(context, `${url}${path}`);
  return { page, problems, asked, service, url };
}

/** The number of shapes on the map, once it has drawn all that can be seen. */
async function drawn(page: Page): Promise<number> {
  const canvas = page.locator(".record-map-canvas[data-drawn]:not([data-drawn='0'])");
  await canvas.waitFor({ timeout: 20_000 });
  return Number(await canvas.getAttribute("data-drawn"));
}

test("records are searched, drawn from tiles of this server alone, and downloaded", { skip }, async (t) => {
  const { page, problems, asked, service, url } = await served(t, SCREENS.desk, "/occurrences");
  await page.getByText("300 records").waitFor();
  await page.getByLabel("Scientific name").fill("Pumma concolor");
  await page.getByLabel("From year").fill("1995");
  // The map shows all records until the tiles of those that are searched for come.
  const tileOfSearch = page.waitForResponse(
    (one) => one.status() === 200 && /\/adhoc\/.*\.mvt\?.*Pumma/.test(one.url()),
  );
  await page.getByRole("button", { name: "Search", exact: true }).click();
  const wanted = pumas.filter(({ year }) => Number(year) >= 1995).length;
  await page.getByText(`${wanted} records`).waitFor();
  await page.getByText("“Pumma concolor” was understood as Puma concolor").waitFor();
  assert.match(page.url(), /scientificName=Pumma(\+|%20)concolor.*year=1995/);
  await tileOfSearch;
  assert.ok((await drawn(page)) > 5);
  assert.deepEqual(
    asked.filter((one) => !one.startsWith(url) && !/^(blob|data):/.test(one)),
    [],
  );
  await assertAccessible(page, "records that were found");
  await page.getByRole("link", { name: "DK" }).click();
  const danes = pumas.filter(({ year, countryCode }) => Number(year) >= 1995 && countryCode === "DK").length;
  await page.getByText(danes === 1 ? "1 record" : `${danes} records`).waitFor();
  const { token } = await service.keys.create("birder", ["facets:read"], null);
  await page.getByRole("button", { name: "Download all" }).click();
  await page.getByLabel("Key", { exact: true }).fill(token);
  await page.getByRole("button", { name: "Make the file" }).click();
  const file = page.getByRole("link", { name: `Get the file of ${danes} rows` });
  await file.waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), file.click()]);
  assert.match(download.suggestedFilename(), /\.zip$/);
  assert.deepEqual(problems, []);
});

test("a taxon has its records on its page, which fits a phone", { skip }, async (t) => {
  const { page, problems } = await served(t, SCREENS.phone, "/species/11");
  await page.getByText(`${pumas.length} records`).waitFor();
  assert.ok((await drawn(page)) > 5);
  await assertFits(page, "a taxon with records");
  await assertAccessible(page, "a taxon with records");
  await page.getByRole("link", { name: "Search in these records" }).click();
  await page.getByRole("heading", { level: 1, name: "Records" }).waitFor();
  await page.getByText(`${pumas.length} records`).waitFor();
  await drawn(page);
  await assertFits(page, "the search");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByText("21 to 40").waitFor();
  await page.getByRole("button", { name: "Only this area" }).click();
  await page.getByLabel("in the area of the map").waitFor();
  assert.match(page.url(), /geometry=/);
  const placed = pumas.filter(({ decimalLatitude }) => decimalLatitude !== undefined).length;
  await page.getByText(`${placed} records`).waitFor();
  assert.deepEqual(problems, []);
});

test("a wrong filter is refused in words, and a server without records offers none", { skip }, async (t) => {
  const { page } = await served(t, SCREENS.desk, "/occurrences?country=Atlantis");
  await page
    .getByRole("alert")
    .getByText(/Atlantis/)
    .waitFor();
  const { app } = await smallApp(t);
  await page.goto(await app.listen({ host: "127.0.0.1", port: 0 }));
  await page.getByRole("link", { name: "A list", exact: true }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Records" }).count(), 0);
});
