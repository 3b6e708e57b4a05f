/** The page of promises names tests: are they there? */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

const PAGE = readFileSync("docs/reliability.md", "utf8");
const rows = PAGE.split("\n").filter((line) => /^\| (?!promise|-)/.test(line));
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

/** Of a title that is put together, the written parts. */
const withoutBreaks = (text: string): string => text.replaceAll(/\s+/g, " ");

test("every promise names what tries to break it", () => {
  assert.ok(rows.length > 30, `${rows.length} rows`);
  for (const row of rows) {
    const cell = row.split(" | ")[1] ?? "";
    assert.match(cell, /`(test\/[^`]+|npm run [^`]+)`/, row);
  }
});

test("every test and bench that the page names exists", () => {
  const files = [...PAGE.matchAll(/`(test\/[\w/.-]+)`/g)].map(([, file]) => file!);
  assert.ok(files.length > 30);
  for (const file of files) assert.ok(existsSync(file), file);
  const commands = [...PAGE.matchAll(/`npm run ([\w:-]+)`/g)].map(([, name]) => name!);
  assert.ok(commands.length > 3);
  for (const name of commands) assert.ok(Object.hasOwn(scripts, name), name);
});

test("every title that the page quotes stands in its test", () => {
  const titles = [...PAGE.matchAll(/`(test\/[\w/.-]+)` "([^"]+)"/g)];
  assert.ok(titles.length > 25);
  for (const [, file, title] of titles)
    assert.ok(withoutBreaks(readFileSync(file!, "utf8")).includes(withoutBreaks(title!)), `${file}: ${title}`);
});
