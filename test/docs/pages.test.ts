/** Do the pages of the documentation agree with the program and with each other? */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { SCOPES } from "../../src/access/scopes.ts";
import { CHANGE_KINDS, KIND_MEANINGS } from "../../src/changes/kinds.ts";
import { allCommands } from "../../src/cli/commands.ts";
import { completables } from "../../src/cli/completion.ts";
import { REASONS } from "../../src/matcher/reasons.ts";
import { COMMAND_PAGE, commandPage } from "./command-page.ts";
import { DOCS, pages } from "./pages.ts";

const all = pages();
const textOf = (name: string): string => all.find((page) => page.name === name)!.text;

test("the reference of the command line is what the commands say (else: npm run docs:commands)", async () =>
  assert.equal(readFileSync(COMMAND_PAGE, "utf8"), await commandPage()));

/** First cells of the rows of the table below a heading, without code marks. */
function firstCells(text: string, heading: string): string[] {
  const section = text.split(`\n${heading}\n`)[1]?.split(/\n## /)[0] ?? "";
  return [...section.matchAll(/^\| *`?([^|`]+?)`? *\|/gm)].map(([, cell]) => cell!).slice(2);
}

test("every reason of the matcher is explained, in its order, and no other", () => {
  const explained = firstCells(textOf("matching.md"), "## Reasons, and what to do");
  assert.deepEqual(explained, Object.keys(REASONS));
});

test("every kind of change between releases is explained as the program does", () => {
  const rows = [...textOf("command-line.md").matchAll(/^\| ([a-z ]+?) +\| ([a-z].*?) +\|$/gm)];
  const explained = Object.fromEntries(rows.map(([, kind, meaning]) => [kind, meaning]));
  for (const kind of CHANGE_KINDS.filter((each) => each !== "same"))
    assert.equal(explained[kind], KIND_MEANINGS[kind], kind);
});

test("every scope of a key is explained", () => {
  assert.deepEqual(firstCells(textOf("operating.md"), "## Keys"), [...SCOPES]);
});

test("every page stands in the index, and every link leads to a file and a heading that are there", () => {
  const index = textOf("README.md");
  for (const { name } of all.filter((page) => page.name !== "README.md")) assert.ok(index.includes(`](${name})`), name);
  let seen = 0;
  for (const { name, text } of all)
    for (const [, target = ""] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      seen++;
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? join(DOCS, name) : join(dirname(join(DOCS, name)), path);
      assert.ok(existsSync(file), `${name}: ${target}`);
      if (anchor === undefined) continue;
      const headings = [...readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
        heading!
          .toLowerCase()
          .replace(/[^\p{L}\p{N} -]/gu, "")
          .replaceAll(" ", "-"),
      );
      assert.ok(headings.includes(anchor), `${name}: ${target}`);
    }
  assert.ok(seen > 40);
});

test("every command that a page names is there, with every flag that it is given", async () => {
  const { Command } = await import("commander");
  const root = new Command("binomen");
  for (const command of await allCommands()) root.addCommand(command);
  const known = new Map(completables(root).map(({ path, flags }) => [path, new Set(flags.map(({ name }) => name))]));
  let seen = 0;
  for (const { name, text } of all)
    for (const [, typed = ""] of text.matchAll(/(?:^|[`>|] ?|&& )binomen ((?:[a-z]+ ?)+(?:[^`\n|]|\\\|)*)/gm)) {
      const [first = "", second = ""] = typed.split(/\s+/);
      const path = known.has(`${first} ${second}`) ? `${first} ${second}` : first;
      const flags = known.get(path);
      assert.ok(flags, `${name}: binomen ${typed}`);
      seen++;
      for (const [flag] of typed.matchAll(/(?<=\s)--[a-z-]+/g)) assert.ok(flags.has(flag), `${name}: binomen ${typed}`);
    }
  assert.ok(seen > 40, String(seen));
});
