import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { errorCatalogue } from "../../src/errors.ts";
import { ERROR_PAGE, errorPage } from "./error-page.ts";

const page = readFileSync(ERROR_PAGE, "utf8");

test("the page of errors is what the catalogue says (else: npm run docs:errors)", () =>
  assert.equal(page, errorPage()));

test("page and catalogue have the same codes with the same statuses", () => {
  const onPage = [...page.matchAll(/^- `([A-Z_]+)` (\d+): /gm)].map(([, code, status]) => `${code} ${status}`);
  assert.ok(onPage.length > 30);
  assert.deepEqual(
    onPage,
    errorCatalogue().map(({ code, status }) => `${code} ${status}`),
  );
});

test("every code is thrown somewhere", () => {
  const source = readdirSync("src", { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && /\.tsx?$/.test(entry.name) && join(entry.parentPath, entry.name) !== join("src", "errors.ts"),
    )
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
  const unused = errorCatalogue().filter(({ code }) => !source.includes(`"${code}"`));
  assert.deepEqual(unused, []);
});
