/** Does the page answer while one types, and can an answer be shown to somebody else? */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { assertAccessible, assertFits, openPage, SCREENS, skip, startChromium } from "./chromium.ts";
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

for (const screen of ["desk", "phone"] as const)
  for (const colorScheme of ["light", "dark"] as const)
    test(`a name is taken apart and answered on a ${screen}, ${colorScheme}`, { skip }, async (t) => {
      const context = await browser.newContext({ ...SCREENS[screen], colorScheme });
      t.after(() => context.close());
      const { page, problems } = await openPage(context, server.url);
      await page.getByText("NCBI Taxonomy").waitFor();
      await assertAccessible(page, "before anything is typed");
      await assertFits(page, "before anything is typed");
      await page.getByLabel("A scientific name").pressSequentially("Bellis perenis L.");
      await page.locator(".answer-name", { hasText: "Bellis perennis" }).waitFor();
      // The name taken apart may still be that of a letter ago.
      await page.locator(".part-author").waitFor();
      assert.deepEqual(await page.locator(".part").allInnerTexts(), [
        "Bellis\ngenus or higher",
        "perenis\nspecies",
        "L.\nauthor",
      ]);
      assert.deepEqual(await page.locator(".answer-name mark").allInnerTexts(), ["n"]);
      assert.equal(await page.locator(".near a", { hasText: "Bellis perennis" }).count(), 0, "the answer is not near");
      await assertAccessible(page, "an answer");
      await assertFits(page, "an answer");
      await page.getByLabel("A scientific name").fill("Oenanthe");
      await page.getByText("Several names fit equally well").first().waitFor();
      assert.equal(await page.locator(".answer .near li").count(), 2);
      await assertAccessible(page, "homonyms");
      await page.getByLabel("A scientific name").fill("Nonsensia nullibi");
      await page.getByText("No name of this checklist is meant").waitFor();
      await assertAccessible(page, "nothing found");
      await assertFits(page, "nothing found");
      assert.deepEqual(problems, []);
    });

test("the address of an answer shows it to whoever opens it, and back goes back", { skip }, async (t) => {
  const context = await browser.newContext(SCREENS.desk);
  t.after(() => context.close());
  const { page } = await openPage(context, server.url);
  await page.getByLabel("A scientific name").fill("Felis concolor");
  await page.locator(".accepted", { hasText: "Puma concolor" }).waitFor();
  const { page: other, problems } = await openPage(context, page.url());
  await other.locator(".accepted", { hasText: "Puma concolor" }).waitFor();
  await other.locator(".accepted a").click();
  await other.getByRole("heading", { name: "Puma concolor" }).waitFor();
  assert.match(new URL(other.url()).pathname, /^\/species\/\w+$/);
  await assertAccessible(other, "a usage");
  await other.goBack();
  await other.locator(".accepted", { hasText: "Puma concolor" }).waitFor();
  assert.deepEqual(problems, []);
});

test("a usage has a page of its own that leads up the tree", { skip }, async (t) => {
  const context = await browser.newContext(SCREENS.phone);
  t.after(() => context.close());
  const { page, problems } = await openPage(context, `${server.url}/species/9606`);
  await page.getByRole("heading", { level: 1, name: "Homo sapiens" }).waitFor();
  await assertFits(page, "a usage");
  await assertAccessible(page, "a usage");
  await page
    .getByRole("link", { name: /^Homo\b/ })
    .first()
    .click();
  await page.getByRole("heading", { level: 1, name: /^Homo\b(?! sapiens)/ }).waitFor();
  await page.goto(`${server.url}/species/no-such-key`);
  await page.getByText("no usage with that key").waitFor();
  assert.deepEqual(problems, []);
});

test("the page speaks Spanish to those who do, and to those who choose it", { skip }, async (t) => {
  const context = await browser.newContext({ ...SCREENS.desk, locale: "es-PE" });
  t.after(() => context.close());
  const { page } = await openPage(context, server.url);
  await page.getByRole("heading", { name: "¿Qué nombre es?" }).waitFor();
  assert.equal(await page.getAttribute("html", "lang"), "es");
  await assertAccessible(page, "Spanish");
  await page.getByLabel("Idioma").selectOption("en");
  await page.getByRole("heading", { name: "Which name is meant?" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Which name is meant?" }).waitFor();
});
