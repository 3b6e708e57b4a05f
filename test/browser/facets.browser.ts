/** Does an editor see a taxon's values with their provenance, what changed lately, and which indexer stands where? */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { secondWriter } from "../facets/second-writer.ts";
import { smallApp, temporaryFolder } from "../http/small-service.ts";
import { assertAccessible, assertFits, openPage, SCREENS, skip, startChromium } from "./chromium.ts";

const WFO = `taxonID,parentNameUsageID,acceptedNameUsageID,scientificName,scientificNameAuthorship,taxonRank,taxonomicStatus
wfo-7000000061,,,Apiaceae,Lindl.,family,accepted
wfo-4000000002,wfo-7000000061,,Cyclospermum,Lag.,genus,accepted
wfo-0000632146,wfo-4000000002,,Cyclospermum laciniatum,(DC.) Constance,species,accepted
wfo-0000540650,,wfo-0000632146,Apium laciniatum,(DC.) Urb.,species,synonym
`;

let browser: Browser;
before(async () => {
  if (!skip) browser = await startChromium();
});
after(() => browser?.close());

for (const [screen, size] of Object.entries(SCREENS))
  test(`an editor looks up a taxon, its evidence, recent changes and indexers (${screen})`, { skip }, async (t) => {
    const source = join(temporaryFolder(t), "wfo.csv");
    writeFileSync(source, WFO);
    const { app, service } = await smallApp(t, { backbones: [source] });
    const write = await secondWriter(t, service.facets.store);
    await write((writer) => {
      writer.putFacet({ id: 1, name: "Life Form", heritable: true });
      writer.putValue({ id: 1, facetId: 1, name: "Annual" });
      writer.putSource({
        id: 1,
        name: "annuals",
        facetValueId: 1,
        licence: "CC0",
        citation: "A. Botanist (2026)",
        linkUri: "javascript:alert(1)",
      });
      writer.putSource({ id: 3, name: "uses", snippetCategory: "use", snippetLanguage: "eng", licence: "CC BY 4.0" });
      writer.putScore(4000000002, 1, 1, "{}");
      writer.putScore(540650, 1, 1, "{}");
      const body = "<img src=x onerror=alert(1)> are eaten.";
      writer.putSnippet({ source: 3, name: 540650, body, metadata: null }, "1");
    });
    const { token } = await service.keys.create("editor", ["facets:read", "changes:read"], null);
    const url = await app.listen({ host: "127.0.0.1", port: 0 });
    const context = await browser.newContext(size);
    t.after(() => context.close());
    const { page, problems } = await openPage(context, `${url}/facets/`);

    await page.getByLabel("Your key").fill("fyl_wrong_key");
    await page.getByRole("button", { name: "Read" }).click();
    await page.locator(".problem").first().waitFor();
    await assertAccessible(page, "a wrong key");
    await page.getByRole("button", { name: "Forget it" }).click();
    await page.getByLabel("Your key").fill(token);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Changed lately" }).waitFor();

    await page.getByRole("searchbox").fill("Cyclospermum laciniatum");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 2, name: "Cyclospermum laciniatum (DC.) Constance" }).waitFor();
    const taxon = (await page.locator(".facets-taxon").textContent()) ?? "";
    assert.match(taxon, /wfo-0000632146 · accepted in/);
    assert.match(taxon, /Life Form.*Annual.*inherited from Cyclospermum Lag\..*annuals.*CC0.*A\. Botanist \(2026\)/);
    assert.match(taxon, /of the synonym Apium laciniatum \(DC\.\) Urb\./);
    assert.match(taxon, /<img src=x onerror=alert\(1\)> are eaten\..*CC BY 4\.0/);
    assert.equal(await page.locator(".facets-taxon a[href^=javascript]").count(), 0);
    assert.equal(new URL(page.url()).hash, "#name=Cyclospermum+laciniatum");
    assert.ok(!page.url().includes(token));

    const recent =
      (await page.locator("section", { has: page.getByRole("heading", { name: "Changed lately" }) }).textContent()) ??
      "";
    assert.match(recent, /Apium laciniatum/);
    assert.match(recent, /Cyclospermum Lag\..*also for all below it/);
    await assertAccessible(page, "a taxon");
    await assertFits(page, "a taxon");

    await page.locator(".facets-taxon").getByRole("link", { name: "Cyclospermum Lag." }).first().click();
    await page.getByRole("heading", { level: 2, name: "Cyclospermum Lag." }).waitFor();
    await page.getByRole("searchbox").fill("Nothing known");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();

    // An indexer that pages the change feed is seen with how far it has read.
    const feed = await fetch(`${url}/facets/changes?limit=2`, { headers: { authorization: `Bearer ${token}` } });
    const first = (await feed.json()) as { cursor: string };
    await fetch(`${url}/facets/changes?limit=2&cursor=${encodeURIComponent(first.cursor)}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await page.reload();
    const indexers = page.locator("section", { has: page.getByRole("heading", { name: "Indexers" }) });

    await indexers.locator("td").first().waitFor();
    assert.match((await indexers.textContent()) ?? "", /changes/);
    await assertAccessible(page, "indexers");
    assert.deepEqual(problems, []);
  });
