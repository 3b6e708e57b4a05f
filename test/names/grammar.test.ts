import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const ROOM = new URL("../../src/names/", import.meta.url);
const text = readFileSync(new URL("README.md", ROOM), "utf8");
const grammar = text.slice(text.indexOf("```") + 3, text.indexOf("```", text.indexOf("```") + 3));
const rules = grammar.split("\n").filter((line) => line.trim() !== "");

test("the grammar of a name string has about sixty lines", () => {
  assert.ok(rules.length > 50 && rules.length < 70, `${rules.length} lines`);
});

for (const rule of rules) {
  const [, name, reader, file] = /^ *([\w ]+?) += .* (\w+) (\S+\.ts)$/.exec(rule) ?? [];
  test(`${name ?? rule} is read by ${reader} in ${file}`, () => {
    assert.ok(reader !== undefined && file !== undefined, rule);
    const source = readFileSync(new URL(file, ROOM), "utf8");
    assert.match(source, new RegExp(`(?:function |^  )${reader}\\(`, "m"));
  });
}
