import assert from "node:assert/strict";
import { test } from "node:test";
import { formatOfContent } from "../../src/bulk/detect.ts";
import { knownIn } from "../../src/bulk/header.ts";
import { readTable } from "../../src/tables/table.ts";

const HEADER = ["id", "scientificName", "locality"];
const OPTIONS = { known: (cells: readonly string[]) => knownIn(cells), mayHaveTitles: true };

for (const [what, above] of [
  ["a title", "My finds of 2024\n"],
  ["a title and an empty line", "My finds of 2024\n\n"],
  ["a title in the first cell", "My finds of 2024,,\n,,\n"],
  ["a title with a comma", "My finds, 2024,,\n"],
  ["a quoted title", '"My finds of 2024"\n'],
  ["a title that has the word species", "Species of the park\n"],
  ["lines of comment", "# made by the office\n# 2024, first half, all plots\n"],
  ["comments with slashes", "// exported\n//\n"],
  ["what was asked", "Query:,all plants\nRows:,3\n\n"],
  ["cells without text", ",,\n,,\n"],
] as const)
  test(`${what} above the header is passed over`, () => {
    const { rows } = readTable(`${above}${HEADER.join(",")}\n1,Abies alba,x\n2,Picea abies,y\n`, OPTIONS);
    assert.deepEqual(rows, [HEADER, ["1", "Abies alba", "x"], ["2", "Picea abies", "y"]]);
  });

for (const [what, text] of [
  ["rows above that are as wide", "1,Abies alba,x\n2,Picea abies,y\nid,scientificName,locality\n"],
  ["a known header on top", "name,status,x\nAbies alba,,\nname,rank,status\n"],
  ["no header at all", "Abies alba\nPicea abies\nLarix decidua\n"],
] as const)
  test(`${what}: nothing is left out`, () =>
    assert.equal(readTable(text, OPTIONS).rows.length, text.trim().split("\n").length));

test("a list of names with a line that looks like a column is a list", () => {
  assert.equal(formatOfContent(Buffer.from("Abies alba\nPicea abies, species\nLarix\n")), "text");
  assert.equal(formatOfContent(Buffer.from("My list\nscientificName;rank\nAbies alba;species\n")), "csv");
});
