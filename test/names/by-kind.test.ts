import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseName } from "../../src/names/parse.ts";
import type { ParsedName } from "../../src/names/parsed-name.ts";

const TABLE = new URL("../golden/names-by-kind.md", import.meta.url);

/** What a row must tell completely. */
const COMPLETE = new Set(["kind", "rank", "cultivar", "extinct"]);

/** What a name says beside its words and authors. */
function factsOf(name: ParsedName): Map<string, string> {
  const facts = new Map<string, string>();
  const tell = (fact: string, value: string | undefined) => {
    if (value) facts.set(fact, value);
  };
  if (name.kind !== "scientific") tell("kind", name.kind);
  if (name.rank !== "SPECIES") tell("rank", name.rank);
  tell("cultivar", name.cultivarEpithet);
  if (name.extinct) tell("extinct", "true");
  tell("subgenus", name.infragenericEpithet);
  tell("phrase", name.phrase);
  tell("concept", name.taxonomicNote);
  tell("note", name.nomenclaturalNote);
  tell("qualifier", name.qualifiers.map((qualifier) => qualifier.term).join(", "));
  return facts;
}

let rows = 0;
let section = "";
for (const line of readFileSync(TABLE, "utf8").split("\n")) {
  if (line.startsWith("## ")) section = line.slice(3);
  if (!line.startsWith("| ") || /^\| (?:name string|-)/.test(line)) continue;
  const [, nameString, canonical, authorship, what] = line.split("|").map((cell) => cell.trim());
  rows++;
  test(`${section}: ${nameString}`, () => {
    const name = parseName(nameString!);
    const wanted = new Map(
      what!
        .split("; ")
        .filter(Boolean)
        .map((fact) => fact.split(": ") as [string, string]),
    );
    const told = [...factsOf(name)].filter(([fact]) => COMPLETE.has(fact) || wanted.has(fact));
    assert.deepEqual(
      [name.quality === 0 ? "—" : name.canonicalFull, name.authorship ?? "", Object.fromEntries(told)],
      [canonical, authorship, Object.fromEntries(wanted)],
    );
  });
}

test("the table of kinds has its rows", () => assert.ok(rows > 120, `only ${rows} rows were read`));
