/** Does the page of a usage show all around it: tree, synonyms, namesakes, and what the facet store knows to who has a key? */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { secondWriter } from "../facets/second-writer.ts";
import { smallApp, temporaryFolder } from "../http/small-service.ts";
import { assertAccessible, assertFits, openPage, SCREENS, skip, startChromium } from "./chromium.ts";

/** A checklist whose ids are WFO's, with a homonym. */
const WFO = `taxonID,parentNameUsageID,acceptedNameUsageID,scientificName,scientificNameAuthorship,taxonRank,taxonomicStatus
wfo-7000000061,,,Apiaceae,Lindl.,family,accepted
wfo-4000000002,wfo-7000000061,,Cyclospermum,Lag.,genus,accepted
wfo-0000632146,wfo-4000000002,,Cyclospermum laciniatum,(DC.) Constance,species,accepted
wfo-0000632147,wfo-4000000002,,Cyclospermum laciniatum,Auct.,species,accepted
wfo-0000540650,,wfo-0000632146,Apium laciniatum,(DC.) Urb.,species,synonym
`;

let browser: Browser;
before(async () => {
  if (!skip) browser = await startChromium();
});
after(() => browser?.close());

test("a usage is shown with its tree, synonym, homonym, and facets with their sources", { skip }, async (t) => {
  const source = join(temporaryFolder(t), "wfo.csv");
  writeFileSync(source, WFO);
  const { app, service } = await smallApp(t, { backbones: [source] });
  await secondWriter(
    t,
    service.facets.store,
  )((writer) => {
    writer.putFacet({ id: 1, name: "Life Form", heritable: true });
    writer.putValue({ id: 1, facetId: 1, name: "Annual" });
    writer.putSource({ id: 1, name: "annuals", facetValueId: 1, licence: "CC0", citation: "A. Botanist (2026)" });
    writer.putSource({ id: 3, name: "uses", snippetCategory: "use", snippetLanguage: "eng", licence: "CC BY 4.0" });
    writer.putScore(4000000002, 1, 1, "{}");
    writer.putSnippet(
      { source: 3, name: 540650, body: "<b>Seeds</b> are eaten.<script>1</script>", metadata: null },
      "1",
    );
  });
  const { token } = await service.keys.create("editor", ["facets:read"], null);
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const context = await browser.newContext(SCREENS.phone);
  t.after(() => context.close());
  const { page, problems } = await openPage(context, `${url}/species/wfo-0000632146`);
  await page.getByRole("heading", { level: 1, name: "Cyclospermum laciniatum (DC.) Constance" }).waitFor();
  await page.getByRole("link", { name: "Apium laciniatum" }).waitFor();
  await page.getByRole("heading", { name: "The same name elsewhere" }).waitFor();
  await page.getByRole("link", { name: "Cyclospermum laciniatum Auct." }).waitFor();
  await page.locator(".tree").getByRole("link", { name: "Apiaceae" }).waitFor();
  await page.getByLabel("Key").fill("wrong");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByRole("alert").waitFor();
  await assertAccessible(page, "a wrong key");
  await page.getByLabel("Key").fill(token);
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByText("Annual").waitFor();
  const facets = await page.locator(".facets").textContent();
  assert.match(facets ?? "", /Life Form.*Annual.*Cyclospermum Lag\., A\. Botanist \(2026\), CC0/);
  assert.match(facets ?? "", /use.*Seeds are eaten\..*Apium laciniatum.*CC BY 4\.0/);
  await assertAccessible(page, "facets");
  await assertFits(page, "facets");
  await page.getByRole("link", { name: "Apium laciniatum" }).click();
  await page.locator(".accepted", { hasText: "Cyclospermum laciniatum" }).waitFor();
  await assertAccessible(page, "a synonym");
  assert.deepEqual(problems, []);
});
