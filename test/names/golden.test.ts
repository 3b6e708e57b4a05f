import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseName } from "../../src/names/parse.ts";
import type { ParsedName } from "../../src/names/parsed-name.ts";

const TABLE = new URL("../golden/names.md", import.meta.url);

/** The column "what else" of a parsed name. */
function whatElse(name: ParsedName): string {
  const facts: string[] = [];
  const tell = (fact: string, value: string | undefined) => {
    if (value) facts.push(`${fact}: ${value}`);
  };
  if (name.kind !== "scientific") tell("kind", name.kind);
  if (name.rank !== "SPECIES") tell("rank", name.rank);
  tell("qualifier", name.qualifiers.map((qualifier) => qualifier.term).join(", "));
  tell("cultivar", name.cultivarEpithet);
  tell("phrase", name.phrase);
  tell("concept", name.taxonomicNote);
  tell("note", name.nomenclaturalNote);
  tell("subgenus", name.infragenericEpithet);
  if (name.extinct) facts.push("extinct");
  if (name.candidatus) facts.push("candidatus");
  if (name.codeOrigin === "written" || name.code === "VIRUS" || name.code === "BACTERIAL") tell("code", name.code);
  tell("tail", name.tail);
  if (name.quality > 1) tell("quality", String(name.quality));
  return facts.join("; ");
}

let rows = 0;
let section = "";
for (const line of readFileSync(TABLE, "utf8").split("\n")) {
  if (line.startsWith("## ")) section = line.slice(3);
  if (!line.startsWith("| ") || /^\| (?:name string|-)/.test(line)) continue;
  const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
  const [, nameString, canonical, authorship, facts] = cells;
  rows++;
  test(`${section}: ${nameString}`, () => {
    const name = parseName(nameString!);
    assert.deepEqual(
      [name.quality === 0 ? "—" : name.canonicalFull, name.authorship ?? "", whatElse(name)],
      [canonical, authorship, facts],
    );
  });
}

test("the table of golden names has its rows", () => assert.ok(rows > 140, `only ${rows} rows were read`));
